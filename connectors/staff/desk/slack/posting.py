"""Posts to a thread: each once. Slack has no idempotency key, so what may be there already is looked for."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk import thread_posts
from commerce.desk.models import DeskPost
from connectors.channels.port import SendLater, SendRefused
from connectors.channels.slack.blocks import as_json, note
from connectors.channels.slack.client import called
from connectors.staff.desk.slack.uploading import Uploader

log = structlog.get_logger(__name__)

# Slack's words for a thread that is not there any more.
_GONE = frozenset({"cannot_reply_to_message", "message_not_found", "thread_not_found"})
# ... and for a message that it will never take, whatever becomes of the channel.
_UNFIT = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text"}
)
# ... and for a sign that needs no second try.
_SIGNED = frozenset({"already_reacted", "message_not_found", "no_item_specified", "too_many_reactions"})
_CLOCKS_DIFFER = timedelta(minutes=10)
_PAGE = 200
UNFIT_NOTE = "This part of the conversation can't be shown here. You find it in the transcript on the web."


class ThreadGone(Exception):
    """The thread's first message was deleted; says it in Slack's word."""


class Poster:
    """Posts what the outbox of a thread holds."""

    def __init__(self, client: AsyncWebClient, sessions: Sessions, clock: Clock) -> None:
        self._client = client
        self._sessions = sessions
        self._clock = clock
        self._uploader = Uploader(client, sessions, clock)

    async def post(self, post: DeskPost, channel: str, thread: str | None) -> str:
        """Post one message or sign; its stamp. Raises ThreadGone, SendLater and SendRefused."""
        if "react" in post.part:
            stamp = await self._sign(post.part, channel)
        elif "file" in post.part and thread is not None:
            stamp = await self._uploader.upload(post, channel, thread)
        else:
            stamp = await self._say(post, channel, thread)
        async with self._sessions.begin() as session:
            await thread_posts.note_posted(session, post.id, stamp)
        return stamp

    async def update(self, channel: str, stamp: str, part: dict[str, Any]) -> None:
        """Change a posted message. Raises ThreadGone, SendLater and SendRefused."""
        try:
            await called(self._client.chat_update(channel=channel, ts=stamp, **part))
        except SendRefused as refused:
            raise _worse(refused) from None

    async def _say(self, post: DeskPost, channel: str, thread: str | None) -> str:
        async with self._sessions.begin() as session:
            tried_since = await thread_posts.begin_post(session, post.id, self._clock.now())
        if tried_since is not None:
            found = await self._posted_before(post.id, channel, thread, tried_since)
            if found is not None:
                return found
        try:
            return await self._post_once(post.id, post.part, channel, thread)
        except SendRefused as refused:
            if refused.code not in _UNFIT:
                await self._not_posted(post.id)
                raise _worse(refused) from None
            log.error("Slack refuses a part of a transcript", code=refused.code, post=str(post.id))
        return await self._post_once(post.id, _unfit_part(), channel, thread)

    async def _post_once(self, post_id: UUID, part: dict[str, Any], channel: str, thread: str | None) -> str:
        first, *others = part["blocks"]
        message = {"channel": channel, "text": part["text"], "unfurl_links": False, "unfurl_media": False}
        message |= {"blocks": [first | {"block_id": str(post_id)}, *others]}
        message |= {"thread_ts": thread} if thread is not None else {}
        message |= {"reply_broadcast": True} if thread is not None and part.get("is_broadcast") else {}
        try:
            answer = await called(self._client.chat_postMessage(**message))
        except SendLater as later:
            if later.retry_after_s is not None:  # one too many, and so not taken
                await self._not_posted(post_id)
            raise
        return str(answer["ts"])

    async def _not_posted(self, post_id: UUID) -> None:
        async with self._sessions.begin() as session:
            await thread_posts.note_not_posted(session, post_id)

    async def _posted_before(
        self, post_id: UUID, channel: str, thread: str | None, since: datetime
    ) -> str | None:
        """The stamp of a post that Slack took although we never heard so.

        Raises SendLater and SendRefused where Slack does not say: it must not be there twice.
        """
        cursor, oldest = "", f"{(since - _CLOCKS_DIFFER).timestamp():.6f}"
        while True:
            asked: dict[str, Any] = {"channel": channel, "oldest": oldest, "limit": _PAGE, "cursor": cursor}
            if thread is None:
                answer = await called(self._client.conversations_history(**asked))
            else:
                answer = await called(self._client.conversations_replies(ts=thread, **asked))
            for message in answer["messages"]:
                blocks = message.get("blocks") or [{}]
                if blocks[0].get("block_id") == str(post_id):
                    return str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None

    async def _sign(self, part: dict[str, Any], channel: str) -> str:
        stamp = str(part["stamp"])
        try:
            await called(self._client.reactions_add(channel=channel, name=part["react"], timestamp=stamp))
        except SendRefused as refused:
            if refused.code not in _SIGNED:
                raise
        return f"{stamp}+{part['react']}"


def _worse(refused: SendRefused) -> Exception:
    return ThreadGone(refused.code) if refused.code in _GONE else refused


def _unfit_part() -> dict[str, Any]:
    return {"text": UNFIT_NOTE, "blocks": as_json([note(UNFIT_NOTE)])}
