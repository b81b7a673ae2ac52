"""One message that asks for two things: both are served, each with what was said of it."""

import pytest

from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders


async def test_an_order_and_a_policy(begin: Begin, jane: ShopperWithOrders, help_articles: None):
    order, _ = await jane.shipped("Mug")
    answer = await (await begin(jane.id)).say(
        f"What is the status of order {order.number}? And how fast is express delivery?"
    )
    assert f"#{order.number} is on its way" in answer
    assert "Express takes 1 to 2 business days" in answer


async def test_a_change_first_and_a_question_after_it(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    asked = await chat.say(f"cancel order {order.number} and what is the status of order {shipped.number}?")
    assert "Why would you like to cancel" in asked
    assert f"cancel the whole order #{order.number}" in await chat.say("I ordered it by mistake")
    done = await chat.say("yes")
    assert f"#{order.number} is cancelled" in done
    assert f"#{shipped.number} is on its way" in done


async def test_never_mind_drops_what_waits(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number} and what is the status of order {shipped.number}?")
    left = await chat.say("never mind")
    assert "I've left it" in left
    assert shipped.number not in left.text
    assert "Hello" in await chat.say("hello")


@pytest.mark.parametrize("is_status_first", [True, False])
async def test_what_is_asked_for_is_served_in_its_order(
    begin: Begin, jane: ShopperWithOrders, help_articles: None, is_status_first: bool
):
    order, _ = await jane.shipped("Mug")
    status = (f"what is the status of order {order.number}?", f"#{order.number} is on its way")
    policy = ("how fast is express delivery?", "Express takes 1 to 2 business days")
    first, second = (status, policy) if is_status_first else (policy, status)
    answer = await (await begin(jane.id)).say(f"{first[0]} And {second[0]}")
    assert answer.text.index(first[1]) < answer.text.index(second[1])
