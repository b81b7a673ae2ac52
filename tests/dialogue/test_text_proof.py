"""A change by text that is worth much takes a code, because the number it comes from can be forged."""

import pytest

from commerce.database import Sessions
from commerce.orders.models import Order, OrderStatus
from tests.dialogue.codes import mailed_codes
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.factories import a_line, a_payment, a_product, a_variant, an_order


async def an_order_of(jane: ShopperWithOrders, price_minor: int) -> Order:
    product = a_product(title="Oak Table")
    variant = a_variant(product, price_minor=price_minor)
    line = a_line(variant, title="Oak Table", unit_price_minor=price_minor)
    order = an_order(jane.customer, [line], payment_method_id=jane.card.id)
    await jane.add(product, variant, order, a_payment(order, jane.card))
    return order


async def status(sessions: Sessions, order: Order) -> OrderStatus:
    async with sessions() as session:
        return (await session.get_one(Order, order.id)).status


@pytest.mark.parametrize("channel", ["sms"])
async def test_a_dear_order_is_cancelled_by_text_after_a_code(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    order = await an_order_of(jane, 60_000)
    chat = await begin(jane.id)
    offer = await chat.say(f"cancel order {order.number}, I don't need it any more")
    assert "sure that it's really you" in offer
    assert "six-digit code" in await chat.say("yes")
    assert await status(store_sessions, order) is OrderStatus.PENDING
    summary = await chat.say((await mailed_codes(dialogue_store, jane.email))[-1])
    assert order.number in summary
    assert await status(store_sessions, order) is OrderStatus.PENDING
    await chat.say("yes")
    assert await status(store_sessions, order) is OrderStatus.CANCELLED


@pytest.mark.parametrize(("channel", "price_minor"), [("sms", 40_000), ("web", 60_000)])
async def test_no_code_is_asked_for_below_the_sum_or_elsewhere(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, price_minor: int
):
    order = await an_order_of(jane, price_minor)
    chat = await begin(jane.id)
    summary = await chat.say(f"cancel order {order.number}, I don't need it any more")
    assert "code" not in summary
    await chat.say("yes")
    assert await status(store_sessions, order) is OrderStatus.CANCELLED
