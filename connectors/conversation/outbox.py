"""Stores what is answered, with the job that delivers it where the shopper does not fetch it themselves."""

from collections.abc import Sequence

from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.messages import Answer, LogConnection, LoggedMessage, Reply, store_answer
from commerce.support.models import MessageAuthor, MessageStatus
from commerce.support.understandings import Understood
from connectors.edge.schemas import WEB


class Outbox:
    """Where a turn leaves its replies."""

    def __init__(self, queue: DeliveryQueue, origin: str) -> None:
        self._queue = queue
        self._origin = origin

    async def put(
        self,
        log: LogConnection,
        message: LoggedMessage,
        replies: Sequence[Reply],
        author: MessageAuthor,
        understood: Understood | None = None,
    ) -> Answer | None:
        """Store the replies to a message and what was understood of it; None when that was done before.

        May be repeated safely.
        """

        async def store(status: MessageStatus) -> Answer | None:
            return await store_answer(
                log,
                message,
                replies,
                author=author,
                reply_status=status,
                origin=self._origin,
                understood=understood,
            )

        if message.channel == WEB:  # clients fetch by cursor: what is stored is there for them
            return await store(MessageStatus.DELIVERED)
        async with log.transaction():
            answer = await store(MessageStatus.PENDING)
            if answer is not None and answer.replies:
                await self._queue.put(log, message.conversation_id, [reply.id for reply in answer.replies])
        return answer
