"""Leaves messages to the worker, which carries them to the shopper: a job in the caller's transaction."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from procrastinate import App
from psycopg import AsyncConnection

DELIVER = "delivery:deliver"  # the job's name at the worker


class DeliveryQueue:
    """A queue on the store's own database. What is said in one conversation is delivered in its order."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def put(
        self, connection: AsyncConnection[Any], conversation_id: UUID, message_ids: Sequence[UUID]
    ) -> None:
        """Defer the delivery of messages that are said at once, in the connection's transaction."""
        # Jobs of one lock run one after the other and wait for one that is to be tried again.
        job = self._app.configure_task(DELIVER, lock=str(conversation_id), connection=connection)
        await job.defer_async(message_ids=[str(each) for each in message_ids])
