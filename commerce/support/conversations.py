"""The life of a conversation: begun by its first message, locked while it grows, bound to one customer."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import CommerceError
from commerce.support.models import Conversation, IdentityLevel


class DifferentCustomer(CommerceError):
    """A conversation belongs to one customer; another one needs a conversation of their own."""

    def __init__(self, conversation_id: UUID) -> None:
        super().__init__(f"conversation {conversation_id} belongs to another customer")


async def lock_conversation(session: AsyncSession, conversation_id: UUID) -> Conversation | None:
    """The conversation as it stands, held until the transaction ends; None when it has no message yet.

    Every message is stored under this lock, so that positions become visible in their order and a reader
    who has seen one has seen all before it.
    """
    return await session.scalar(
        select(Conversation).where(Conversation.id == conversation_id).with_for_update(key_share=True)
    )


async def begin_conversation(session: AsyncSession, conversation_id: UUID, channel: str) -> Conversation:
    """Lock the conversation, creating it if this is its first message."""
    existing = await lock_conversation(session, conversation_id)
    if existing is not None:
        return existing
    await session.execute(
        insert(Conversation).values(id=conversation_id, channel=channel).on_conflict_do_nothing()
    )
    begun = await lock_conversation(session, conversation_id)
    assert begun is not None
    return begun


def vouch(conversation: Conversation, customer_id: str) -> None:
    """Make the shopper verified: the store itself says that they are this customer.

    Raises DifferentCustomer when the conversation is already somebody else's.
    """
    if conversation.customer_id not in (None, customer_id):
        raise DifferentCustomer(conversation.id)
    conversation.customer_id = customer_id
    conversation.identity_level = IdentityLevel.VERIFIED


async def find_conversation(session: AsyncSession, conversation_id: UUID) -> Conversation | None:
    """The conversation as it stands; None when it has no message yet."""
    return await session.get(Conversation, conversation_id)
