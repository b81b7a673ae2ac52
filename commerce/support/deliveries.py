"""What became of the messages that a channel's provider carries, and those it did not take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import CommerceError
from commerce.jobs import connection_of
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.models import Conversation, Delivery, DeliveryStatus, Message, MessageStatus

# A callback may overtake another: later words of the provider stand only above earlier ones. A carrier that
# has given a message up may still deliver it, and then says so; one that has delivered it has no more to say.
_RANKS = {
    DeliveryStatus.PENDING: 0,
    DeliveryStatus.SENT: 1,
    DeliveryStatus.FAILED: 2,
    DeliveryStatus.DELIVERED: 3,
}


@dataclass(eq=False)
class NotUndelivered(CommerceError):
    """no message was given up under {delivery_id}"""

    delivery_id: UUID


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that was given up."""

    delivery: Delivery
    conversation: Conversation


async def prepare(
    session: AsyncSession, messages: Sequence[Message], address: str, parts: Sequence[dict[str, Any]]
) -> list[Delivery]:
    """Note what is to be handed to the provider for `messages`, which are said at once."""
    deliveries = [
        Delivery(
            message_id=messages[0].id,
            number=number,
            conversation_id=messages[0].conversation_id,
            channel=messages[0].channel,
            address=address,
            part=part,
        )
        for number, part in enumerate(parts)
    ]
    session.add_all(deliveries)
    await session.flush()
    return deliveries


async def deliveries_of(session: AsyncSession, message_id: UUID) -> list[Delivery]:
    """The parts noted for the messages that begin with this one, in order."""
    found = await session.scalars(
        select(Delivery).where(Delivery.message_id == message_id).order_by(Delivery.number)
    )
    return list(found)


async def note_attempt(
    session: AsyncSession,
    delivery_id: UUID,
    status: DeliveryStatus,
    *,
    provider_id: str | None = None,
    error_code: str | None = None,
) -> None:
    """Note one try to hand a part over. What the provider has already said of it stands."""
    delivery = await session.get_one(Delivery, delivery_id, with_for_update=True)
    delivery.attempts += 1
    if provider_id is not None:
        delivery.provider_id = provider_id
    if _RANKS[status] >= _RANKS[delivery.status]:
        delivery.status, delivery.error_code = status, error_code


async def note_progress(
    session: AsyncSession,
    delivery_id: UUID,
    provider_id: str,
    *,
    provider_status: str,
    status: DeliveryStatus,
    error_code: str | None = None,
) -> bool:
    """Note what the provider says of a message it took; False when it is none of ours.

    The provider may speak before the answer to our request has come, and its words may overtake each other:
    what comes late is passed over. Its first word stands above our having given it up in doubt.
    """
    delivery = await session.get(Delivery, delivery_id, with_for_update=True)
    if delivery is None or delivery.provider_id not in {None, provider_id}:
        return False
    is_first_word = delivery.provider_id is None
    delivery.provider_id = provider_id
    if is_first_word or _RANKS[status] >= _RANKS[delivery.status]:
        delivery.status, delivery.provider_status, delivery.error_code = status, provider_status, error_code
        await note_outcome(session, delivery.message_id)
    return True


async def note_outcome(session: AsyncSession, message_id: UUID) -> None:
    """Say of the messages that begin with this one whether the channel has them all."""
    await session.flush()
    statuses = {each.status for each in await deliveries_of(session, message_id)}
    if DeliveryStatus.PENDING in statuses:
        return
    is_failed = DeliveryStatus.FAILED in statuses
    for message in await said_at_once(session, message_id):
        message.status = MessageStatus.FAILED if is_failed else MessageStatus.DELIVERED


async def redeliver(session: AsyncSession, delivery_id: UUID, queue: DeliveryQueue) -> None:
    """Leave a message that was given up to the worker once more. Raises NotUndelivered."""
    delivery = await session.get(Delivery, delivery_id, with_for_update=True)
    if delivery is None or delivery.status is not DeliveryStatus.FAILED:
        raise NotUndelivered(delivery_id)
    delivery.status, delivery.attempts = DeliveryStatus.PENDING, 0
    delivery.provider_id = delivery.provider_status = delivery.error_code = None
    said = await said_at_once(session, delivery.message_id)
    for message in said:
        message.status = MessageStatus.PENDING
    await session.flush()
    await queue.put(await connection_of(session), delivery.conversation_id, [message.id for message in said])


async def said_at_once(session: AsyncSession, message_id: UUID) -> list[Message]:
    """The messages that are delivered together with this one, in order."""
    first = await session.get_one(Message, message_id)
    if first.in_reply_to is None:
        return [first]
    found = await session.scalars(
        select(Message).where(Message.in_reply_to == first.in_reply_to).order_by(Message.position)
    )
    return list(found)


async def list_undelivered(session: AsyncSession, limit: int = 200) -> list[Undelivered]:
    """The messages that were given up, the latest first."""
    rows = await session.execute(
        select(Delivery, Conversation)
        .join(Conversation, Conversation.id == Delivery.conversation_id)
        .where(Delivery.status == DeliveryStatus.FAILED)
        .order_by(Delivery.created_at.desc())
        .limit(limit)
    )
    return [Undelivered(delivery, conversation) for delivery, conversation in rows]


def format_undelivered(given_up: Undelivered) -> str:
    """One line for the operator's terminal: which, when, where, and why; not what it says."""
    delivery = given_up.delivery
    why = delivery.error_code or delivery.provider_status or "unknown"
    return (
        f"{delivery.id}  {delivery.created_at:%Y-%m-%d %H:%M}  {delivery.channel}, "
        f"conversation {delivery.conversation_id}: {why} after {delivery.attempts} tries"
    )
