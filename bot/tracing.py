"""The dialogue server's part of a trace: spans as OTLP has them in JSON, sent in the background.

OpenTelemetry's own library is left out: what it sends by needs another protobuf than Rasa.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import secrets
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import aiohttp

logger = logging.getLogger(__name__)

URL_SETTING = "AISLE_TRACES_URL"
PARENT_HEADER = "traceparent"
_PARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
_MOST_KEPT = 2_048  # spans; older ones go first while the collector is away
_EVERY_S = 1.0
_WITHIN = aiohttp.ClientTimeout(total=5.0)
_FAILED = 2  # OTLP's STATUS_CODE_ERROR
_INTERNAL = 1  # and its SPAN_KIND_INTERNAL


@dataclass(frozen=True)
class Place:
    """A span, as those within it see it."""

    trace: str
    span: str

    @property
    def header(self) -> str:
        """How a process that is asked is told."""
        return f"00-{self.trace}-{self.span}-01"

    @classmethod
    def of(cls, header: str | None) -> Place | None:
        """What a caller's header names."""
        found = _PARENT.fullmatch(header or "")
        return cls(*found.groups()) if found else None


_here: ContextVar[Place | None] = ContextVar("here", default=None)


@dataclass
class Tracer:
    """Keeps what ended and sends it on each second; without an address it does nothing."""

    url: str = field(default_factory=lambda: os.environ.get(URL_SETTING, ""))
    _ended: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=_MOST_KEPT))
    _sending: asyncio.Task[None] | None = None

    @contextmanager
    def within(self, header: str | None) -> Iterator[None]:
        """Be within the span that a caller's header names; in none where it names none."""
        token = _here.set(Place.of(header) if self.url else None)
        try:
            yield
        finally:
            _here.reset(token)

    @contextmanager
    def span(self, name: str) -> Iterator[None]:
        """Be a part of what is traced here, if anything is."""
        parent = _here.get()
        if parent is None:
            yield
            return
        own, began, failed = Place(parent.trace, secrets.token_hex(8)), time.time_ns(), True
        token = _here.set(own)
        try:
            yield
            failed = False
        finally:
            _here.reset(token)
            self._ended.append(_told(name, own, parent, began, failed=failed))

    def start(self) -> None:
        """Begin to send, where the event loop runs."""
        if self.url:
            self._sending = asyncio.create_task(self._send())

    async def close(self) -> None:
        """Send what is left."""
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
            async with aiohttp.ClientSession(timeout=_WITHIN) as client:
                await self._post(client)

    async def _send(self) -> None:
        async with aiohttp.ClientSession(timeout=_WITHIN) as client:
            while True:
                await asyncio.sleep(_EVERY_S)
                await self._post(client)

    async def _post(self, client: aiohttp.ClientSession) -> None:
        spans = [self._ended.popleft() for _ in range(len(self._ended))]
        if not spans:
            return
        service = [{"key": "service.name", "value": {"stringValue": "aisle-dialogue"}}]
        told = {
            "resource": {"attributes": service},
            "scopeSpans": [{"scope": {"name": "aisle"}, "spans": spans}],
        }
        try:
            url = f"{self.url.rstrip('/')}/v1/traces"
            async with client.post(url, json={"resourceSpans": [told]}) as answer:
                if answer.status >= 400:
                    logger.warning("the collector of traces refused: HTTP %s", answer.status)
        except (aiohttp.ClientError, TimeoutError) as error:
            logger.warning("the collector of traces is away: %s", type(error).__name__)


def carried() -> dict[str, str]:
    """What tells the process that is asked which span it is a part of."""
    here = _here.get()
    return {PARENT_HEADER: here.header} if here else {}


def _told(name: str, own: Place, parent: Place, began: int, *, failed: bool) -> dict[str, Any]:
    return {
        "traceId": own.trace, "spanId": own.span, "parentSpanId": parent.span, "name": name,
        "kind": _INTERNAL, "startTimeUnixNano": str(began), "endTimeUnixNano": str(time.time_ns()),
        "status": {"code": _FAILED} if failed else {},
    }  # fmt: skip


TRACER = Tracer()
