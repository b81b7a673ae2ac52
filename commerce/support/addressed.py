"""Finds the conversation that an address on a channel stands for, and lets it go when it is another's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.identity import IdentityLevel
from commerce.support.handoffs import open_handoff
from commerce.support.models import Conversation, ConversationOwner, Message

# A number that is not on file may change hands: after such a silence its bearer says anew who they are.
FORGOTTEN_AFTER = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, as the channel's provider vouches for it."""

    channel: str
    address: str
    customer_id: str | None = None  # the one customer the store has at this address
    # All of them, where it is on several files: whose conversation it is already, it stays.
    shared_by: tuple[str, ...] = ()

    @classmethod
    def of(cls, channel: str, address: str, customers: Sequence[str]) -> "Sender":
        """Make the sender from an address that these customers have on file."""
        return cls(channel, address, customers[0] if len(customers) == 1 else None, tuple(customers))


async def conversation_of(session: AsyncSession, sender: Sender, clock: Clock) -> UUID:
    """The sender's conversation, begun if they have none, verified if the address is a customer's.

    An address that has become another's begins a new conversation: nobody reads on in the former one's.
    """
    while True:
        conversation = await session.scalar(
            select(Conversation)
            .where(Conversation.channel == sender.channel, Conversation.address == sender.address)
            .with_for_update(key_share=True)
        )
        if conversation is not None and await _is_anothers(session, conversation, sender, clock):
            conversation.address = None
            await session.flush()
            conversation = None
        if conversation is not None:
            _vouch(conversation, sender)
            return conversation.id
        begun: Conversation | None = await session.scalar(
            insert(Conversation)
            .values(id=uuid4(), channel=sender.channel, address=sender.address)
            .on_conflict_do_nothing()
            .returning(Conversation)
        )
        if begun is not None:
            _vouch(begun, sender)
            return begun.id
        # Begun by another gateway in this very moment: it is found now.


def _vouch(conversation: Conversation, sender: Sender) -> None:
    if sender.customer_id is not None:
        conversation.customer_id = sender.customer_id
        conversation.identity_level = IdentityLevel.VERIFIED
        conversation.is_vouched_by_address = True


async def _is_anothers(
    session: AsyncSession, conversation: Conversation, sender: Sender, clock: Clock
) -> bool:
    known = conversation.customer_id
    if known is None or known == sender.customer_id:
        return False
    if conversation.is_vouched_by_address and known in sender.shared_by:
        return False  # that others have the number on file, too, ends nobody's identity
    if conversation.is_vouched_by_address or sender.customer_id is not None:
        return True
    if conversation.owner is ConversationOwner.AGENT or await open_handoff(session, conversation.id):
        return False
    said_last = await session.scalar(
        select(func.max(Message.created_at)).where(Message.conversation_id == conversation.id)
    )
    return said_last is not None and clock.now() - said_last > FORGOTTEN_AFTER
