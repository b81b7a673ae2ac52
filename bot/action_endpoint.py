"""How the dialogue server asks the action server: over connections that stay, and the domain only once."""

from __future__ import annotations

import hashlib
import json
from http import HTTPStatus
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.tracing import carried

_SEND_DOMAIN = 449  # what rasa-sdk answers when it does not hold the domain of this digest
_KEPT_S = 15.0  # shorter than the action server keeps them, so that no request meets a closing one


class ActionEndpoint(EndpointConfig):
    """Upstream opens a connection for each action and sends the whole domain with it, 100 KB here.

    rasa-sdk keeps the domain by its digest, and asks for it where it has another one or none.
    """

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        super().__init__(url, headers=headers)
        self._session: aiohttp.ClientSession | None = None
        self._domain: dict[str, Any] | None = None
        self._digest = ""

    async def request(self, *_: Any, **options: Any) -> Any:
        """The action server's answer to `json`; raises ClientResponseError and what aiohttp raises."""
        body = dict(options["json"])
        domain = body.pop("domain", None)
        if domain is None:
            return _answer(*await self._post(body, options["timeout"]))
        body["domain_digest"] = self._digest_of(domain)
        status, reason, content = await self._post(body, options["timeout"])
        if status == _SEND_DOMAIN:
            body["domain"] = domain
            status, reason, content = await self._post(body, options["timeout"])
        return _answer(status, reason, content)

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()

    async def _post(self, body: dict[str, Any], timeout_s: float) -> tuple[int, str | None, bytes]:
        if self._session is None:  # made here, where the event loop runs
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEPT_S)
            self._session = aiohttp.ClientSession(headers=self.headers, connector=connector)
        timeout = aiohttp.ClientTimeout(total=timeout_s)
        async with self._session.post(self.url, json=body, headers=carried(), timeout=timeout) as response:
            return response.status, response.reason, await response.read()

    def _digest_of(self, domain: dict[str, Any]) -> str:
        if domain is not self._domain:
            text = json.dumps(domain, sort_keys=True, default=str)
            self._domain, self._digest = domain, hashlib.sha256(text.encode()).hexdigest()
        return self._digest


def _answer(status: int, reason: str | None, content: bytes) -> Any:
    if status >= HTTPStatus.BAD_REQUEST:
        raise ClientResponseError(status, reason, content)
    return json.loads(content)
