"""Puts a shopper's file into a case's thread, once."""

from typing import Any
from uuid import UUID

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk import thread_posts
from commerce.desk.agent import CaseNotFound
from commerce.desk.models import DeskPost
from commerce.desk.reading import read_picture
from commerce.desk.thread_files import stamp_of_file
from connectors.channels.port import SendLater, SendRefused
from connectors.channels.slack.client import NO_ANSWER, called

log = structlog.get_logger(__name__)

_PAGE = 200
_TIMEOUT = aiohttp.ClientTimeout(total=30)


class Uploader:
    """Uploads with the app's token. What Slack will not take stays behind its link in the transcript."""

    def __init__(self, client: AsyncWebClient, sessions: Sessions, clock: Clock) -> None:
        self._client = client
        self._sessions = sessions
        self._clock = clock

    async def upload(self, post: DeskPost, channel: str, thread: str) -> str:
        """Upload the file of a post; what stands for it. Raises SendLater."""
        file_id = UUID(post.part["file"])
        async with self._sessions.begin() as session:
            tried_since = await thread_posts.begin_post(session, post.id, self._clock.now())
        try:
            if tried_since is None or not await self._is_there(post, channel, thread):
                await self._upload(post, file_id, channel, thread)
        except CaseNotFound:
            log.info("a file was forgotten before it was shown", file=str(file_id))
        except SendRefused as refused:
            log.error("Slack refuses a shopper's file; see docs/slack.md", code=refused.code)
        return stamp_of_file(file_id)

    async def _upload(self, post: DeskPost, file_id: UUID, channel: str, thread: str) -> None:
        async with self._sessions() as session:
            name, kind, content = await read_picture(session, file_id)
        name = name or f"picture.{kind.rpartition('/')[2]}"
        told = await called(self._client.files_getUploadURLExternal(filename=name, length=len(content)))
        await self._send(str(told["upload_url"]), content)
        async with self._sessions.begin() as session:  # so that it can be looked for
            kept = await session.get_one(DeskPost, post.id)
            kept.part = {"file": str(file_id), "slack": told["file_id"]}
        file = {"id": told["file_id"], "title": name}
        await called(
            self._client.files_completeUploadExternal(files=[file], channel_id=channel, thread_ts=thread)
        )

    async def _send(self, url: str, content: bytes) -> None:
        try:
            async with (
                aiohttp.ClientSession(timeout=_TIMEOUT) as session,
                session.post(url, data=content) as answer,
            ):
                status = answer.status
        except NO_ANSWER as error:
            raise SendLater("no answer from Slack", code=type(error).__name__) from None
        if status >= 400:
            raise SendLater("Slack does not take the file now", code=f"http_{status}")

    async def _is_there(self, post: DeskPost, channel: str, thread: str) -> bool:
        """Whether Slack took a file although we never heard so."""
        wanted, cursor = post.part.get("slack"), ""
        while wanted:
            asked: dict[str, Any] = {"channel": channel, "ts": thread, "limit": _PAGE, "cursor": cursor}
            answer = await called(self._client.conversations_replies(**asked))
            if any(file["id"] == wanted for each in answer["messages"] for file in each.get("files") or []):
                return True
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return False
