"""What is said outside of any flow, and handing over to a person."""

import pytest

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.support.handoffs import OpenHandoff, list_open
from commerce.support.models import Escalation
from tests.dialogue.chat import Chat
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders


async def handoffs_of(chat: Chat, sessions: Sessions) -> list[OpenHandoff]:
    async with sessions() as session:
        waiting = await list_open(session, clock=SystemClock())
    return [each for each in waiting if each.handoff.conversation_id == chat.id]


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("hello", "Hello!"),
        ("bye", "Goodbye"),
        ("thank you!", "You're welcome"),
        ("what can you do?", "I can tell you where an order is"),
        ("are you a bot?", "I'm a bot"),
        ("you are great", "good to hear"),
        ("this is a terrible service", "I'm sorry about that"),
        ("never mind", "No problem"),
        ("yes", "nothing waiting for a yes"),
        ("no", "What can I do for you?"),
    ],
)
async def test_talk_is_answered(begin: Begin, said: str, reply: str):
    assert reply in await (await begin()).say(said)


async def test_the_last_words_are_repeated(begin: Begin):
    chat = await begin()
    hello = await chat.say("hello")
    again = await chat.say("what did you say?")
    assert again.text == hello.text
    assert again.buttons == hello.buttons


async def test_asking_for_a_person_queues_one_handoff(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    answer = await chat.say("I want to talk to a human")
    assert "A person will read it and write back" in answer
    assert "I passed this to our team a moment ago" in await chat.say("let me speak to an agent")
    (waiting,) = await handoffs_of(chat, store_sessions)
    assert waiting.handoff.escalation is Escalation.ASKED


async def test_the_bot_goes_on_helping_meanwhile(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    await chat.say("I want to talk to a human")
    assert f"#{order.number} is on its way" in await chat.say("where is my order?")


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_where_a_person_writes_depends_on_the_channel(begin: Begin, channel: str):
    place = {"web": "here in this chat", "sms": "by text message"}[channel]
    assert place in await (await begin()).say("I want to talk to a human")


async def test_an_unknown_shopper_may_leave_an_address(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    assert "send me your address" in await chat.say("I want to talk to a human")
    assert "They can also write to jane@example.com" in await chat.say("jane@example.com")
    (waiting,) = await handoffs_of(chat, store_sessions)
    assert waiting.handoff.contact == "jane@example.com"


async def test_a_known_shopper_is_not_asked_for_an_address(begin: Begin, jane: ShopperWithOrders):
    assert "address" not in await (await begin(jane.id)).say("I want to talk to a human")


async def test_two_misunderstandings_in_a_row_hand_over(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    first = await chat.say("blorp fizzle quonk")
    assert "put it another way" in first
    assert len(first.buttons) == 3
    assert "I've passed your chat on" in await chat.say("zxcv qwerty mnbv")
    (waiting,) = await handoffs_of(chat, store_sessions)
    assert waiting.handoff.escalation is Escalation.NOT_UNDERSTOOD


async def test_misunderstandings_apart_do_not_hand_over(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    await chat.say("blorp fizzle quonk")
    await chat.say("hello")
    assert "put it another way" in await chat.say("zxcv qwerty mnbv")
    assert await handoffs_of(chat, store_sessions) == []
