"""What shoppers say when they are asked how it was: a score of five, and perhaps a few words."""

import re
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.desk.cases import CSAT_PAYLOAD
from commerce.desk.models import CsatRating
from commerce.desk.threads import show_once_more
from commerce.support.models import Message, MessageAuthor

COMMENT_LENGTH = 1_000

_SCORE = re.compile(
    r"^\W*([1-5])(?:\s*(?:/|of|out of)\s*5|\s*stars?)?(?:[\s.,:;!–-]+(?P<comment>\S.*))?[\s.!]*$", re.DOTALL
)
_QUANTITY = re.compile(r"^(?:x\b|of\b|more\b|items?\b|pairs?\b|pieces?\b)", re.IGNORECASE)


async def take_rating(
    session: AsyncSession, conversation_id: UUID, text: str, payload: str | None, *, clock: Clock
) -> str | None:
    """Keep the message as a rating if it is one; what to say to it, None when it is something else.

    A bare number is one only while nothing else was said to the shopper since they were asked.
    """
    is_pressed = payload is not None and payload.startswith(CSAT_PAYLOAD)
    if payload is not None and not is_pressed:
        return None
    score, comment = read_rating(payload.removeprefix(CSAT_PAYLOAD) if payload is not None else text)
    if score is None or not (is_pressed or await _was_just_asked(session, conversation_id)):
        return None
    rating = await session.scalar(
        select(CsatRating)
        .where(CsatRating.conversation_id == conversation_id)
        .order_by(CsatRating.asked_at.desc())
        .limit(1)
        .with_for_update()
    )
    if rating is None:
        return None
    rating.score, rating.rated_at, rating.comment = score, clock.now(), comment
    await show_once_more(session, rating.handoff_id)
    return _THANKS if score >= 4 else _SORRY


async def _was_just_asked(session: AsyncSession, conversation_id: UUID) -> bool:
    said_last = await session.scalar(
        select(Message.quick_replies)
        .where(Message.conversation_id == conversation_id, Message.author != MessageAuthor.SHOPPER)
        .order_by(Message.position.desc())
        .limit(1)
    )
    return any(each["payload"].startswith(CSAT_PAYLOAD) for each in said_last or ())


_THANKS = "Thank you, that's good to hear. Is there anything else I can do?"
_SORRY = "Thank you for telling us. Our team reads every rating. Is there anything else I can do?"


def read_rating(text: str) -> tuple[int | None, str]:
    """The score in a message and the words with it; None where it is no rating."""
    found = _SCORE.match(text.strip())
    comment = (found["comment"] or "").strip() if found else ""
    if found is None or _QUANTITY.match(comment):
        return None, ""
    return int(found[1]), comment[:COMMENT_LENGTH]


def looks_like_rating(text: str, payload: str | None) -> bool:
    """Tell without the database whether a message may be a rating: few are."""
    return payload.startswith(CSAT_PAYLOAD) if payload is not None else read_rating(text)[0] is not None
