"""Cancelling: only for a verified shopper, only while pending, only after a yes."""

from uuid import uuid4

import pytest

from commerce.database import Sessions
from commerce.orders.models import CancelReason, Order, OrderStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago


async def stored(sessions: Sessions, order: Order) -> Order:
    async with sessions() as session:
        return await session.get_one(Order, order.id)


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "Why would you like to cancel" in await chat.say("I want to cancel my order")
    summary = await chat.press("No longer needed")
    assert f"cancel the whole order #{order.number}" in summary
    assert "$40.00 back to your Visa ending in 4242 in 5 to 7 business days" in summary
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING
    done = await chat.press("Yes, cancel it")
    assert f"Order #{order.number} is cancelled" in done
    cancelled = await stored(store_sessions, order)
    assert cancelled.status is OrderStatus.CANCELLED
    assert cancelled.cancel_reason is CancelReason.NO_LONGER_NEEDED


async def test_what_was_said_is_not_asked(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await jane.orders("Keyboard")
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    summary = await chat.say(f"cancel order {order.number}, I ordered it by mistake")
    assert "Shall I cancel it?" in summary
    await chat.say("yes")
    assert (await stored(store_sessions, order)).cancel_reason is CancelReason.ORDERED_BY_MISTAKE


@pytest.mark.parametrize("words", ["i don't need it anymore", "changed my mind", "dont want it any more"])
async def test_a_reason_that_sounds_like_leaving_it(begin: Begin, jane: ShopperWithOrders, words: str):
    await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say("I want to cancel my order")
    assert "Shall I cancel it?" in await chat.say(words)


async def test_a_cancelled_order_is_said_to_be_cancelled(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.CANCELLED)
    chat = await begin(jane.id)
    assert f"Order #{order.number} has been cancelled" in await chat.say(f"cancel order {order.number}")
    assert f"Order #{order.number} has been cancelled" in await chat.say(f"return order {order.number}")


async def test_no_changes_nothing(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    assert "nothing was changed" in await chat.say("no")
    assert "nothing waiting for a yes" in await chat.say("yes")
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


async def test_never_mind_at_every_step_changes_nothing(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    first, second = await jane.orders("Mug"), await jane.orders("Keyboard")
    steps = ["I want to cancel my order", first.number, "I don't need it any more"]
    for count in range(1, len(steps) + 1):
        chat = await begin(jane.id)
        for step in steps[:count]:
            await chat.say(step)
        assert "Nothing was changed" in await chat.say("never mind"), steps[:count]
        assert "nothing waiting for a yes" in await chat.say("yes")
    for order in (first, second):
        assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


async def test_the_order_is_corrected_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    wrong, right = await jane.orders("Mug"), await jane.orders("Keyboard")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {wrong.number}, I no longer need it")
    corrected = await chat.say("no, the other order")
    assert f"#{right.number}" in corrected or "Why would you like" in corrected
    summary = await chat.say("I no longer need it")
    assert f"cancel the whole order #{right.number}" in summary
    assert f"#{right.number} is cancelled" in await chat.say("yes")
    assert (await stored(store_sessions, wrong)).status is OrderStatus.PENDING
    assert (await stored(store_sessions, right)).status is OrderStatus.CANCELLED


async def test_another_number_at_the_summary_is_another_order(begin: Begin, jane: ShopperWithOrders):
    wrong, right = await jane.orders("Mug"), await jane.orders("Keyboard")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {wrong.number}, I no longer need it")
    await chat.say(f"sorry, I meant {right.number}")
    assert f"#{right.number}" in await chat.say("I no longer need it")


async def test_an_order_status_in_between_and_back(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", placed_at=ago(days=1))
    shipped, _ = await jane.shipped("Keyboard", placed_at=ago(days=5))
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    between = await chat.say(f"wait, where is order {shipped.number}?")
    assert f"#{shipped.number} is on its way" in between
    assert f"cancel the whole order #{order.number}" in between
    assert f"#{order.number} is cancelled" in await chat.say("yes")


async def test_a_digression_at_the_summary(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    assert "Shall I cancel it?" in await chat.say("are you a robot?")
    assert f"#{order.number} is cancelled" in await chat.say("yes")


async def test_too_late(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    answer = await chat.say(f"cancel my order {order.number}")
    assert f"Order #{order.number} can't be cancelled any more" in answer


async def test_packed_between_the_summary_and_the_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    async with store_sessions.begin() as session:
        (await session.get_one(Order, order.id)).status = OrderStatus.PROCESSED
    assert "can't be cancelled any more" in await chat.say("yes")


async def test_a_claimed_shopper_has_to_prove_who_they_are(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug")
    chat = await begin()
    await chat.say(f"where is my order {order.number}? my email is {jane.email}")
    assert "code" in await chat.say("cancel it please, I don't need it")
    assert "is cancelled" not in await chat.say("yes")
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


async def test_a_second_yes_does_nothing_more(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    message_id = uuid4()
    first = await chat.say("yes", message_id)
    assert f"#{order.number} is cancelled" in first
    assert "nothing waiting for a yes" in await chat.say("yes")
    assert "has been cancelled" in await chat.say("where is my order?")
