"""News of a conversation for whoever watches it, carried by PostgreSQL's NOTIFY at the commit."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

NEWS_CHANNEL = "aisle_conversations"
# Stands for the support queue, where news of conversations go.
QUEUE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class News:
    """Something changed in a conversation: a message, its owner."""

    conversation_id: UUID
    origin: str = ""  # the process that told it, so that it need not listen to itself
    typing: str = ""  # "agent:on" where nothing changed and somebody types

    def encoded(self) -> str:
        """The news as NOTIFY carries it."""
        return f"{self.conversation_id} {self.origin} {self.typing}".rstrip(" ")

    @classmethod
    def decoded(cls, payload: str) -> "News":
        """Read what `encoded` wrote; raises ValueError on anything else."""
        conversation_id, origin, typing = [*payload.split(" "), "", ""][:3]
        return cls(UUID(conversation_id), origin, typing)


def notification(conversation_id: UUID, origin: str = "") -> ColumnElement[None]:
    """The SQL expression that tells the news when its transaction commits."""
    return func.pg_notify(NEWS_CHANNEL, News(conversation_id, origin).encoded())


async def announce(session: AsyncSession, conversation_id: UUID, origin: str = "") -> None:
    """Tell the gateways at the commit that a conversation changed; whoever changes one calls this."""
    await session.execute(select(notification(conversation_id, origin)))
