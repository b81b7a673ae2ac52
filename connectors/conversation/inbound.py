"""Takes in what shoppers say, whichever way it comes."""

from dataclasses import replace
from uuid import UUID

import structlog

from aisle.masking import mask_cards
from aisle.tracing import note_part
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.support.addressed import Sender, conversation_of
from commerce.support.messages import (
    InboundMessage,
    LogConnection,
    LoggedMessage,
    open_answer,
    store_inbound,
)
from commerce.support.models import MessageStatus
from connectors.conversation.hub import Hub, Stored
from connectors.conversation.offers import Offer
from connectors.conversation.pool import LogPool
from connectors.conversation.turns import Turns
from connectors.edge.errors import ApiError
from connectors.edge.meters import MESSAGES
from connectors.edge.rate import TokenBuckets

logger = structlog.get_logger(__name__)

_LONGEST_TITLE = 200  # characters, courtesies included


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
        most_waiting: int,
    ) -> None:
        self._sessions = sessions
        self._log = log
        self._turns = turns
        self._hub = hub
        self._clock = clock
        self._per_sender = per_sender
        self._origin = origin
        self._most_waiting = most_waiting

    async def receive(self, sender: Sender, said: InboundMessage) -> LoggedMessage:
        """Accept a message from an address; a repeat gives the message stored first.

        Raises ApiError (429) when one address says too much at once, and what `accept` does: the provider may
        send the same again.
        """
        self._per_sender.take(f"{sender.channel}:{sender.address}")
        async with self._sessions.begin() as session:
            conversation_id = await conversation_of(session, sender, self._clock)
        return await self.accept(conversation_id, said)

    def refuse_when_busy(self, conversation_id: UUID) -> None:
        """Raise a 503 when so many wait that a new one would wait too long; those taken are answered."""
        if self._turns.waiting >= self._most_waiting and not self._turns.is_at(conversation_id):
            raise ApiError(503, "busy", "too many are waiting; try again soon", {"Retry-After": "5"})

    async def accept(
        self, conversation_id: UUID, said: InboundMessage, *, by_number: bool = False
    ) -> LoggedMessage:
        """Mask a message, store it, tell those who watch, and take up its turn.

        The only place that does: every channel's messages come by here. Whoever types what a quick reply is
        called, or its number where choices have one (`by_number`), has pressed it. Raises PayloadNotOffered,
        and what the database raises.
        """
        said = replace(said, text=mask_cards(said.text))

        async def store(log: LogConnection) -> LoggedMessage:
            meant = await _meant(log, conversation_id, said, by_number=by_number)
            return await store_inbound(log, conversation_id, meant, self._origin)

        began = self._clock.now()
        message = await self._log.run(store)
        note_part("take", message.id, began)
        logger.info("took a message", message=str(message.id), channel=message.channel)
        MESSAGES.labels(message.channel).inc()
        self._hub.publish(message.conversation_id, Stored())
        if message.status is MessageStatus.RECEIVED:
            self._turns.take_up(message.conversation_id)
        return message


async def _meant(
    log: LogConnection, conversation_id: UUID, said: InboundMessage, *, by_number: bool
) -> InboundMessage:
    """The message as it stands, or the quick reply of the bot's last answer that its words name.

    A title that was typed is shown as it was typed; a number is as good as a press.
    """
    if said.payload is not None or len(said.text) > _LONGEST_TITLE:
        return said
    offer = Offer.of(await open_answer(log, conversation_id))
    if titled := offer.chosen(said.text, by_number=False):
        return replace(said, payload=titled)
    numbered = offer.chosen(said.text, by_number=by_number)
    return said if numbered is None else replace(said, text="", payload=numbered)
