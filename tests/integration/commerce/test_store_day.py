"""Windows, promises and delays are reckoned in the store's days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders.models import OrderStatus, Shipment, ShipmentStatus
from commerce.orders.queries import get_order
from commerce.orders.status import OrderReport, report_order
from commerce.returns.eligibility import returnable_lines
from commerce.returns.refusals import ReturnWindowClosed
from tests.factories import FixedClock, a_line, a_parcel
from tests.world import World

NEW_YORK = "America/New_York"
# 23:56 on Thursday the 26th in New York.
LATE_THURSDAY = datetime(2026, 11, 27, 4, 56, tzinfo=UTC)


async def reported(world: World, number: str, clock: FixedClock) -> OrderReport:
    async def work(session: AsyncSession) -> OrderReport:
        order = await get_order(session, world.customer.id, number)
        assert order is not None
        return await report_order(session, order, clock=clock)

    return await world.run(work)


@pytest.mark.parametrize(("zone", "day"), [(NEW_YORK, date(2026, 11, 26)), ("UTC", date(2026, 11, 27))])
async def test_a_delivery_is_of_the_stores_day(world: World, zone: str, day: date) -> None:
    order = await world.delivered(delivered_at=LATE_THURSDAY)
    report = await reported(world, order.number, FixedClock(LATE_THURSDAY + timedelta(days=2), zone))
    assert report.delivered_on == day


@pytest.mark.parametrize(
    ("now", "days_late"),
    [
        (datetime(2026, 11, 28, 4, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 28, 5, 0, tzinfo=UTC), 2),
    ],
)
async def test_an_order_gets_late_at_the_stores_midnight(world: World, now: datetime, days_late: int) -> None:
    order = await world.order(status=OrderStatus.SHIPPED, promised_on=date(2026, 11, 26))
    report = await reported(world, order.number, FixedClock(now, NEW_YORK))
    assert report.days_late == days_late


@pytest.mark.parametrize(("minutes", "is_open"), [(-1, True), (0, False)])
async def test_a_return_window_closes_at_the_stores_midnight(
    world: World, minutes: int, is_open: bool
) -> None:
    await world.delivered(delivered_at=LATE_THURSDAY)
    order = await world.delivered(a_line(world.mug), delivered_at=LATE_THURSDAY)
    clock = FixedClock(LATE_THURSDAY, NEW_YORK)
    [line] = await world.run(
        lambda session: returnable_lines(session, world.shopper, order.number, clock=clock)
    )
    assert line.closes_on is not None
    # The first moment of the day after the window's last.
    over = datetime(line.closes_on.year, line.closes_on.month, line.closes_on.day, 5, tzinfo=UTC)
    clock.at = over + timedelta(days=1, minutes=minutes)
    [line] = await world.run(
        lambda session: returnable_lines(session, world.shopper, order.number, clock=clock)
    )
    assert (line.refusal is None) is is_open
    if not is_open:
        assert isinstance(line.refusal, ReturnWindowClosed)
        assert line.refusal.delivered_on == date(2026, 11, 26)


async def test_a_parcel_that_arrives_late_at_night_came_that_day(world: World) -> None:
    order = await world.order(status=OrderStatus.SHIPPED)
    parcel, lines = a_parcel(order, order.lines, status=ShipmentStatus.DELIVERED, delivered_at=LATE_THURSDAY)
    await world.add(parcel, lines)
    assert isinstance(parcel, Shipment)
    report = await reported(world, order.number, FixedClock(LATE_THURSDAY, NEW_YORK))
    assert report.parcels[0].delivered_on == date(2026, 11, 26)
