"""Files that agents put into a thread: fetched from Slack, and from nobody else, to go to the shopper."""

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from commerce.attachments.files import LARGEST_FILE, CheckedFile, FileRefused, checked_file, checked_kind
from connectors.channels.slack.client import NO_ANSWER

# All files of a message together: Slack waits three seconds for what it told to be taken in.
_WITHIN_S = 1.5
_STORES = ("slack.com", "slack-files.com", "slack-gov.com")


class ThreadFiles:
    """Fetches with the app's token."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._token = client.token
        self._api = urlsplit(client.base_url)

    async def fetched(self, told: Sequence[dict[str, Any]]) -> tuple[list[CheckedFile], list[str]]:
        """Fetch the files that Slack tells of: those that may go out, and why others may not."""
        answers = await asyncio.gather(*(self._one(each) for each in told))
        files = [each for each in answers if isinstance(each, CheckedFile)]
        return files, [each for each in answers if isinstance(each, str)]

    async def _one(self, told: dict[str, Any]) -> CheckedFile | str:
        name = str(told.get("name") or "")
        try:
            checked_kind(name, int(told.get("size") or 0))
            async with asyncio.timeout(_WITHIN_S):
                content = await self._content(str(told.get("url_private") or ""))
            return checked_file(name, content)
        except FileRefused as refused:
            return str(refused)
        except NO_ANSWER:  # a timeout among them
            return f"Slack didn't hand the file {name} out in time: send it again"

    async def _content(self, url: str) -> bytes:
        """What is at an address of Slack's, which alone learns the token. Raises FileRefused."""
        parts = urlsplit(url)
        is_api = (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc)
        if not is_api and not _is_store(parts.scheme, parts.netloc):
            raise FileRefused("the file isn't kept at Slack: send a link instead")
        headers = {"Authorization": f"Bearer {self._token}"}
        async with (
            aiohttp.ClientSession() as session,
            session.get(url, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status != 200 or answer.content_type == "text/html":  # its page to sign in
                raise FileRefused("Slack doesn't hand the file out to the app: it needs the scope files:read")
            content = bytearray()
            async for chunk in answer.content.iter_any():
                content += chunk
                if len(content) > LARGEST_FILE:
                    break  # more than Slack had told: refused with what is here
            return bytes(content)


def _is_store(scheme: str, netloc: str) -> bool:
    # No port and no login in it: the name alone.
    return scheme == "https" and any(netloc == name or netloc.endswith(f".{name}") for name in _STORES)
