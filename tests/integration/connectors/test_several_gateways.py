"""Several gateways on one store: each message answered once, in its conversation's order."""

import asyncio
from collections import Counter

from connectors.server.options import GatewayOptions
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import (
    ChatClient,
    RunningGateway,
    receive,
    running_gateway,
    send,
    until,
)

UNLIMITED = {
    "messages_per_minute": 1_000_000,
    "message_burst": 1_000_000,
    "address_messages_per_minute": 1_000_000,
    "address_message_burst": 1_000_000,
}


def over(gateway: RunningGateway, chat: ChatClient) -> ChatClient:
    """The same shopper, by way of another gateway."""
    other = gateway.chat()
    other.conversation, other.token = chat.conversation, chat.token
    return other


async def test_messages_by_way_of_two_gateways_are_answered_once_and_in_order(
    start_gateway, dialogue: FakeDialogue
) -> None:
    gateways = [await start_gateway(**UNLIMITED) for _ in range(2)]
    dialogue.turn_s = 0.002

    async def talk(shopper: int) -> ChatClient:
        chat = gateways[shopper % 2].chat()
        await chat.say("0")
        routes = [over(gateway, chat) for gateway in gateways]
        # All at once: order is that of storing, whoever stored.
        await asyncio.gather(*(routes[number % 2].post(text=str(number)) for number in range(1, 13)))
        return chat

    chats = await asyncio.gather(*(talk(shopper) for shopper in range(8)))
    for chat in chats:
        messages = await chat.messages()
        asked = [each["text"] for each in messages if each["from"] == "shopper"]
        answered = [each["text"] for each in messages if each["from"] == "bot"]
        assert sorted(asked, key=int) == [str(number) for number in range(13)]
        assert answered == [f"You said: {text}" for text in asked]
        assert dialogue.turns[chat.conversation] == asked
    assert max(Counter(dialogue.asked).values()) == 1


async def test_answer_of_another_gateway_reaches_request_and_socket(
    start_gateway, dialogue: FakeDialogue
) -> None:
    first, second = await start_gateway(), await start_gateway()
    chat = first.chat()
    await chat.say("hello")
    async with second.open_socket() as socket:
        await send(socket, type="hello", conversation=chat.conversation, conversation_token=chat.token)
        await receive(socket, "message")
        holding = asyncio.create_task(chat.say("hold", id="same"))

        async def is_held() -> bool:
            return "hold" in dialogue.turns[chat.conversation]

        await until(is_held)
        repeated = asyncio.create_task(over(second, chat).say("hold", id="same"))
        dialogue.held.set()
        assert await holding == await repeated == ["You said: hold"]
        texts = [(await receive(socket, "message"))["message"]["text"] for _ in range(3)]
        assert texts == ["You said: hello", "hold", "You said: hold"]


async def test_conversation_of_a_gateway_that_stopped_goes_on(
    start_gateway, dialogue: FakeDialogue, database_url: str, sessions
) -> None:
    options = GatewayOptions(answer_wait_s=2.0)
    async with running_gateway(database_url, sessions, [dialogue.url], options) as stopping:
        chat = stopping.chat()
        await chat.say("hello")
        assert (await chat.post(text="hold")).status_code == 202
    dialogue.held.set()
    staying = over(await start_gateway(), chat)

    async def is_answered() -> bool:
        return (await staying.messages())[-1]["text"] == "You said: hold"

    await until(is_answered)
    assert dialogue.turns[chat.conversation] == ["hello", "hold"]
