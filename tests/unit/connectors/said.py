"""Replies of the bot's as the log holds them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from commerce.support.asking import Asks
from commerce.support.messages import LoggedMessage
from commerce.support.models import MessageAuthor, MessageStatus


def a_reply(
    text: str = "",
    *titles: str,
    cards: Sequence[dict[str, Any]] = (),
    payloads: Sequence[str] = (),
    asks: Asks | None = None,
) -> LoggedMessage:
    """A reply with quick replies of these titles; a payload is `/<title>` unless it is given."""
    sent = payloads or [f"/{title}" for title in titles]
    return LoggedMessage(
        id=uuid4(),
        position=1,
        conversation_id=uuid4(),
        author=MessageAuthor.BOT,
        channel="sms",
        external_id=None,
        text=text,
        payload=None,
        quick_replies=[
            {"title": title, "payload": payload} for title, payload in zip(titles, sent, strict=True)
        ],
        cards=list(cards),
        asks=asks,
        status=MessageStatus.PENDING,
        created_at=datetime(2026, 6, 15, 12, tzinfo=UTC),
    )
