"""What is said while a person is waited for, how they are called off, and what cannot wait for them."""

import pytest

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.support.handoffs import list_open
from commerce.support.models import Escalation
from tests.dialogue.chat import Chat
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders

ASKS = "I want to talk to a human"


async def reasons(chat: Chat, sessions: Sessions) -> list[Escalation]:
    async with sessions() as session:
        waiting = await list_open(session, clock=SystemClock())
    return [each.handoff.escalation for each in waiting if each.handoff.conversation_id == chat.id]


@pytest.mark.parametrize(
    "said",
    ["hello?", "is anyone there", "hi", "how long will it take", "when will they reply", "still waiting",
     "did you tell them?", "are you a bot?", "hurry up"],
)  # fmt: skip
async def test_whoever_asks_after_the_person_is_told(begin: Begin, jane: ShopperWithOrders, said: str):
    chat = await begin(jane.id)
    await chat.say(ASKS)
    answer = await chat.say(said)
    assert "I passed this to our team a moment ago" in answer
    assert "What do you need" not in answer


@pytest.mark.parametrize("said", ["ok", "ok whatever", "cool", "👍", "lol", "yes", "i can wait", "thanks"])
async def test_taking_note_is_answered_shortly(begin: Begin, jane: ShopperWithOrders, said: str):
    chat = await begin(jane.id)
    await chat.say(ASKS)
    answer = await chat.say(said)
    assert "Our team will write back here in this chat." in answer
    assert "?" not in answer


@pytest.mark.parametrize(
    "said", ["never mind, don't need anyone", "nevermind", "cancel that, i don't need a person"]
)
async def test_the_person_is_called_off(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, said: str
):
    await jane.orders("Desk Lamp")
    chat = await begin(jane.id)
    await chat.say(ASKS)
    answer = await chat.say(said)
    assert "nobody will write" in answer
    assert "cancel it" not in answer
    assert await reasons(chat, store_sessions) == []


async def test_what_else_is_asked_for_is_served(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    await chat.say(ASKS)
    answer = await chat.say("I don't need a person any more, where is my order?")
    assert "nobody will write" in answer
    assert order.number in answer


async def test_a_number_is_told_and_nobody_called(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    assert "no telephone line" in await chat.say("do you have a phone number?")
    assert await reasons(chat, store_sessions) == []
    assert "writes instead of calling" in await chat.say("can someone call me?")
    assert await reasons(chat, store_sessions) == [Escalation.ASKED]


@pytest.mark.parametrize("said", ["the kettle burned my hand", "my kid swallowed a piece of it"])
async def test_what_endangers_somebody_comes_first(begin: Begin, said: str):
    assert "stop using it" in await (await begin()).say(said)


async def test_a_stolen_card_is_blocked_first(begin: Begin):
    assert "ask your bank to block" in await (await begin()).say("someone used my card on your site")


async def test_who_complains_twice_gets_a_person(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    await chat.say("this is a terrible service")
    assert "passed your chat on" in await chat.say("you don't care about customers")
    assert await reasons(chat, store_sessions) == [Escalation.UPSET]


@pytest.mark.parametrize("said", ["ok whatever", "lol", "...", "🙄", "fine"])
async def test_small_words_ask_for_nothing(begin: Begin, said: str):
    assert "I'm here when you need something" in await (await begin()).say(said)


@pytest.mark.parametrize("said", ["hmm", "lol", "...", "😂"])
async def test_small_words_answer_no_question(begin: Begin, jane: ShopperWithOrders, said: str):
    await jane.orders("Desk Lamp")
    chat = await begin(jane.id)
    asked = await chat.say("cancel my order")
    for _ in range(3):
        assert (await chat.say(said)).text == asked.text


async def test_a_greeting_in_a_flow_is_short(begin: Begin, jane: ShopperWithOrders):
    await jane.orders("Desk Lamp")
    chat = await begin(jane.id)
    asked = await chat.say("cancel my order")
    assert (await chat.say("good morning")).text == f"Hello again!\n{asked.text}"
    assert (await chat.say("thanks")).text.startswith("You're welcome.\n")
