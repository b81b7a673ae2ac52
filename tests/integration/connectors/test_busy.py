"""When too many wait, newcomers are told so at once, and those taken are answered."""

import asyncio
import time

from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import until


async def test_newcomers_are_told_and_those_taken_are_answered(start_gateway, dialogue: FakeDialogue) -> None:
    gateway = await start_gateway(most_waiting=2)
    chats = [gateway.chat() for _ in range(2)]
    asking = [asyncio.create_task(chat.say("hold")) for chat in chats]

    async def are_taken() -> bool:
        return sum("hold" in turns for turns in dialogue.turns.values()) == 2

    await until(are_taken)
    began = time.monotonic()
    refused = await gateway.client.post("/chat/messages", json={"id": "1", "text": "hello"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "busy")
    assert int(refused.headers["retry-after"]) > 0
    assert time.monotonic() - began < 0.2
    dialogue.held.set()
    assert await asyncio.gather(*asking) == [["You said: hold"]] * 2
    assert await gateway.chat().say("hello") == ["You said: hello"]
