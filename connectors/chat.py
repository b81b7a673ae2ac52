"""Receives what shoppers say and gives them the replies, whichever way they are connected."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.vouching import customer_vouched_for
from commerce.database import Sessions
from commerce.support.conversations import (
    DifferentCustomer,
    begin_conversation,
    find_conversation,
    vouch,
)
from commerce.support.messages import (
    Answer,
    InboundMessage,
    PayloadNotOffered,
    messages_after,
    replies_to,
    store_inbound,
)
from commerce.support.models import (
    Conversation,
    ConversationOwner,
    IdentityLevel,
    Message,
    MessageStatus,
)
from connectors.errors import ApiError
from connectors.hub import Answered, Changed, Hub, Stored, Subscription
from connectors.schemas import WEB, external_id
from connectors.turns import Turns

_PAGE = 500  # messages


@dataclass(frozen=True, slots=True)
class Said:
    """What a shopper said, under the client's own id for it."""

    client_id: str
    text: str | None
    payload: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a conversation behind a cursor."""

    owner: ConversationOwner
    messages: Sequence[Message]
    is_last: bool


class Chat:
    """The web channel's conversations."""

    def __init__(self, *, statements: Sessions, turns: Turns, hub: Hub, origin: str) -> None:
        self._statements = statements
        self._turns = turns
        self._hub = hub
        self._origin = origin

    async def receive(self, conversation_id: UUID, said: Said, vouched_subject: str | None) -> Message:
        """Store a message, then see to its answer; a repeat gives the message stored first.

        `vouched_subject` is the customer id or e-mail of a checked shopper token. Raises ApiError.
        """
        inbound = InboundMessage(
            WEB, external_id(conversation_id, said.client_id), text=said.text or "", payload=said.payload
        )
        try:
            async with self._statements() as session:
                if vouched_subject is not None:
                    await _verify(session, conversation_id, vouched_subject, begin=True)
                message = await store_inbound(session, conversation_id, inbound, self._origin)
        except PayloadNotOffered:
            raise ApiError(
                422, "payload_not_offered", "no quick reply of this conversation has this payload"
            ) from None
        self._hub.publish(conversation_id, Stored())
        if message.status is MessageStatus.RECEIVED:
            self._turns.take_up(conversation_id)
        return message

    async def identify(self, conversation_id: UUID, vouched_subject: str) -> bool:
        """Verify the conversation's shopper; False when it has no message yet. Raises ApiError."""
        async with self._statements() as session:
            return await _verify(session, conversation_id, vouched_subject, begin=False)

    async def answer_to(self, message: Message, subscription: Subscription, wait_s: float) -> Answer | None:
        """The message's replies; None when the turn is not over in `wait_s` seconds.

        The subscription must be older than the message, so that no answer falls between.
        """
        if message.status is MessageStatus.ANSWERED:
            return await self._replies(message)
        try:
            async with asyncio.timeout(wait_s):
                return await self._next_answer(message, subscription)
        except TimeoutError:
            return None

    async def _next_answer(self, message: Message, subscription: Subscription) -> Answer:
        while True:
            event = await subscription.next()
            if isinstance(event, Answered) and event.message_id == message.id:
                return event.answer
            if isinstance(event, Changed):  # perhaps by another gateway
                answer = await self._replies(message)
                if answer is not None:
                    return answer

    async def _replies(self, message: Message) -> Answer | None:
        async with self._statements() as session:
            return await replies_to(session, message.id)

    async def owner(self, conversation_id: UUID) -> ConversationOwner:
        """Who answers the conversation now."""
        async with self._statements() as session:
            return _owner_of(await find_conversation(session, conversation_id))

    async def page_after(self, conversation_id: UUID, cursor: int) -> Page:
        """What came after the cursor, the shopper's own messages included."""
        async with self._statements() as session:
            conversation = await find_conversation(session, conversation_id)
            messages = await messages_after(session, conversation_id, cursor, _PAGE + 1)
        return Page(_owner_of(conversation), messages[:_PAGE], is_last=len(messages) <= _PAGE)


def _owner_of(conversation: Conversation | None) -> ConversationOwner:
    return ConversationOwner.BOT if conversation is None else conversation.owner


async def _verify(session: AsyncSession, conversation_id: UUID, vouched_subject: str, *, begin: bool) -> bool:
    """Verify the shopper; False when there is no conversation and none was to be begun."""
    conversation = await find_conversation(session, conversation_id)
    if conversation is not None and _is_verified_as(conversation, vouched_subject):
        return True  # as every message of a signed-in shopper says again
    customer_id = await _known_customer(session, vouched_subject)
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


def _is_verified_as(conversation: Conversation, customer_id: str) -> bool:
    is_verified = conversation.identity_level is IdentityLevel.VERIFIED
    return is_verified and conversation.customer_id == customer_id


async def _known_customer(session: AsyncSession, vouched_subject: str) -> str:
    customer_id = await customer_vouched_for(session, vouched_subject)
    if customer_id is None:
        raise ApiError(
            401,
            "shopper_token_unknown_customer",
            "the shopper token names a customer the store does not have",
        )
    return customer_id
