"""Forgets conversations in the dialogue servers' own database."""

from collections.abc import Collection
from uuid import UUID

import psycopg

# As bot/event_log.py makes them; its events go with their conversation.
_EXISTS = "SELECT to_regclass('dialogue_conversations')"
_FORGET = "DELETE FROM dialogue_conversations WHERE sender_id = ANY(%s)"


async def forget_dialogues(tracker_database_url: str, conversation_ids: Collection[UUID]) -> None:
    """Delete what the dialogue servers kept of these conversations. Raises psycopg.OperationalError."""
    connection = await psycopg.AsyncConnection.connect(tracker_database_url, application_name="aisle-forget")
    async with connection:
        row = await (await connection.execute(_EXISTS)).fetchone()
        if row is not None and row[0] is not None:
            await connection.execute(_FORGET, [[str(each) for each in conversation_ids]])
