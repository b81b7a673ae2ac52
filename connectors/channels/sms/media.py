"""Fetches the pictures that shoppers text: from Twilio only, of kinds that are pictures, up to a size."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from commerce.attachments.files import LARGEST_FILE, picture_kind
from connectors.channels.sms.line import SmsLine

_MOST_REDIRECTS = 3
_TIMEOUT_S = 30.0
# Where the API sends those who ask it for a picture.
_STORES = ("twilio.com", "twiliocdn.com")


class MediaRefused(Exception):
    """The file will never be stored; says why."""


class MediaUnavailable(Exception):
    """Twilio does not hand the file out now."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and what its first bytes say that it is."""

    content: bytes
    content_type: str


class MediaFetcher:
    """Fetches from one account's API."""

    def __init__(self, line: SmsLine) -> None:
        self._line = line
        self._api = urlsplit(line.api_url)

    async def fetch(self, url: str) -> Picture:
        """The picture at a URL of Twilio's. Raises MediaRefused and MediaUnavailable."""
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_S, trust_env=False) as client:
                content = await self._fetch(client, url)
        except httpx.TransportError as error:
            raise MediaUnavailable(type(error).__name__) from None
        return Picture(content, _kind_of(content))

    async def _fetch(self, client: httpx.AsyncClient, url: str) -> bytes:
        for _ in range(_MOST_REDIRECTS + 1):
            async with self._open(client, url) as answer:
                if not answer.has_redirect_location:
                    return await _read(answer)
                url = urljoin(url, answer.headers["location"])
        raise MediaRefused("too many redirects")

    @asynccontextmanager
    async def _open(self, client: httpx.AsyncClient, url: str) -> AsyncIterator[httpx.Response]:
        """The answer of an allowed host; only the API itself learns the account's token."""
        parts = urlsplit(url)
        is_api = (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc)
        if not is_api and not _is_store(parts.scheme, parts.netloc):
            raise MediaRefused("not at Twilio's")
        login = (self._line.account_sid, self._line.auth_token) if is_api else None
        async with client.stream("GET", url, auth=login) as answer:
            yield answer


def _is_store(scheme: str, netloc: str) -> bool:
    # No port and no login in it: the name alone.
    return scheme == "https" and any(netloc == name or netloc.endswith(f".{name}") for name in _STORES)


async def _read(answer: httpx.Response) -> bytes:
    if answer.status_code in {404, 410}:
        raise MediaRefused("gone")
    if not answer.is_success:
        raise MediaUnavailable(f"HTTP {answer.status_code}")
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > LARGEST_FILE:
            raise MediaRefused("too large")
    return bytes(content)


def _kind_of(content: bytes) -> str:
    kind = picture_kind(content)
    if kind is None:
        raise MediaRefused("not a picture")
    return kind
