"""Binds a conversation to the customer whom a checked shopper token names."""

import time
from collections.abc import Callable
from uuid import UUID

from cachetools import TTLCache
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.vouching import customer_vouched_for
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.support.conversations import (
    DifferentCustomer,
    begin_conversation,
    find_conversation,
    vouch,
)
from connectors.edge.errors import ApiError
from connectors.edge.schemas import WEB

_REMEMBERED = 10_000  # conversations
_REMEMBERED_S = 600.0  # much shorter than it takes an identity to lapse


class Vouching:
    """Verifies shoppers. What was done some minutes ago, and still stands, is not done again."""

    def __init__(self, sessions: Sessions, *, now: Callable[[], float] = time.monotonic) -> None:
        self._sessions = sessions
        self._bound: TTLCache[UUID, str] = TTLCache(_REMEMBERED, _REMEMBERED_S, now)

    async def verify(self, conversation_id: UUID, subject: str, *, begin: bool) -> bool:
        """Verify the conversation's shopper as the customer with this id or e-mail.

        False when there is no conversation yet and none is to be begun. Raises a 401 for a customer the store
        does not have, and a 409 when the conversation is another customer's.
        """
        async with self._sessions.begin() as session:
            if self._bound.get(conversation_id) == subject and await _is_verified(session, conversation_id):
                return True  # as every message of a signed-in shopper says again
            if not await _verify(session, conversation_id, subject, begin=begin):
                return False
        self._bound[conversation_id] = subject
        return True


async def _is_verified(session: AsyncSession, conversation_id: UUID) -> bool:
    """Whether it stands: whoever locks an account, say, signs its conversations out."""
    conversation = await find_conversation(session, conversation_id)
    return conversation is not None and conversation.identity_level is IdentityLevel.VERIFIED


async def _verify(session: AsyncSession, conversation_id: UUID, subject: str, *, begin: bool) -> bool:
    conversation = await find_conversation(session, conversation_id)
    customer_id = await customer_vouched_for(session, subject)
    if customer_id is None:
        raise ApiError(
            401,
            "shopper_token_unknown_customer",
            "the shopper token names a customer the store does not have",
        )
    if conversation is None:
        if not begin:
            return False
        await begin_conversation(session, conversation_id, WEB)
    try:
        await vouch(session, conversation_id, customer_id)
    except DifferentCustomer:
        raise ApiError(
            409,
            "shopper_token_other_customer",
            "the conversation is another customer's; start a new one for this shopper",
        ) from None
    return True
