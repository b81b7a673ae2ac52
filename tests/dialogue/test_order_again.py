"""Ordering the same again: the cart is filled with what can still be had, after a yes."""

import pytest
from sqlalchemy import select, update

from commerce.carts.models import Cart, CartLine
from commerce.catalogue.models import Variant
from commerce.database import Sessions
from commerce.orders.models import Order, OrderStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders


async def cart(sessions: Sessions, jane: ShopperWithOrders) -> dict[str, int]:
    async with sessions() as session:
        rows = await session.execute(
            select(CartLine.sku, CartLine.quantity)
            .join(Cart, Cart.id == CartLine.cart_id)
            .where(Cart.customer_id == jane.id)
        )
        return {sku: quantity for sku, quantity in rows}  # noqa: C416  rows are no pairs to mypy


def skus(order: Order) -> dict[str, int]:
    return {line.sku: line.quantity for line in order.lines}


@pytest.mark.parametrize(
    "words",
    ["I'd like to order {number} again", "reorder {number} please", "buy the same again as in {number}"],
)
async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, words: str):
    order = await jane.orders("Mug", status=OrderStatus.DELIVERED)
    chat = await begin(jane.id)
    summary = await chat.say(words.format(number=order.number))
    assert "Mug (black) at $40.00. That is $40.00 today" in summary
    assert await cart(store_sessions, jane) == {}
    assert "Nothing is ordered until you check out" in await chat.say("yes please")
    assert await cart(store_sessions, jane) == skus(order)


async def test_what_is_gone_is_told(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug", "Keyboard", status=OrderStatus.DELIVERED)
    async with store_sessions.begin() as session:
        gone = order.lines[1].sku
        await session.execute(update(Variant).where(Variant.sku == gone).values(is_offered=False))
    chat = await begin(jane.id)
    assert "No longer available: Keyboard (black)." in await chat.say(f"order {order.number} again")
    await chat.say("yes")
    assert await cart(store_sessions, jane) == {order.lines[0].sku: 1}


async def test_nothing_of_it_is_left(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug", status=OrderStatus.DELIVERED)
    async with store_sessions.begin() as session:
        await session.execute(
            update(Variant).where(Variant.sku == order.lines[0].sku).values(is_offered=False)
        )
    answer = await (await begin(jane.id)).say(f"order {order.number} again")
    assert f"none of the items in order #{order.number} are available" in answer


async def test_the_order_is_corrected(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    wrong = await jane.orders("Mug", status=OrderStatus.DELIVERED)
    right = await jane.orders("Keyboard", status=OrderStatus.DELIVERED)
    chat = await begin(jane.id)
    await chat.say(f"order {wrong.number} again")
    assert "Keyboard" in await chat.say(f"no, I meant {right.number}")
    await chat.say("yes")
    assert await cart(store_sessions, jane) == skus(right)


async def test_a_question_in_between(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, help_articles: None
):
    order = await jane.orders("Mug", status=OrderStatus.DELIVERED)
    chat = await begin(jane.id)
    await chat.say(f"order {order.number} again")
    assert "into your cart" in await chat.say("how fast is express delivery?")
    await chat.say("yes")
    assert await cart(store_sessions, jane) == skus(order)


async def test_never_mind_and_no(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug", status=OrderStatus.DELIVERED)
    for answer, words in (("never mind", "Nothing was changed"), ("no", "nothing was changed")):
        chat = await begin(jane.id)
        await chat.say(f"order {order.number} again")
        assert words in await chat.say(answer)
    assert await cart(store_sessions, jane) == {}


async def test_with_another_request(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug", status=OrderStatus.DELIVERED)
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    first = await chat.say(f"Please order {order.number} again. And where is order {shipped.number}?")
    assert f"the items of order #{order.number} into your cart" in first
    assert f"#{shipped.number} is on its way" in await chat.say("yes")
    assert await cart(store_sessions, jane) == skus(order)


async def test_it_goes_in_as_it_was_and_is_changed_there(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
) -> None:
    order = await jane.orders("Mug", status=OrderStatus.DELIVERED)
    chat = await begin(jane.id)
    await chat.say("order the mug again")
    assert "can be changed there" in await chat.say("in white this time")
    await chat.say("yes")
    await chat.say("make it two")
    assert await cart(store_sessions, jane) == {order.lines[0].sku: 2}
