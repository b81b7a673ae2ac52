"""What is told of a conversation beside its messages: who is typing, what has been seen, and thumbs."""

from uuid import UUID

from commerce.support import signs
from commerce.support.signs import Side
from connectors.conversation.hub import Hub, Typing
from connectors.conversation.pool import LogPool


class Signs:
    """Carries signs between a shopper and the store's people, whichever gateway each is at."""

    def __init__(self, log: LogPool, hub: Hub, origin: str) -> None:
        self._log = log
        self._hub = hub
        self._origin = origin

    async def typing(self, conversation_id: UUID, side: Side, *, is_on: bool) -> None:
        """Tell that somebody types, or has stopped. Raises what the database raises."""
        self._hub.publish(conversation_id, Typing(is_on, side.value))
        await self._log.run(
            lambda log: signs.tell_typing(log, conversation_id, side, is_on=is_on, origin=self._origin)
        )

    async def seen(self, conversation_id: UUID, side: Side, until: int) -> None:
        """Note that one side has seen all up to a position, and tell the other side if that is news."""
        await self._log.run(lambda log: signs.note_seen(log, conversation_id, side, until))

    async def thumb(self, conversation_id: UUID, position: int, *, is_helpful: bool) -> bool:
        """Note a shopper's thumb at an answer of the bot's; whether there is such an answer."""
        return await self._log.run(
            lambda log: signs.note_thumb(log, conversation_id, position, is_helpful=is_helpful)
        )
