"""Receives what shoppers say on channels whose provider knows where they write from."""

from dataclasses import replace
from uuid import UUID

from aisle.masking import mask_cards
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.support.addressed import Sender, conversation_of
from commerce.support.messages import InboundMessage, LoggedMessage, store_inbound
from commerce.support.models import MessageStatus
from connectors.hub import Hub, Stored
from connectors.pool import LogPool
from connectors.rate import TokenBuckets
from connectors.turns import Turns


class Inbound:
    """Stores a message in its sender's conversation, then sees to its answer."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        log: LogPool,
        turns: Turns,
        hub: Hub,
        clock: Clock,
        per_sender: TokenBuckets,
        origin: str,
    ) -> None:
        self._sessions = sessions
        self._log = log
        self._turns = turns
        self._hub = hub
        self._clock = clock
        self._per_sender = per_sender
        self._origin = origin

    async def receive(self, sender: Sender, said: InboundMessage) -> LoggedMessage:
        """Store the message and take up its turn; a repeat gives the message stored first.

        Raises ApiError (429) when one address says too much at once, and what `store` does: the provider may
        send the same again.
        """
        self._per_sender.take(f"{sender.channel}:{sender.address}")
        async with self._sessions.begin() as session:
            conversation_id = await conversation_of(session, sender, self._clock)
        return await self.store(conversation_id, said)

    async def store(self, conversation_id: UUID, said: InboundMessage) -> LoggedMessage:
        """As `receive`, where the conversation is found already and the channel counts for itself.

        Raises PayloadNotOffered, and what the database raises.
        """
        said = replace(said, text=mask_cards(said.text))
        message = await self._log.run(lambda log: store_inbound(log, conversation_id, said, self._origin))
        self._hub.publish(message.conversation_id, Stored())
        if message.status is MessageStatus.RECEIVED:
            self._turns.take_up(message.conversation_id)
        return message
