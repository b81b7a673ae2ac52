"""A burst of short messages is one turn; a message that stands alone waits for nothing."""

import asyncio
import time

import pytest
from sqlalchemy import select

from commerce.database import Sessions
from commerce.support.models import Message, MessageStatus
from connectors.conversation.fragments import UNFINISHED_S
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import ChatClient, RunningGateway, until


async def test_a_burst_is_one_turn_with_one_answer(
    gateway: RunningGateway, dialogue: FakeDialogue, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    answers = await in_a_row(chat, "i want to", "cancel", "my order", "the lamp one")
    assert dialogue.turns[chat.conversation] == ["hello", "i want to cancel my order the lamp one"]
    assert answers == [[], [], [], ["You said: i want to cancel my order the lamp one"]]
    shown = [each["text"] for each in await chat.messages() if each["from"] == "shopper"]
    assert shown == ["hello", "i want to", "cancel", "my order", "the lamp one"]
    async with sessions() as session:
        whole = await session.scalar(select(Message).where(Message.text == "the lamp one"))
        parts = list(await session.scalars(select(Message).where(Message.joined_to == whole.id)))
    assert [part.text for part in sorted(parts, key=lambda part: part.position)] == [
        "i want to", "cancel", "my order",
    ]  # fmt: skip
    assert {part.status for part in [whole, *parts]} == {MessageStatus.ANSWERED}


async def test_what_comes_while_a_turn_runs_belongs_together(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    waiting = asyncio.create_task(chat.say("hold"))

    async def is_asked() -> bool:
        return len(dialogue.metadata) > 1

    await until(is_asked)
    following = asyncio.create_task(in_a_row(chat, "yes", "but not the mug"))

    async def are_stored() -> bool:
        return "but not the mug" in [each["text"] for each in await chat.messages()]

    await until(are_stored)
    dialogue.held.set()
    await asyncio.gather(waiting, following)
    assert dialogue.turns[chat.conversation] == ["hello", "hold", "yes but not the mug"]


async def test_the_rest_that_comes_after_the_answer_is_heard_with_its_beginning(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    chat = gateway.chat()
    for text in ("i want to", "cancel", "thanks"):
        await chat.say(text)
    assert dialogue.turns[chat.conversation] == ["i want to", "i want to cancel", "thanks"]


async def test_only_a_beginning_waits(gateway: RunningGateway) -> None:
    chat = gateway.chat()
    began = time.monotonic()
    for text in ("hello", "cancel my order", "yes"):
        await chat.say(text)
    assert time.monotonic() - began < UNFINISHED_S
    began = time.monotonic()
    await chat.say("i want to")
    assert time.monotonic() - began > UNFINISHED_S * 0.8


@pytest.mark.parametrize(
    "texts", [("hold on.", "the lamp one"), ("1", "2", "3"), ("hi", "do you ship to Rome")]
)
async def test_whole_messages_keep_their_own_turns(
    gateway: RunningGateway, dialogue: FakeDialogue, texts: tuple[str, ...]
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    await in_a_row(chat, *texts)
    assert dialogue.turns[chat.conversation] == ["hello", *texts]


async def test_a_burst_that_was_taken_up_and_not_answered_is_one_turn_when_the_bot_is_back(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    dialogue.stop()
    asking = asyncio.create_task(in_a_row(chat, "cancel", "my order"))

    async def are_stored() -> bool:
        return len(await chat.messages()) == 4

    await until(are_stored)
    dialogue.start()
    await asking
    assert dialogue.turns[chat.conversation][0] == "hello"
    assert " ".join(dialogue.turns[chat.conversation][1:]) == "cancel my order"


async def in_a_row(chat: ChatClient, *texts: str) -> list[list[str]]:
    """Send each once the one before is stored, without waiting for its answer; what answers each."""
    asking = []
    before = len(await chat.messages())
    for count, text in enumerate(texts, start=1):
        asking.append(asyncio.create_task(chat.say(text)))

        async def is_stored(at_least: int = before + count) -> bool:
            return len(await chat.messages()) >= at_least

        await until(is_stored)
    return list(await asyncio.gather(*asking))
