"""Who was verified and is silent for hours is no longer; their number, or their shop, vouches anew."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from commerce.identity import IdentityLevel
from commerce.support.conversations import vouch
from commerce.support.lapsing import LAPSES_AFTER, end_lapsed_identities
from commerce.support.models import Conversation, Message, MessageAuthor, MessageStatus
from tests.world import World

MINUTE = timedelta(minutes=1)


async def talk(
    world: World,
    *,
    spoke_ago: timedelta,
    verified_ago: timedelta,
    by: MessageAuthor = MessageAuthor.SHOPPER,
    channel: str = "web",
) -> UUID:
    """A verified conversation in which somebody last spoke so long ago."""
    conversation_id, now = uuid4(), world.clock.now()
    begun = Conversation(id=conversation_id, channel=channel, is_vouched_by_address=channel != "web")
    begun.created_at = now - timedelta(days=300)
    await world.add(begun)
    said = Message(conversation_id=conversation_id, author=by, channel=channel, status=MessageStatus.ANSWERED)
    said.created_at = now - spoke_ago
    await world.add(said)

    async def verify(session) -> None:
        await vouch(session, conversation_id, world.customer.id)
        await session.execute(
            update(Conversation)
            .where(Conversation.id == conversation_id)
            .values(verified_at=now - verified_ago)
        )

    await world.run(verify)
    return conversation_id


async def level(world: World, conversation_id: UUID) -> IdentityLevel:
    async def read(session) -> IdentityLevel:
        return await session.scalar(
            select(Conversation.identity_level).where(Conversation.id == conversation_id)
        )

    return await world.run(read)


LONG, SHORT = LAPSES_AFTER + MINUTE, LAPSES_AFTER - MINUTE


@pytest.mark.parametrize(
    ("talked", "stays"),
    [
        ({"spoke_ago": LONG, "verified_ago": LONG}, False),
        ({"spoke_ago": timedelta(days=300), "verified_ago": timedelta(days=300)}, False),
        ({"spoke_ago": SHORT, "verified_ago": LONG}, True),
        ({"spoke_ago": LONG, "verified_ago": SHORT}, True),
        ({"spoke_ago": MINUTE, "verified_ago": LONG, "by": MessageAuthor.BOT}, False),
        ({"spoke_ago": MINUTE, "verified_ago": LONG, "by": MessageAuthor.AGENT}, False),
        ({"spoke_ago": LONG, "verified_ago": LONG, "channel": "sms"}, True),
        ({"spoke_ago": LONG, "verified_ago": LONG, "channel": "slack"}, True),
    ],
)
async def test_silence_ends_what_was_verified(world: World, talked: dict, stays: bool) -> None:
    conversation_id = await talk(world, **talked)
    ended = await world.run(lambda session: end_lapsed_identities(session, world.clock))
    assert ended == (0 if stays else 1)
    assert await level(world, conversation_id) is (IdentityLevel.VERIFIED if stays else IdentityLevel.CLAIMED)


async def test_who_is_verified_anew_stays_so(world: World) -> None:
    conversation_id = await talk(world, spoke_ago=LONG, verified_ago=LONG)
    await world.run(lambda session: end_lapsed_identities(session, world.clock))
    await world.run(lambda session: vouch(session, conversation_id, world.customer.id))
    assert await level(world, conversation_id) is IdentityLevel.VERIFIED
