"""What every flow does alike: digressions, "never mind", "what did you ask?", asking twice at most."""

import pytest

from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago

ASKS_WHO = "What's your order number"


async def test_never_mind_at_the_first_question(begin: Begin):
    chat = await begin()
    await chat.say("where is my order?")
    assert "I've left it" in await chat.say("never mind")
    assert "Hello" in await chat.say("hello")


async def test_never_mind_at_the_second_question(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Mug")
    chat = await begin()
    await chat.say("where is my order?")
    await chat.say(order.number)
    assert "I've left it" in await chat.say("forget it")
    assert "You're welcome" in await chat.say("thanks")


async def test_never_mind_when_an_order_is_to_be_picked(begin: Begin, jane: ShopperWithOrders):
    await jane.shipped("Mug")
    await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    await chat.say("where is my order?")
    assert "I've left it" in await chat.say("never mind")


async def test_what_did_you_ask(begin: Begin):
    chat = await begin()
    asked = await chat.say("where is my order?")
    assert (await chat.say("what did you ask?")).text == asked.text
    assert (await chat.say("sorry, what was the question?")).text == asked.text


@pytest.mark.parametrize(
    ("digression", "reply"),
    [
        ("thanks", "You're welcome"),
        ("are you a bot?", "I'm a bot"),
        ("hello", "Hello"),
        ("what can you do?", "I can tell you where an order is"),
    ],
)
async def test_a_digression_is_answered_and_the_question_asked_again(
    begin: Begin, jane: ShopperWithOrders, digression: str, reply: str
):
    order, _ = await jane.shipped("Mug")
    chat = await begin()
    await chat.say("where is my order?")
    answer = await chat.say(digression)
    assert reply in answer
    assert answer.text.index(reply) < answer.text.index(ASKS_WHO)
    assert f"#{order.number} is on its way" in await chat.say(f"{order.number}, {jane.email}")


async def test_many_digressions_are_no_failed_answers(begin: Begin):
    chat = await begin()
    await chat.say("where is my order?")
    assert ASKS_WHO in await chat.say("are you a robot?")
    dropped = await chat.say("are you a robot?")
    assert "put aside" in dropped
    assert "person to take over" not in dropped


async def test_a_question_is_asked_twice_at_most_and_then_a_person_is_offered(begin: Begin):
    chat = await begin()
    await chat.say("where is my order?")
    again = await chat.say("yes")
    assert "confirmation e-mail" in again
    offer = await chat.say("no")
    assert "Shall I ask a person to take over?" in offer
    assert "I've passed your chat on" in await chat.say("yes please")


async def test_an_offered_person_can_be_declined(begin: Begin):
    chat = await begin()
    await chat.say("where is my order?")
    await chat.say("yes")
    await chat.say("no")
    assert "What can I do for you?" in await chat.say("no")


async def test_two_answers_that_are_not_understood_hand_over(begin: Begin):
    chat = await begin()
    await chat.say("where is my order?")
    assert "confirmation e-mail" in await chat.say("blorp fizzle quonk")
    assert "A person will read it" in (await chat.say("zxcv qwerty mnbv")).text.replace(
        "a person", "A person"
    )


async def test_another_flow_may_come_in_between(begin: Begin, jane: ShopperWithOrders):
    older, _ = await jane.shipped("Mug", placed_at=ago(days=5))
    await jane.shipped("Keyboard", placed_at=ago(days=1))
    chat = await begin(jane.id)
    assert "Which order" in await chat.say("show me the details of an order")
    between = await chat.say("show me my orders")
    assert "Your latest orders" in between
    assert "Which order" in between
    assert "Mug (black): $40.00" in await chat.say(older.number)


async def test_the_answer_may_come_with_a_greeting(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Mug")
    chat = await begin()
    await chat.say("where is my order?")
    assert f"#{order.number} is on its way" in await chat.say(
        f"hi there, it's {order.number} and {jane.email}"
    )


async def test_a_handoff_in_the_middle_ends_the_questions(begin: Begin):
    chat = await begin()
    await chat.say("where is my order?")
    answer = await chat.say("I want to talk to a human")
    assert "I've passed your chat on" in answer
    assert ASKS_WHO not in answer
    assert "Hello" in await chat.say("hello")
