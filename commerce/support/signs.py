"""What is told of a conversation beside its messages: who is typing, what has been seen, and thumbs."""

from enum import StrEnum
from typing import LiteralString
from uuid import UUID

from commerce.support.messages import LogConnection
from commerce.support.news import NEWS_CHANNEL, News


class Side(StrEnum):
    """Of a conversation with a person."""

    SHOPPER = "shopper"
    AGENT = "agent"


# Nobody has seen what is not there, whatever a client says.
_NOTE_SEEN: dict[Side, LiteralString] = {
    Side.SHOPPER: """
UPDATE conversations SET shopper_saw = %(until)s WHERE id = %(conversation)s AND shopper_saw < %(until)s
    AND EXISTS (SELECT FROM messages WHERE conversation_id = %(conversation)s AND position = %(until)s)
RETURNING pg_notify(%(channel)s, %(news)s)
""",
    Side.AGENT: """
UPDATE conversations SET agent_saw = %(until)s WHERE id = %(conversation)s AND agent_saw < %(until)s
    AND EXISTS (SELECT FROM messages WHERE conversation_id = %(conversation)s AND position = %(until)s)
RETURNING pg_notify(%(channel)s, %(news)s)
""",
}
_NOTE_THUMB: LiteralString = """
UPDATE messages SET is_helpful = %(helpful)s
WHERE conversation_id = %(conversation)s AND position = %(position)s AND author = 'bot'
RETURNING id
"""


async def tell_typing(
    log: LogConnection, conversation_id: UUID, side: Side, *, is_on: bool, origin: str
) -> None:
    """Tell the other processes that somebody types, or has stopped; nothing is kept of it."""
    news = News(conversation_id, origin, f"{side.value}:{'on' if is_on else 'off'}")
    await log.execute("SELECT pg_notify(%s, %s)", (NEWS_CHANNEL, news.encoded()))


async def note_seen(log: LogConnection, conversation_id: UUID, side: Side, until: int) -> None:
    """Note that a side has seen all up to a message's position, and tell it, if that is new."""
    news = News(conversation_id).encoded()
    values = {"until": until, "conversation": conversation_id, "channel": NEWS_CHANNEL, "news": news}
    await log.execute(_NOTE_SEEN[side], values)


async def note_thumb(log: LogConnection, conversation_id: UUID, position: int, *, is_helpful: bool) -> bool:
    """Note a shopper's thumb at an answer of the bot's; whether there is such an answer."""
    values = {"helpful": is_helpful, "conversation": conversation_id, "position": position}
    return await (await log.execute(_NOTE_THUMB, values)).fetchone() is not None
