"""Reading orders, and what can be said about one today."""

from datetime import timedelta
from typing import Any

import pytest

from commerce.orders.models import Order, OrderStatus, ShipmentStatus, TrackingEvent
from commerce.orders.queries import get_order, recent_orders
from commerce.orders.refusals import OrderNotFound
from commerce.orders.status import OrderReport, Standing, report_order
from tests.factories import NOON, a_customer, a_line, a_parcel, days_ago
from tests.world import World


async def report(world: World, order: Order) -> OrderReport:
    async def work(session: Any) -> OrderReport:
        found = await get_order(session, order.customer_id, order.number)
        assert found is not None
        return await report_order(session, found, clock=world.clock)

    return await world.run(work)


async def shipped(world: World, *parcels: dict[str, Any], **overrides: Any) -> Order:
    """A shipped order with one line and one parcel for each of `parcels`."""
    lines = [a_line(world.black) for _ in parcels]
    order = await world.order(*lines, **({"status": OrderStatus.SHIPPED} | overrides))
    for position, (line, fields) in enumerate(zip(lines, parcels, strict=True), start=1):
        shipment, shipment_lines = a_parcel(
            order,
            [line],
            **({"status": ShipmentStatus.IN_TRANSIT, "shipped_at": NOON, "position": position} | fields),
        )
        await world.add(shipment, shipment_lines)
    return order


async def test_somebody_elses_order_is_not_found(world: World) -> None:
    order = await world.order()
    other = a_customer()
    await world.add(other)
    with pytest.raises(OrderNotFound):
        await world.run(lambda session: get_order(session, other.id, order.number))
    assert await world.run(lambda session: recent_orders(session, other.id)) == []


async def test_orders_come_latest_first_and_those_of_unknown_date_last(world: World) -> None:
    old = await world.order(placed_at=NOON - timedelta(days=9))
    unknown = await world.order(placed_at=None)
    new = await world.order(a_line(world.black), a_line(world.mug, title="Mug"), placed_at=NOON)
    found = await world.run(lambda session: recent_orders(session, world.customer.id))
    assert [each.number for each in found] == [new.number, old.number, unknown.number]
    assert found[0].titles == ("Desk Lamp", "Mug")


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        (OrderStatus.PENDING, Standing.PENDING),
        (OrderStatus.PROCESSED, Standing.PROCESSED),
        (OrderStatus.SHIPPED, Standing.SHIPPED),
        (OrderStatus.DELIVERED, Standing.DELIVERED),
        (OrderStatus.CANCELLED, Standing.CANCELLED),
    ],
)
async def test_an_order_without_parcels_stands_as_its_status_says(
    world: World, status: OrderStatus, standing: Standing
) -> None:
    assert (await report(world, await world.order(status=status))).standing is standing


@pytest.mark.parametrize(
    ("parcels", "standing"),
    [
        ([{}], Standing.SHIPPED),
        ([{"status": ShipmentStatus.OUT_FOR_DELIVERY}], Standing.OUT_FOR_DELIVERY),
        ([{}, {"status": ShipmentStatus.DELIVERED, "delivered_at": NOON}], Standing.PARTLY_DELIVERED),
        ([{}, {"status": ShipmentStatus.LOST}], Standing.LOST),
        ([{"status": ShipmentStatus.UNKNOWN}], Standing.SHIPPED),
    ],
)
async def test_parcels_decide_where_a_shipped_order_stands(
    world: World, parcels: list[dict[str, Any]], standing: Standing
) -> None:
    assert (await report(world, await shipped(world, *parcels))).standing is standing


@pytest.mark.parametrize(("promised", "days_late"), [(0, 0), (1, 1), (4, 4), (-2, 0)])
async def test_an_order_is_late_by_the_days_since_its_promise(
    world: World, promised: int, days_late: int
) -> None:
    order = await shipped(world, {}, promised_on=days_ago(promised))
    told = await report(world, order)
    assert (told.days_late, told.is_late) == (days_late, days_late > 0)


@pytest.mark.parametrize("status", [OrderStatus.DELIVERED, OrderStatus.CANCELLED])
async def test_what_is_over_is_not_late(world: World, status: OrderStatus) -> None:
    order = await world.order(status=status, promised_on=days_ago(8))
    assert not (await report(world, order)).is_late


async def test_a_parcel_that_was_not_seen_for_long_counts_as_lost(world: World) -> None:
    order = await shipped(world, {"shipped_at": NOON - timedelta(days=12)})
    assert (await report(world, order)).standing is Standing.LOST


async def test_a_parcel_that_was_seen_lately_does_not(world: World) -> None:
    order = await shipped(world, {"shipped_at": NOON - timedelta(days=12)})
    (parcel,) = (
        await world.run(lambda session: get_order(session, order.customer_id, order.number))
    ).shipments
    await world.add(
        TrackingEvent(
            shipment_id=parcel.id,
            occurred_at=NOON - timedelta(days=1),
            code="arrived",
            description="Arrived at the depot",
            location="Denver, CO",
        )
    )
    told = await report(world, order)
    assert told.standing is Standing.SHIPPED
    assert told.parcels[0].last_seen == "Arrived at the depot, Denver, CO"


async def test_the_last_parcel_decides_when_all_of_it_is_expected(world: World) -> None:
    days = [(NOON + timedelta(days=each)).date() for each in (1, 3)]
    order = await shipped(world, {"expected_on": days[1]}, {"expected_on": days[0]}, promised_on=days_ago(-1))
    assert (await report(world, order)).expected_on == days[1]


async def test_without_the_carriers_word_the_promise_stands(world: World) -> None:
    order = await shipped(world, {}, promised_on=days_ago(-3))
    assert (await report(world, order)).expected_on == days_ago(-3)


async def test_unknown_dates_stay_unknown(world: World) -> None:
    order = await world.order(status=OrderStatus.DELIVERED, delivered_at=None, placed_at=None)
    shipment, lines = a_parcel(
        order,
        order.lines,
        carrier=None,
        tracking_number="357962501027",
        status=ShipmentStatus.UNKNOWN,
        shipped_at=None,
    )
    await world.add(shipment, lines)
    told = await report(world, order)
    (parcel,) = told.parcels
    assert (told.delivered_on, told.expected_on, parcel.tracking_page) == (None, None, None)
    assert parcel.tracking_number == "357962501027"


async def test_each_parcel_tells_what_is_in_it(world: World) -> None:
    order = await world.order(
        a_line(world.black, quantity=2), a_line(world.mug, title="Mug"), status=OrderStatus.SHIPPED
    )
    shipment, lines = a_parcel(order, order.lines[:1], status=ShipmentStatus.IN_TRANSIT, shipped_at=NOON)
    lines[0].quantity = 1
    await world.add(shipment, lines)
    (parcel,) = (await report(world, order)).parcels
    assert [(line.title, line.quantity) for line in parcel.lines] == [("Desk Lamp", 1)]
