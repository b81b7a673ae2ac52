"""The chat API over a WebSocket."""

import asyncio
import json

import pytest
from sqlalchemy import update
from websockets.exceptions import ConnectionClosed, InvalidStatus

from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.support.models import Conversation, ConversationOwner
from commerce.support.news import announce
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import (
    RunningGateway,
    receive,
    receive_until,
    send,
    shopper_token,
)


async def test_whole_exchange(gateway: RunningGateway) -> None:
    async with gateway.open_socket() as socket:
        await send(socket, type="hello")
        welcome = await receive(socket, "welcome")
        assert welcome["owner"] == "bot"
        assert welcome["conversation_token"]
        await send(socket, type="message", id="m1", text="hello")
        frames = [json.loads(await socket.recv()) for _ in range(5)]
    kinds = [frame["type"] for frame in frames]
    assert sorted(kinds) == ["accepted", "message", "message", "typing", "typing"]
    assert frames[kinds.index("accepted")]["id"] == "m1"
    own, reply = (frame["message"] for frame in frames if frame["type"] == "message")
    assert (own["from"], own["client_id"], own["text"]) == ("shopper", "m1", "hello")
    assert own["id"] == frames[kinds.index("accepted")]["message"]
    assert (reply["from"], reply["text"]) == ("bot", "You said: hello")
    assert [frame["on"] for frame in frames if frame["type"] == "typing"] == [True, False]
    assert kinds[-1] == "typing"


async def test_reconnecting_replays_what_was_missed_and_no_more(gateway: RunningGateway) -> None:
    chat = gateway.chat()
    await chat.say("one")
    seen = (await chat.messages())[-1]["id"]
    await chat.say("two")
    async with gateway.open_socket() as socket:
        await send(
            socket, type="hello", conversation=chat.conversation, conversation_token=chat.token, after=seen
        )
        welcome = await receive(socket, "welcome")
        assert "conversation_token" not in welcome
        texts = [(await receive(socket, "message"))["message"]["text"] for _ in range(2)]
        assert texts == ["two", "You said: two"]
        await send(socket, type="ping")
        assert json.loads(await socket.recv()) == {"type": "pong"}


async def test_two_tabs_see_the_same(gateway: RunningGateway) -> None:
    async with gateway.open_socket() as first, gateway.open_socket() as second:
        await send(first, type="hello")
        welcome = await receive(first, "welcome")
        await send(
            second,
            type="hello",
            conversation=welcome["conversation"],
            conversation_token=welcome["conversation_token"],
        )
        await receive(second, "welcome")
        await send(first, type="message", id="m1", text="hello")
        for socket in (first, second):
            texts = [(await receive(socket, "message"))["message"]["text"] for _ in range(2)]
            assert texts == ["hello", "You said: hello"]


async def test_message_sent_again_is_accepted_again_and_answered_once(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    async with gateway.open_socket() as socket:
        await send(socket, type="hello")
        conversation = (await receive(socket, "welcome"))["conversation"]
        for _ in range(2):
            await send(socket, type="message", id="m1", text="hello")
        frames = await receive_until(socket, lambda seen: len(seen["accepted"]) == len(seen["message"]) == 2)
        assert frames["accepted"][0] == frames["accepted"][1]
        assert [each["message"]["text"] for each in frames["message"]] == ["hello", "You said: hello"]
        await send(socket, type="message", id="m2", text="bye")
        assert (await receive(socket, "message"))["message"]["text"] == "bye"
    assert dialogue.turns[conversation].count("hello") == 1


async def test_owner_change_told_by_another_process_arrives(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    async with gateway.open_socket() as socket:
        await send(socket, type="hello")
        conversation = (await receive(socket, "welcome"))["conversation"]
        await send(socket, type="message", id="m1", text="hello")
        await receive(socket, "accepted")
        async with sessions.begin() as session:
            changed = await session.scalar(
                update(Conversation)
                .where(Conversation.id == conversation)
                .values(owner=ConversationOwner.AGENT)
                .returning(Conversation.id)
            )
            await announce(session, changed)
        assert (await receive(socket, "owner"))["owner"] == "agent"


async def test_change_nobody_told_is_noticed(start_gateway, sessions: Sessions) -> None:
    gateway = await start_gateway(look_every_s=0.1)
    async with gateway.open_socket() as socket:
        await send(socket, type="hello")
        conversation = (await receive(socket, "welcome"))["conversation"]
        await send(socket, type="message", id="m1", text="hello")
        await receive(socket, "accepted")
        async with sessions.begin() as session:
            await session.execute(
                update(Conversation)
                .where(Conversation.id == conversation)
                .values(owner=ConversationOwner.AGENT)
            )
        assert (await receive(socket, "owner"))["owner"] == "agent"


async def test_bad_frames_are_refused_and_the_socket_lives_on(gateway: RunningGateway) -> None:
    async with gateway.open_socket() as socket:
        await send(socket, type="hello")
        await receive(socket, "welcome")
        for frame, code, client_id in (
            ("{", "malformed_json", None),
            ('{"type": "dance"}', "invalid_request", None),
            ('{"type": "message", "id": "m1", "payload": "/affirm"}', "payload_not_offered", "m1"),
            (json.dumps({"type": "message", "id": "m2", "text": "x" * 2_001}), "text_too_long", "m2"),
        ):
            await socket.send(frame)
            error = await receive(socket, "error")
            assert (error["code"], error.get("id")) == (code, client_id)
        await send(socket, type="ping")
        await receive(socket, "pong")


@pytest.mark.parametrize(
    ("hello", "code"),
    [
        ({"type": "message", "id": "m", "text": "hi"}, "invalid_request"),
        (
            {"type": "hello", "conversation": "6f0c1c0e-58b5-4b0a-9d7e-000000000000"},
            "conversation_token_missing",
        ),
        ({"type": "hello", "shopper_token": "x.y.z"}, "shopper_token_invalid"),
        ({"type": "hello", "after": "soon"}, "cursor_invalid"),
    ],
)
async def test_bad_hello_is_refused_and_closed(gateway: RunningGateway, hello: dict, code: str) -> None:
    async with gateway.open_socket() as socket:
        await send(socket, **hello)
        assert (await receive(socket, "error"))["code"] == code
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd.code == 1008
        assert closed.value.rcvd.reason == code


async def test_shopper_token_of_the_hello_verifies(gateway: RunningGateway, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add(Customer(id="ada", first_name="Ada", last_name="B", email="ada@example.com"))
    async with gateway.open_socket() as socket:
        await send(socket, type="hello", shopper_token=shopper_token("ada"))
        conversation = (await receive(socket, "welcome"))["conversation"]
        await send(socket, type="message", id="m1", text="hello")
        await receive(socket, "accepted")
    async with sessions() as session:
        assert (await session.get(Conversation, conversation)).customer_id == "ada"


async def test_page_of_another_site_may_not_open_a_socket(gateway: RunningGateway) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with gateway.open_socket(origin="https://evil.example"):
            pass
    assert refused.value.response.status_code == 403
    async with gateway.open_socket(origin=f"http://127.0.0.1:{gateway.port}") as socket:
        await send(socket, type="hello")
        await receive(socket, "welcome")


async def test_many_sockets_of_one_conversation_each_get_everything_in_order(gateway: RunningGateway) -> None:
    chat = gateway.chat()
    await chat.say("first")

    async def watch() -> list[str]:
        async with gateway.open_socket() as socket:
            await send(socket, type="hello", conversation=chat.conversation, conversation_token=chat.token)
            return [(await receive(socket, "message"))["message"]["text"] for _ in range(22)]

    watching = [asyncio.create_task(watch()) for _ in range(5)]
    for number in range(10):
        await chat.say(str(number))
    expected = [text for said in ("first", *map(str, range(10))) for text in (said, f"You said: {said}")]
    assert await asyncio.gather(*watching) == [expected] * 5
