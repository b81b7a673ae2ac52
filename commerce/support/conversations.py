"""The life of a conversation: begun by its first message, locked while it grows, bound to one customer."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import CommerceError
from commerce.identity import IdentityLevel
from commerce.support.models import Conversation


@dataclass(eq=False)
class DifferentCustomer(CommerceError):
    """conversation {conversation_id} belongs to another customer

    A conversation belongs to one customer; another one needs a conversation of their own.
    """

    conversation_id: UUID


# Built once: building a statement costs more than running it.
_FIND = select(Conversation).where(Conversation.id == bindparam("conversation_id"))
_LOCK = _FIND.with_for_update(key_share=True)


async def find_conversation(session: AsyncSession, conversation_id: UUID) -> Conversation | None:
    """The conversation as it stands; None when it has no message yet."""
    return await session.scalar(_FIND, {"conversation_id": conversation_id})


async def lock_conversation(session: AsyncSession, conversation_id: UUID) -> Conversation | None:
    """The conversation as it stands, held until the transaction ends; None when it has no message yet."""
    return await session.scalar(_LOCK, {"conversation_id": conversation_id})


async def begin_conversation(session: AsyncSession, conversation_id: UUID, channel: str) -> Conversation:
    """The conversation, created if this is its first message."""
    await session.execute(
        insert(Conversation).values(id=conversation_id, channel=channel).on_conflict_do_nothing()
    )
    begun = await find_conversation(session, conversation_id)
    assert begun is not None
    return begun


async def vouch(session: AsyncSession, conversation_id: UUID, customer_id: str) -> None:
    """Make the shopper verified: the store itself says that they are this customer.

    Raises DifferentCustomer when the conversation is already somebody else's.
    """
    is_free = or_(Conversation.customer_id.is_(None), Conversation.customer_id == customer_id)
    vouched_for = await session.scalar(
        update(Conversation)
        .where(Conversation.id == conversation_id, is_free)
        .values(customer_id=customer_id, identity_level=IdentityLevel.VERIFIED, verified_at=func.now())
        .returning(Conversation.id)
    )
    if vouched_for is None:
        raise DifferentCustomer(conversation_id)
