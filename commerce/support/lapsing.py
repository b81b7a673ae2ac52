"""Ends what a silent shopper was verified for: whoever finds the page open later says anew who they are."""

from datetime import timedelta

from sqlalchemy import exists, func, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.identity import IdentityLevel
from commerce.support.models import Conversation, Message, MessageAuthor

LAPSES_AFTER = timedelta(hours=4)  # without a word of the shopper


async def end_lapsed_identities(session: AsyncSession, clock: Clock) -> int:
    """Make verified shoppers who have been silent for LAPSES_AFTER claimed ones; how many they were.

    Not where the address vouches, which it does with every message. A shop's token verifies anew with the
    next message that holds one; after a one-time code another one is asked for.
    """
    before = clock.now() - LAPSES_AFTER
    has_spoken = exists().where(
        Message.conversation_id == Conversation.id,
        Message.author == MessageAuthor.SHOPPER,
        Message.created_at >= before,
    )
    lapsed = await session.scalars(
        update(Conversation)
        .where(
            Conversation.identity_level == IdentityLevel.VERIFIED,
            ~Conversation.is_vouched_by_address,
            func.coalesce(Conversation.verified_at, Conversation.created_at) < before,
            ~has_spoken,
        )
        .values(identity_level=IdentityLevel.CLAIMED)
        .returning(Conversation.id)
    )
    return len(lapsed.all())
