"""Ordering the same again."""

import pytest
from sqlalchemy import select

from commerce.carts.models import CartLine
from commerce.money import Money
from commerce.order_changes.again import AgainPlan, NothingAvailable, OrderAgain
from commerce.orders.models import Order, OrderStatus
from commerce.plans import fingerprint
from tests.factories import a_line, a_variant
from tests.world import World


async def again(world: World, order: Order, agreed: str | None = None) -> AgainPlan:
    shopper = world.shopper
    command = OrderAgain(order.number, agreed=agreed)
    return await world.do(command, shopper)


async def cart(world: World) -> dict[str, int]:
    rows = await world.run(lambda session: session.scalars(select(CartLine)))
    return {row.sku: row.quantity for row in rows}


async def test_an_earlier_orders_items_are_in_the_cart_at_todays_price(world: World) -> None:
    order = await world.delivered(
        a_line(world.black, unit_price_minor=3000), a_line(world.black), a_line(world.mug, quantity=3)
    )
    plan = await world.preview(OrderAgain(order.number))
    assert plan.total == Money(2 * 4000 + 3 * 1000, "USD")
    assert await cart(world) == {}
    assert await again(world, order, fingerprint(plan)) == plan
    assert await cart(world) == {world.black.sku: 2, world.mug.sku: 3}


async def test_what_is_in_the_cart_stays(world: World) -> None:
    order = await world.delivered()
    await again(world, order)
    await again(world, order)
    assert await cart(world) == {world.black.sku: 2}


async def test_what_is_missing_is_told(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=12), a_line(world.blue))
    plan = await again(world, order)
    assert [(each.sku, each.quantity) for each in plan.missing] == [
        (world.black.sku, 2),
        (world.blue.sku, 1),
    ]
    assert await cart(world) == {world.black.sku: 10}


async def test_nothing_available_is_no_cart(world: World) -> None:
    order = await world.delivered(a_line(world.blue))
    with pytest.raises(NothingAvailable):
        await again(world, order)


async def test_a_cancelled_order_can_be_ordered_again(world: World) -> None:
    uncounted = a_variant(world.lamp, stock_on_hand=None)
    await world.add(uncounted)
    order = await world.order(a_line(uncounted, quantity=5), status=OrderStatus.CANCELLED)
    await again(world, order)
    assert await cart(world) == {uncounted.sku: 5}
