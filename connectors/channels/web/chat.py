"""Receives what shoppers say and gives them the replies, whichever way they are connected."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from commerce.support.messages import (
    Answer,
    ConversationEnded,
    ConversationState,
    InboundMessage,
    LogConnection,
    LoggedMessage,
    PayloadNotOffered,
    messages_after,
    replies_to,
    states_of,
)
from commerce.support.models import ConversationOwner, MessageStatus
from connectors.channels.web.vouching import Vouching
from connectors.conversation.hub import Answered, Changed, Subscription
from connectors.conversation.inbound import Inbound
from connectors.conversation.pool import LogPool
from connectors.edge.errors import ApiError
from connectors.edge.schemas import WEB, external_id

_PAGE = 500  # messages


@dataclass(frozen=True, slots=True)
class Said:
    """What a shopper said, under the client's own id for it."""

    client_id: str
    text: str | None
    payload: str | None
    network: str | None = None  # stands for where it came from


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a conversation behind a cursor."""

    owner: ConversationOwner
    messages: Sequence[LoggedMessage]
    is_last: bool
    is_ended: bool
    agent_saw: int = 0  # the position up to which an agent has seen the shopper's messages

    def require_open(self) -> None:
        """Raise ApiError where the shopper has ended the conversation."""
        if self.is_ended:
            raise _ended()


class Chat:
    """The web channel's conversations."""

    def __init__(self, *, log: LogPool, vouching: Vouching, inbound: Inbound) -> None:
        self._log = log
        self._vouching = vouching
        self._inbound = inbound

    async def receive(self, conversation_id: UUID, said: Said, vouched_subject: str | None) -> LoggedMessage:
        """Store a message, then see to its answer; a repeat gives the message stored first.

        `vouched_subject` is the customer id or e-mail of a checked shopper token. Raises ApiError.
        """
        self._inbound.refuse_when_busy(conversation_id)
        if vouched_subject is not None:
            await self._vouching.verify(conversation_id, vouched_subject, begin=True)
        inbound = InboundMessage(
            WEB,
            external_id(conversation_id, said.client_id),
            text=said.text or "",
            payload=said.payload,
            network=said.network,
        )
        try:
            return await self._inbound.accept(conversation_id, inbound)
        except PayloadNotOffered:
            raise ApiError(
                422, "payload_not_offered", "no quick reply of this conversation has this payload"
            ) from None
        except ConversationEnded:
            raise _ended() from None

    async def identify(self, conversation_id: UUID, vouched_subject: str) -> bool:
        """Verify the conversation's shopper; False when it has no message yet. Raises ApiError."""
        return await self._vouching.verify(conversation_id, vouched_subject, begin=False)

    async def answer_to(
        self, message: LoggedMessage, subscription: Subscription, wait_s: float
    ) -> Answer | None:
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

    async def _next_answer(self, message: LoggedMessage, subscription: Subscription) -> Answer:
        while True:
            event = await subscription.next()
            if isinstance(event, Answered) and event.message_id == message.id:
                return event.answer
            if isinstance(event, Changed):  # perhaps by another gateway
                answer = await self._replies(message)
                if answer is not None:
                    return answer

    async def _replies(self, message: LoggedMessage) -> Answer | None:
        return await self._log.run(lambda log: replies_to(log, message.id))

    async def owner(self, conversation_id: UUID) -> ConversationOwner:
        """Who answers the conversation now. Raises ApiError where its shopper has ended it."""
        state = await self._log.run(lambda log: _state(log, conversation_id))
        if state.is_ended:
            raise _ended()
        return state.owner

    async def page_after(self, conversation_id: UUID, cursor: int) -> Page:
        """What came after the cursor, the shopper's own messages included."""

        async def read(log: LogConnection) -> Page:
            state = await _state(log, conversation_id)
            messages = await messages_after(log, conversation_id, cursor, _PAGE + 1)
            return Page(
                state.owner, messages[:_PAGE], len(messages) <= _PAGE, state.is_ended, state.agent_saw
            )

        return await self._log.run(read)


async def _state(log: LogConnection, conversation_id: UUID) -> ConversationState:
    states = await states_of(log, [conversation_id])
    return states.get(conversation_id) or ConversationState(ConversationOwner.BOT, 0)


def _ended() -> ApiError:
    return ApiError(409, "conversation_ended", "its shopper has signed out of it; start a new one")
