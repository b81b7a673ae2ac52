"""Lost parcels and late orders."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from commerce.money import Money
from commerce.orders.models import Order, OrderLine, OrderStatus, Shipment, ShipmentStatus
from commerce.orders.problem_reports import ProblemStatus
from commerce.orders.queries import get_order
from commerce.orders.status import OrderReport, Standing, report_order
from commerce.plans import fingerprint
from commerce.policies.models import Policy
from commerce.policies.service import Remedy
from commerce.problems.late import ClaimLate, LatePlan, late_offers
from commerce.problems.offers import open_remedies
from commerce.problems.parcels import ReportLostParcel, lost_parcel_offer
from commerce.problems.refusals import (
    OrderNotLate,
    ParcelNotFound,
    ParcelNotLost,
    ProblemAlreadyReported,
    RemedyNotOffered,
    ReportTooLate,
)
from commerce.problems.remedies import RemedyPlan
from commerce.returns.refusals import AlreadyReturned
from tests.factories import NOON, a_line, a_parcel, days_ago
from tests.world import World


async def shipped(world: World, *lines: OrderLine, **parcel) -> tuple[Order, Shipment]:
    order = await world.order(*lines, status=OrderStatus.SHIPPED)
    fields = {"status": ShipmentStatus.LOST, "expected_on": days_ago(3)}
    shipment, contents = a_parcel(order, order.lines, **(fields | parcel))
    await world.add(shipment, contents)
    return order, shipment


async def report(world: World, order: Order, remedy: Remedy = Remedy.REFUND, **overrides) -> RemedyPlan:
    shopper = world.shopper
    command = ReportLostParcel(order.number, remedy, **overrides)
    return await world.do(command, shopper)


async def test_everything_in_a_lost_parcel_is_refunded(world: World) -> None:
    order, _ = await shipped(world, a_line(world.black, quantity=2), a_line(world.mug))
    plan = await report(world, order)
    assert [each.quantity for each in plan.lines] == [2, 1]
    [refund] = await world.refunds(order)
    assert (refund.amount_minor, refund.reason) == (9000, "lost_parcel")
    assert [line.returned_quantity for line in await world.lines(order)] == [2, 1]


async def test_everything_in_a_lost_parcel_is_sent_again(world: World) -> None:
    order, _ = await shipped(world, a_line(world.black, quantity=2), a_line(world.mug))
    await report(world, order, Remedy.REPLACEMENT)
    assert (await world.stock(world.black), await world.stock(world.mug)) == (8, 9)


async def test_a_parcel_that_nobody_saw_for_long_counts_as_lost(world: World) -> None:
    order, parcel = await shipped(
        world, status=ShipmentStatus.IN_TRANSIT, shipped_at=NOON - timedelta(days=11)
    )
    await report(world, order)
    stored = await world.run(lambda session: session.get_one(Shipment, parcel.id))
    assert stored.status is ShipmentStatus.LOST


async def test_a_parcel_on_its_way_is_not_lost(world: World) -> None:
    order, _ = await shipped(world, status=ShipmentStatus.IN_TRANSIT, shipped_at=NOON)
    with pytest.raises(ParcelNotLost) as refusal:
        await report(world, order)
    assert refusal.value.expected_on == days_ago(3)


async def test_a_lost_parcel_is_made_good_once(world: World) -> None:
    order, _ = await shipped(world)
    await report(world, order, Remedy.REPLACEMENT)
    with pytest.raises(ProblemAlreadyReported):
        await report(world, order)


async def test_the_second_lost_parcel_is_made_good_too(world: World) -> None:
    order = await world.order(a_line(world.black), a_line(world.mug), status=OrderStatus.SHIPPED)
    for line in order.lines:
        await world.add(*a_parcel(order, [line], status=ShipmentStatus.LOST))
    first, second = await report(world, order), await report(world, order)
    assert {first.lines[0].sku, second.lines[0].sku} == {world.black.sku, world.mug.sku}


async def test_a_dear_parcel_is_for_a_person_to_decide(world: World) -> None:
    order, _ = await shipped(world, a_line(world.black, unit_price_minor=30_001))
    plan = await report(world, order)
    assert plan.status is ProblemStatus.MANUAL_REVIEW
    assert await world.refunds(order) == []


async def test_a_loss_is_told_in_time(world: World) -> None:
    order, _ = await shipped(world, expected_on=days_ago(61))
    with pytest.raises(ReportTooLate):
        await report(world, order)


async def test_an_order_without_parcels_has_none_to_lose(world: World) -> None:
    with pytest.raises(ParcelNotFound):
        await report(world, await world.order())


async def test_the_policy_can_be_asked_first(world: World) -> None:
    order, _ = await shipped(world)

    async def offered():
        return await world.run(
            lambda session: lost_parcel_offer(session, world.shopper, order.number, clock=world.clock)
        )

    assert (await offered()).remedies == (Remedy.REPLACEMENT, Remedy.REFUND)
    await report(world, order)
    with pytest.raises(AlreadyReturned):
        await offered()


async def a_late_order(world: World, **overrides) -> Order:
    fields = {"status": OrderStatus.SHIPPED, "promised_on": days_ago(2), "shipping_minor": 499}
    return await world.order(**(fields | overrides))


async def claim(world: World, order: Order, remedy: Remedy, agreed: str | None = None) -> LatePlan:
    shopper = world.shopper
    command = ClaimLate(order.number, remedy, agreed=agreed)
    return await world.do(command, shopper)


async def test_a_late_orders_shipping_is_refunded(world: World) -> None:
    order = await a_late_order(world)
    [offer] = await world.run(
        lambda session: late_offers(session, world.shopper, order.number, clock=world.clock)
    )
    assert (offer.remedy, offer.amount) == (Remedy.REFUND_SHIPPING, Money(499, "USD"))
    command = ClaimLate(order.number, offer.remedy)
    plan = await world.preview(command)
    assert await claim(world, order, offer.remedy, fingerprint(plan)) == plan
    [refund] = await world.refunds(order)
    assert (refund.amount_minor, refund.payment_method_id) == (499, world.card.id)


async def test_the_policy_may_offer_store_credit(world: World) -> None:
    value = {"remedies": ["refund_shipping", "store_credit"], "credit_minor": 500, "currency": "USD"}
    await world.add(Policy(name="late_order", value=value))
    order = await a_late_order(world, shipping_minor=0)
    plan = await claim(world, order, Remedy.STORE_CREDIT)
    assert await world.balance(plan.refunds[0].method.id) == 500


async def test_free_shipping_leaves_nothing_to_offer(world: World) -> None:
    order = await a_late_order(world, shipping_minor=0)
    offers = await world.run(
        lambda session: late_offers(session, world.shopper, order.number, clock=world.clock)
    )
    assert offers == ()
    with pytest.raises(RemedyNotOffered):
        await claim(world, order, Remedy.REFUND_SHIPPING)


async def test_a_wait_is_made_good_once(world: World) -> None:
    order = await a_late_order(world)
    await claim(world, order, Remedy.REFUND_SHIPPING)
    with pytest.raises(ProblemAlreadyReported):
        await claim(world, order, Remedy.REFUND_SHIPPING)


@pytest.mark.parametrize("promised_on", [None, days_ago(0), days_ago(-3)])
async def test_an_order_that_is_not_late_gets_nothing(world: World, promised_on) -> None:
    order = await a_late_order(world, promised_on=promised_on)
    with pytest.raises(OrderNotLate):
        await claim(world, order, Remedy.REFUND_SHIPPING)


async def test_what_was_given_for_the_wait_is_not_given_again_with_the_goods(world: World) -> None:
    value = {"remedies": ["store_credit"], "credit_minor": 500, "currency": "USD"}
    await world.add(Policy(name="late_order", value=value))
    order = await a_late_order(world, shipping_minor=0)
    await world.add(*a_parcel(order, order.lines, status=ShipmentStatus.LOST))
    await claim(world, order, Remedy.STORE_CREDIT)
    plan = await report(world, order)
    assert plan.refunds[0].amount == Money(3500, "USD")


async def told(world: World, order: Order) -> OrderReport:
    async def report_now(session):
        found = await get_order(session, world.customer.id, order.number)
        return await report_order(session, found, clock=world.clock)

    return await world.run(report_now)


async def test_a_parcel_that_is_sent_again_is_no_longer_lost(world: World) -> None:
    order, _ = await shipped(world)
    assert (await told(world, order)).standing is Standing.LOST
    await report(world, order, Remedy.REPLACEMENT)
    after = await told(world, order)
    assert after.standing is Standing.SHIPPED
    assert [parcel.is_sent_again for parcel in after.parcels] == [True, False]
    assert after.is_made_good


async def test_a_lost_parcel_that_was_refunded_is_made_good(world: World) -> None:
    order, _ = await shipped(world)
    assert not (await told(world, order)).is_made_good
    await report(world, order)
    after = await told(world, order)
    assert (after.standing, after.is_made_good) == (Standing.LOST, True)


async def test_a_replacement_that_is_lost_too_is_lost(world: World) -> None:
    order, _ = await shipped(world)
    await report(world, order, Remedy.REPLACEMENT)
    async with world.sessions.begin() as session:
        await session.execute(
            update(Shipment).where(Shipment.order_id == order.id).values(status=ShipmentStatus.LOST)
        )
    after = await told(world, order)
    assert (after.standing, after.is_made_good) == (Standing.LOST, False)


async def remedies(world: World, order: Order) -> tuple[Remedy, ...]:
    report_now = await told(world, order)
    return await world.run(lambda session: open_remedies(session, report_now))


async def test_what_is_offered_for_a_loss_is_offered_until_it_is_made_good(world: World) -> None:
    order, _ = await shipped(world)
    assert await remedies(world, order) == (Remedy.REPLACEMENT, Remedy.REFUND)
    await report(world, order, Remedy.REPLACEMENT)
    assert await remedies(world, order) == ()


async def test_what_a_person_looks_at_is_not_offered_again(world: World) -> None:
    order, _ = await shipped(world, a_line(world.black, unit_price_minor=30_001))
    await report(world, order)
    assert await remedies(world, order) == ()


async def test_what_is_offered_for_a_wait_is_offered_once(world: World) -> None:
    order = await a_late_order(world)
    assert await remedies(world, order) == (Remedy.REFUND_SHIPPING,)
    await claim(world, order, Remedy.REFUND_SHIPPING)
    assert await remedies(world, order) == ()


async def test_an_order_in_time_has_nothing_to_offer(world: World) -> None:
    assert await remedies(world, await a_late_order(world, promised_on=days_ago(-3))) == ()
