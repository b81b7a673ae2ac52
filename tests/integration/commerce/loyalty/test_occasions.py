"""Points for what is no purchase: each occasion once, by the store's rules."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from commerce.catalogue.models import Product
from commerce.customers.models import Customer
from commerce.loyalty.earning import points_due
from commerce.loyalty.occasions import Occasion, earn_by_rule
from commerce.loyalty.order_points import PointsOfOrder, points_of_orders
from commerce.orders.models import Order, OrderStatus
from commerce.policies.models import Policy
from tests.factories import NOON, RecordedNotifier, a_line
from tests.world import World
from worker.points import earn_all_points, reward_birthdays


async def earn(world: World, occasion: Occasion, key: str) -> int:
    return await world.run(
        lambda session: earn_by_rule(session, world.customer.id, occasion, key, clock=world.clock)
    )


async def test_each_occasion_earns_once_also_when_told_twice_at_once(world: World) -> None:
    given = await asyncio.gather(*(earn(world, Occasion.REVIEW, "review-1") for _ in range(5)))
    assert sorted(given) == [0, 0, 0, 0, 25]
    assert await earn(world, Occasion.REVIEW, "review-2") == 25
    assert await earn(world, Occasion.BIRTHDAY, "review-2") == 100
    assert await world.points() == 150


async def test_a_store_that_gives_none_books_none(world: World) -> None:
    await world.add(Policy(name="occasion_points", value={"points": {"review": 0}}))
    assert [await earn(world, each, "x") for each in Occasion] == [0, 0, 0]
    assert await world.points() == 0


@pytest.mark.parametrize(
    ("born", "on", "is_birthday"),
    [
        (date(1990, 6, 15), datetime(2026, 6, 15, 12, tzinfo=UTC), True),
        (date(1990, 6, 16), datetime(2026, 6, 15, 12, tzinfo=UTC), False),
        (date(1992, 2, 29), datetime(2026, 2, 28, 12, tzinfo=UTC), True),
        (date(1992, 2, 29), datetime(2028, 2, 28, 12, tzinfo=UTC), False),
        (date(1992, 2, 29), datetime(2028, 2, 29, 12, tzinfo=UTC), True),
        (None, datetime(2026, 6, 15, 12, tzinfo=UTC), False),
    ],
)
async def test_a_birthday_is_rewarded_and_told_once_a_year(
    world: World, born: date | None, on: datetime, is_birthday: bool
) -> None:
    theirs = update(Customer).where(Customer.id == world.customer.id).values(birthday=born)
    await world.run(lambda session: session.execute(theirs))
    world.clock.at, notifier = on, RecordedNotifier()
    given = [await reward_birthdays(world.sessions, world.clock, notifier) for _ in range(2)]
    assert given == [int(is_birthday), 0]
    assert [each.name for _, each in notifier.told] == ["birthday_points"] * is_birthday
    assert await world.points() == 100 * is_birthday


async def delivered(world: World) -> Order:
    order = await world.delivered()
    found = update(Order).where(Order.id == order.id).values(points_due=40)
    await world.run(lambda session: session.execute(found))
    return order


async def test_a_first_order_earns_more_as_soon_as_it_is_delivered(world: World) -> None:
    await delivered(world)
    assert await earn_all_points(world.sessions, world.clock) == 140
    assert await earn_all_points(world.sessions, world.clock) == 0
    assert await world.points() == 140


async def test_a_second_order_earns_its_own_points_alone(world: World) -> None:
    await world.order(status=OrderStatus.SHIPPED, placed_at=NOON - timedelta(days=90))
    await delivered(world)
    assert await earn_all_points(world.sessions, world.clock) == 40


async def test_the_order_that_was_placed_first_earns_more_also_when_a_second_one_is_on_its_way(
    world: World,
) -> None:
    first = await delivered(world)
    assert first.placed_at is not None
    await world.order(status=OrderStatus.SHIPPED, placed_at=first.placed_at + timedelta(hours=1))
    assert await earn_all_points(world.sessions, world.clock) == 140


async def test_a_category_may_earn_more(world: World) -> None:
    product = await world.run(lambda session: session.get_one(Product, world.black.product_id))
    await world.add(Policy(name="points_per_unit", category_id=product.category_id, value={"points": 3}))
    lamp = a_line(world.black, quantity=2)
    assert await world.run(lambda session: points_due(session, [lamp])) == 240


async def test_an_order_brings_what_was_promised_when_it_was_placed(world: World) -> None:
    order = await world.order(status=OrderStatus.SHIPPED, points_due=40)
    await world.add(Policy(name="points_per_unit", value={"points": 9}))
    [told] = await world.run(
        lambda session: points_of_orders(session, world.shopper, order.number, clock=world.clock)
    )
    assert (told.state, told.points) == (PointsOfOrder.TO_COME, 40)
