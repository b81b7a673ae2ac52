"""A one-time code that is typed reaches the bot and stays out of the message log."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commerce.customers.models import OneTimeCode
from commerce.database import Sessions
from tests.factories import a_customer, store
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import ChatClient, RunningGateway, until


async def await_code(sessions: Sessions, chat: ChatClient, **fields: Any) -> None:
    """A code that was sent in the conversation, whatever it is."""
    customer = a_customer()
    expires = {"expires_at": datetime.now(UTC) + timedelta(minutes=10)}
    async with sessions.begin() as session:
        await store(session, customer)
        session.add(
            OneTimeCode(
                conversation_id=UUID(chat.conversation),
                customer_id=customer.id,
                destination=customer.email,
                code_hash="x",
                **(expires | fields),
            )
        )


async def everything_stored(sessions: Sessions) -> str:
    async with sessions() as session:
        rows = await session.execute(text("SELECT messages::text FROM messages WHERE author = 'shopper'"))
        return "\n".join(rows.scalars())


@pytest.mark.parametrize(("typed", "shown"), [("483920", "••••••"), ("it's 483 920 ok", "it's •••••• ok")])
async def test_the_bot_hears_the_code_and_the_log_does_not(
    gateway: RunningGateway, dialogue: FakeDialogue, sessions: Sessions, typed: str, shown: str
):
    chat = gateway.chat()
    await chat.say("hello")
    await await_code(sessions, chat)
    await chat.say(typed)
    assert dialogue.turns[str(chat.conversation)][-1] == typed
    said = [each["text"] for each in await chat.messages() if each["from"] == "shopper"]
    assert said == ["hello", shown]
    stored = await everything_stored(sessions)
    assert "483920" not in stored
    assert "483 920" not in stored


@pytest.mark.parametrize("typed", ["order A200034 please", "call +1 303 555 0134", "12 Elm Street, 80202"])
async def test_other_numbers_stay(gateway: RunningGateway, sessions: Sessions, typed: str):
    chat = gateway.chat()
    await chat.say("hello")
    await await_code(sessions, chat)
    await chat.say(typed)
    assert (await chat.messages())[-2]["text"] == typed


@pytest.mark.parametrize(
    "fields", [{"used_at": datetime.now(UTC)}, {"expires_at": datetime.now(UTC) - timedelta(minutes=1)}]
)
async def test_nothing_is_masked_when_no_code_is_awaited(
    gateway: RunningGateway, sessions: Sessions, fields: dict[str, Any]
):
    chat = gateway.chat()
    await chat.say("hello")
    await await_code(sessions, chat, **fields)
    await chat.say("483920")
    assert (await chat.messages())[-2]["text"] == "483920"


async def test_a_code_that_waits_while_the_bot_is_away_is_heard_when_it_is_back(
    gateway: RunningGateway, dialogue: FakeDialogue, sessions: Sessions
):
    chat = gateway.chat()
    await chat.say("hello")
    await await_code(sessions, chat)
    dialogue.stop()
    typing = asyncio.create_task(chat.say("483920"))

    async def is_stored() -> bool:
        return "483920" in await everything_stored(sessions)

    await until(is_stored)
    dialogue.start()
    await typing
    assert dialogue.turns[str(chat.conversation)] == ["hello", "483920"]

    async def is_forgotten() -> bool:
        return "483920" not in await everything_stored(sessions)

    await until(is_forgotten)


async def test_a_card_number_is_neither_stored_nor_forwarded(
    gateway: RunningGateway, dialogue: FakeDialogue, sessions: Sessions
):
    chat = gateway.chat()
    await chat.say("charge 4111 1111 1111 1111 12/27 123 instead")
    assert dialogue.turns[str(chat.conversation)] == ["charge [card ending 1111] instead"]
    stored = await everything_stored(sessions)
    assert "4111 1111" not in stored
    assert "card ending 1111" in stored
