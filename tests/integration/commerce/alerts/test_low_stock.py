"""What runs out soon, how much of it to order again, and who is told."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.alerts.low_stock import is_low, read_low_stock, reorder_quantity, tell_operators
from commerce.catalogue.models import StockEntry, StockReason, Variant
from commerce.orders.models import OrderStatus
from commerce.staff.models import Role, StaffMember
from tests.factories import RecordedNotifier, a_line
from tests.world import World


@pytest.mark.parametrize(
    ("left", "sold", "low", "order"),
    [(0, 28, True, 42), (14, 28, True, 28), (15, 28, False, 27), (100, 0, False, 1), (0, 1, True, 2)],
)
def test_the_pace_decides(left: int, sold: int, low: bool, order: int) -> None:
    assert (is_low(left, sold), reorder_quantity(left, sold)) == (low, order)


async def low(world: World) -> dict[str, tuple[int, int, int]]:
    found = await world.run(lambda session: read_low_stock(session, world.clock))
    return {each.sku: (each.left, each.sold, each.reorder) for each in found}


async def test_what_sells_and_is_nearly_gone_is_listed(world: World) -> None:
    await world.order(a_line(world.black, quantity=20))
    await world.order(a_line(world.mug, quantity=1))
    await world.order(a_line(world.white, quantity=50), status=OrderStatus.CANCELLED)
    left = world.black.stock_on_hand or 0
    assert await low(world) == {world.black.sku: (left, 20, 30 - left)}


async def move(world: World, quantity: int, **ago: int) -> None:
    """Move the black lamps' stock so long ago."""

    async def write(session: AsyncSession) -> None:
        variant = await session.get_one(Variant, world.black.sku)
        variant.stock_on_hand = (variant.stock_on_hand or 0) + quantity
        at = world.clock.now() - timedelta(**ago)
        reason = StockReason.CORRECTED
        session.add(StockEntry(sku=variant.sku, quantity=quantity, reason=reason, created_at=at))

    await world.run(write)


async def tell(world: World, notifier: RecordedNotifier) -> int:
    return await world.run(lambda session: tell_operators(session, notifier, world.clock))


async def a_member(world: World, role: Role) -> None:
    await world.add(StaffMember(email=f"{role.value}@store.example", name="Sam", role=role))


async def test_operators_are_told_once_of_each_time_that_something_is_low(world: World) -> None:
    await a_member(world, Role.OPERATOR)
    await a_member(world, Role.AGENT)
    notifier = RecordedNotifier()
    await move(world, 90 - (world.black.stock_on_hand or 0))
    await world.order(a_line(world.black, quantity=20))
    assert await tell(world, notifier) == 0
    await move(world, 5 - 90, days=3)  # of which nobody heard, as when the worker was down
    assert await tell(world, notifier) == 1
    assert await tell(world, notifier) == 0
    assert [recipient.email for recipient, _ in notifier.told] == ["operator@store.example"]
    [(_, told)] = notifier.told
    assert f"{world.black.sku}: 5 left, 20 sold in 28 days; order 25" in told.values["lines"]
    await move(world, 85)
    assert await tell(world, notifier) == 0
    await move(world, -85)
    assert await tell(world, notifier) == 1


async def test_a_pace_that_grows_is_told_as_well(world: World) -> None:
    await a_member(world, Role.OPERATOR)
    notifier = RecordedNotifier()
    await move(world, 15 - (world.black.stock_on_hand or 0))
    await world.order(a_line(world.black, quantity=20))
    assert await tell(world, notifier) == 0
    await world.order(a_line(world.black, quantity=12))
    assert await tell(world, notifier) == 1


async def test_what_nobody_could_be_told_is_told_to_the_first_operator(world: World) -> None:
    await world.order(a_line(world.black, quantity=20))
    notifier = RecordedNotifier()
    assert await tell(world, notifier) == 0
    await a_member(world, Role.OPERATOR)
    assert await tell(world, notifier) == 1
