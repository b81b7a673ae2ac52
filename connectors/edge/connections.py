"""Bounds what a connection may cost: how many there are, and how long one request may take to arrive."""

import json
import resource
from asyncio import TimerHandle
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import structlog
from sanic.exceptions import RequestTimeout
from sanic.http import Http, Stage
from sanic.server.protocols.websocket_protocol import WebSocketProtocol

from connectors.edge.rate import network_of

log = structlog.get_logger(__name__)

_KEPT_FOR_OTHERS = 200  # file descriptors that are no client's: databases, dialogue servers, files
_LINGER_S = 0.5  # for a refusal to reach who drips
_BODY = json.dumps({"error": {"code": "too_many_connections", "reason": "close a connection first"}})
_REFUSAL = (
    "HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\n"
    f"content-type: application/json\r\ncontent-length: {len(_BODY)}\r\n\r\n{_BODY}"
).encode()


@dataclass(slots=True)
class Connections:
    """Counts the open connections, all and by network address.

    Behind a proxy every connection is the proxy's, which has to count by address itself: then only `most`
    holds.
    """

    most: int
    most_of_one: int | None
    request_within_s: float
    is_refusing: bool = False
    _open: Counter[str] = field(default_factory=Counter)

    @property
    def open(self) -> int:
        """How many are open."""
        return self._open.total()

    def enter(self, address: str) -> str | None:
        """Count one of `address`; what `leave` is told when it ends, None when it has no place."""
        key = network_of(address)
        is_one_too_many = self.most_of_one is not None and self._open[key] >= self.most_of_one
        if is_one_too_many or self.open >= self.most:
            if not self.is_refusing:  # the log has the first of a flood
                log.warning(
                    "too many connections, refusing more", open=self.open, of_one_address=self._open[key]
                )
            self.is_refusing = True
            return None
        self._open[key] += 1
        return key

    def leave(self, key: str) -> None:
        """Give the place back."""
        self._open[key] -= 1
        if not self._open[key]:
            del self._open[key]
        self.is_refusing = self.is_refusing and self.open > self.most // 2


def raised_limit(wanted: int) -> int:
    """Allow this process the file descriptors for `wanted` connections; how many connections it may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = wanted + _KEPT_FOR_OTHERS
    if soft != resource.RLIM_INFINITY and soft < target:
        soft = target if hard == resource.RLIM_INFINITY else min(target, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else max(1, min(wanted, soft - _KEPT_FOR_OTHERS))


class _Request(Http):
    """Sanic's, which tells when it begins to wait for the next request."""

    protocol: "BoundedProtocol"

    def init_for_request(self) -> None:
        super().init_for_request()
        self.protocol.await_request()


class BoundedProtocol(WebSocketProtocol):
    """Sanic's connection, with a place among `app.ctx.connections` and a deadline for each whole request.

    Sanic's own timeouts begin anew with each byte, so that a client which drips its request is never late.
    """

    HTTP_CLASS = _Request
    __slots__ = ("_awaited", "_deadline", "_place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._place: str | None = None
        self._deadline: TimerHandle | None = None
        self._awaited = 0  # requests, the one that is awaited included

    @property
    def _connections(self) -> Connections:
        connections: Connections = self.app.ctx.connections
        return connections

    def connection_made(self, transport: Any) -> None:
        """Take a place, or be refused."""
        peer = transport.get_extra_info("peername")
        self._place = self._connections.enter(peer[0] if isinstance(peer, tuple) else "")
        if self._place is None:
            transport.write(_REFUSAL)
            transport.close()
            return
        super().connection_made(transport)
        self._expect_whole_request()  # one that never says anything holds its place no longer

    def connection_lost(self, exc: BaseException | None) -> None:
        """Give the place back."""
        if self._place is None:
            return
        self._connections.leave(self._place)
        self._forget_deadline()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in; the first of a request begins its deadline."""
        if self._place is None:
            return
        if self._deadline is None and self.websocket is None:
            self._expect_whole_request()
        super().data_received(data)

    def await_request(self) -> None:
        """Be ready for the next request, of which some may have come with the last one."""
        self._awaited += 1
        if self._awaited == 1:  # whose deadline began with the connection
            return
        self._forget_deadline()
        if self.recv_buffer:
            self._expect_whole_request()

    def allow_longer(self, time_s: float) -> None:
        """Give the request that is being read so long from now on: it brings a file, perhaps from a phone."""
        self._forget_deadline()
        self._deadline = self.loop.call_later(time_s, self._end_if_incomplete)

    def _expect_whole_request(self) -> None:
        self._deadline = self.loop.call_later(self._connections.request_within_s, self._end_if_incomplete)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _end_if_incomplete(self) -> None:
        http, task = self._http, self._task
        if http is None or task is None or self.websocket is not None:
            return
        is_silent = self._awaited == 1 and http.stage is Stage.IDLE
        if is_silent or http.stage is Stage.REQUEST or http.request_body:
            http.exception = RequestTimeout("the whole request must come sooner")
            task.cancel()
            # Sanic answers, and then reads on to the end of what it has refused.
            self._deadline = self.loop.call_later(_LINGER_S, self._end_if_incomplete)
