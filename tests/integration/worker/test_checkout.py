"""What the worker sees to in the shop: holds that have ended, and the points of what was delivered."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.orders.models import Order, OrderStatus
from tests.factories import RecordedNotifier
from tests.integration.commerce.checkout.shop import Shop
from tests.world import World, a_world
from worker.checkout import let_go_ended
from worker.points import earn_all_points

FOR_A_FIRST_ORDER = 100  # as the default policy has it


@pytest.fixture
async def shop(sessions) -> Shop:
    return Shop(await a_world(sessions), RecordedNotifier())


async def test_what_was_held_long_enough_is_let_go_and_told_once(shop: Shop) -> None:
    world, guest = shop.world, await shop.guest()
    await shop.puts(guest, black=10)
    await shop.holds(guest)
    assert await let_go_ended(world.sessions, world.clock, shop.notifier) == 0
    world.clock.forward(minutes=15)
    assert await let_go_ended(world.sessions, world.clock, shop.notifier) == 1
    assert await let_go_ended(world.sessions, world.clock, shop.notifier) == 0
    assert await world.stock(world.black) == 10
    assert shop.told == ["hold_ended"]


async def delivered(world: World, order: Order) -> None:
    await world.run(
        lambda session: session.execute(
            update(Order)
            .where(Order.id == order.id)
            .values(status=OrderStatus.DELIVERED, delivered_at=world.clock.now())
        )
    )


async def test_a_delivered_order_earns_its_points_once_and_pending(shop: Shop) -> None:
    world = shop.world
    order = await shop.buys(world.shopper, black=2)
    assert await earn_all_points(world.sessions, world.clock) == 0
    await delivered(world, order)
    assert await earn_all_points(world.sessions, world.clock) == 80 + FOR_A_FIRST_ORDER
    assert await earn_all_points(world.sessions, world.clock) == 0
    entries = await world.run(lambda session: session.scalars(select(PointsEntry)))
    available_at = world.clock.now() + timedelta(days=30)
    assert {(entry.reason, entry.points, entry.available_at) for entry in entries} == {
        (PointsReason.EARNED, 80, available_at),
        (PointsReason.FIRST_ORDER, FOR_A_FIRST_ORDER, available_at),
    }
