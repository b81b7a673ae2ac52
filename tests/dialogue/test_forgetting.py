"""What the dialogue servers keep of a conversation goes with it."""

import psycopg

from tests.conftest import database_address
from tests.dialogue.conftest import Begin
from worker.dialogue_log import forget_dialogues


async def test_a_forgotten_conversation_leaves_no_events(begin: Begin, postgres_server: str):
    tracker = database_address(postgres_server, "dialogue_tracker")
    forgotten, kept = await begin(), await begin()
    for chat in (forgotten, kept):
        await chat.say("hello")
    assert _events(tracker, str(forgotten.id)) > 0
    await forget_dialogues(tracker, [forgotten.id])
    assert _events(tracker, str(forgotten.id)) == 0
    assert _events(tracker, str(kept.id)) > 0


async def test_before_any_dialogue_there_is_nothing_to_forget(database_url: str, begin: Begin):
    await forget_dialogues(database_url, [(await begin()).id])


def _events(tracker: str, sender_id: str) -> int:
    with psycopg.connect(tracker) as connection:
        row = connection.execute(
            "SELECT count(*) FROM dialogue_events WHERE sender_id = %s", [sender_id]
        ).fetchone()
    assert row is not None
    return int(row[0])
