"""Reads and writes the consent ledger."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.consent.models import ConsentEntry, ConsentSource, Topic
from commerce.support.models import Delivery, Message, MessageAuthor


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Where somebody is written to."""

    channel: str
    address: str


async def standing(session: AsyncSession, subscriber: Subscriber) -> dict[Topic, ConsentEntry]:
    """The entry that counts for each topic; a topic never spoken of is left out."""
    found = await session.scalars(
        select(ConsentEntry)
        .where(ConsentEntry.channel == subscriber.channel, ConsentEntry.address == subscriber.address)
        .ext(distinct_on(ConsentEntry.topic))
        .order_by(ConsentEntry.topic, ConsentEntry.id.desc())
    )
    return {entry.topic: entry for entry in found}


async def history(session: AsyncSession, subscriber: Subscriber) -> Sequence[ConsentEntry]:
    """Every change of mind, the first one first."""
    found = await session.scalars(
        select(ConsentEntry)
        .where(ConsentEntry.channel == subscriber.channel, ConsentEntry.address == subscriber.address)
        .order_by(ConsentEntry.id)
    )
    return found.all()


async def may_write(session: AsyncSession, subscriber: Subscriber, topic: Topic) -> bool:
    """Whether the store may write of its own accord: only where that was granted and not taken back."""
    entry = (await standing(session, subscriber)).get(topic)
    return entry is not None and entry.is_granted


async def grant(
    session: AsyncSession,
    subscriber: Subscriber,
    topics: Collection[Topic],
    source: ConsentSource,
    message_id: UUID | None = None,
) -> set[Topic]:
    """Note that it may be written about `topics`; those for which that is new."""
    return await _change(session, subscriber, topics, source, message_id, is_granted=True)


async def revoke(
    session: AsyncSession,
    subscriber: Subscriber,
    topics: Collection[Topic],
    source: ConsentSource,
    message_id: UUID | None = None,
) -> set[Topic]:
    """Note that it must not be written about `topics` any more; those for which that is new."""
    return await _change(session, subscriber, topics, source, message_id, is_granted=False)


async def grant_again(
    session: AsyncSession, subscriber: Subscriber, source: ConsentSource, message_id: UUID | None = None
) -> set[Topic]:
    """Take every revocation back: service always, another topic only where it had been granted before."""
    granted_before = {entry.topic for entry in await history(session, subscriber) if entry.is_granted}
    return await grant(session, subscriber, {Topic.SERVICE} | granted_before, source, message_id)


async def forget(session: AsyncSession, subscriber: Subscriber) -> int:
    """Delete what an address has said of being written to, save its refusals that stand; how many these are.

    They stay because without them the store would write to somebody who has told it not to.
    """
    await _hold(session, subscriber)
    refusals = [entry for entry in (await standing(session, subscriber)).values() if not entry.is_granted]
    await session.execute(
        delete(ConsentEntry).where(
            ConsentEntry.channel == subscriber.channel,
            ConsentEntry.address == subscriber.address,
            ConsentEntry.id.not_in([entry.id for entry in refusals]),
        )
    )
    for entry in refusals:
        entry.message_id = None
    await session.flush()
    return len(refusals)


async def is_silenced(session: AsyncSession, delivery_id: UUID) -> bool:
    """Whether a delivery must not go out, since its reader wants no messages and did not begin this exchange.

    What they wrote after the revocation may be answered, and the message that revoked may be confirmed.
    """
    delivery = await session.get_one(Delivery, delivery_id)
    subscriber = Subscriber(delivery.channel, delivery.address)
    entry = (await standing(session, subscriber)).get(Topic.SERVICE)
    if entry is None or entry.is_granted:
        return False
    message = await session.get_one(Message, delivery.message_id)
    if message.in_reply_to is not None and message.in_reply_to == entry.message_id:
        return False
    answers = Message.id == message.in_reply_to if message.in_reply_to else Message.id.is_not(None)
    revoking = select(Message.position).where(Message.id == entry.message_id).scalar_subquery()
    is_later = (
        Message.position > func.coalesce(revoking, 0)
        if entry.message_id
        else Message.created_at > entry.created_at
    )
    began = await session.scalar(
        select(Message.id)
        .where(
            Message.conversation_id == delivery.conversation_id,
            Message.author == MessageAuthor.SHOPPER,
            is_later,
            answers,
        )
        .limit(1)
    )
    return began is None


async def _change(
    session: AsyncSession,
    subscriber: Subscriber,
    topics: Collection[Topic],
    source: ConsentSource,
    message_id: UUID | None,
    *,
    is_granted: bool,
) -> set[Topic]:
    await _hold(session, subscriber)
    before = await standing(session, subscriber)
    changed = {topic for topic in topics if topic not in before or before[topic].is_granted != is_granted}
    session.add_all(
        ConsentEntry(
            channel=subscriber.channel,
            address=subscriber.address,
            topic=topic,
            is_granted=is_granted,
            source=source,
            message_id=message_id,
        )
        for topic in sorted(changed)
    )
    await session.flush()
    return changed


async def _hold(session: AsyncSession, subscriber: Subscriber) -> None:
    """One change at a time for an address, so that a repeat is seen as one."""
    lock = func.hashtextextended(f"consent:{subscriber.channel}:{subscriber.address}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(lock)))
