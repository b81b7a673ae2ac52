"""Cancelling an order."""

from datetime import date

import pytest

from commerce.errors import NotAllowed
from commerce.identity import IdentityLevel
from commerce.money import Money
from commerce.order_changes.cancel import CancelOrder, CancelPlan, CancelReasonNeeded
from commerce.orders.models import CancelReason, Order, OrderStatus, RefundStatus
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotFound, OrderNotPending
from commerce.plans import PlanChanged, fingerprint
from tests.factories import NOON, a_customer, a_line, a_payment, a_shopper
from tests.world import World

REASON = CancelReason.NO_LONGER_NEEDED


async def cancel(world: World, order: Order, **overrides) -> CancelPlan:
    command = CancelOrder(**({"order_number": order.number, "reason": REASON} | overrides))
    shopper = world.shopper
    return await world.do(command, shopper)


async def test_a_pending_order_is_cancelled_with_its_reason(world: World) -> None:
    order = await world.order()
    await cancel(world, order, reason=CancelReason.ORDERED_BY_MISTAKE)
    stored = await world.fresh(order)
    assert stored.status is OrderStatus.CANCELLED
    assert stored.cancel_reason is CancelReason.ORDERED_BY_MISTAKE
    assert stored.cancelled_at == NOON


async def test_a_card_is_refunded_in_five_to_seven_business_days(world: World) -> None:
    order = await world.order()
    plan = await cancel(world, order)
    arrives = plan.refunds[0].arrives
    assert (arrives.earliest, arrives.latest) == (date(2026, 6, 22), date(2026, 6, 24))
    [refund] = await world.refunds(order)
    assert (refund.payment_method_id, refund.amount_minor) == (world.card.id, 4000)
    assert (refund.status, refund.expected_by) == (RefundStatus.PENDING, date(2026, 6, 24))


async def test_a_gift_card_is_refunded_at_once(world: World) -> None:
    order = await world.order(paid_with=world.gift_card)
    assert await world.balance(world.gift_card.id) == 6000
    plan = await cancel(world, order)
    assert plan.refunds[0].arrives is None
    assert await world.balance(world.gift_card.id) == 10_000
    [refund] = await world.refunds(order)
    assert refund.status is RefundStatus.COMPLETED


async def test_each_of_two_methods_gets_back_what_it_paid(world: World) -> None:
    order = await world.order(total_minor=3000)
    await world.add(a_payment(order, world.gift_card, 1000))
    await cancel(world, order)
    assert [(each.payment_method_id, each.amount_minor) for each in await world.refunds(order)] == [
        (world.gift_card.id, 1000),
        (world.card.id, 3000),
    ]


async def test_the_goods_go_back_into_stock(world: World) -> None:
    order = await world.order(a_line(world.black, quantity=3), a_line(world.black), a_line(world.mug))
    await cancel(world, order)
    assert (await world.stock(world.black), await world.stock(world.mug)) == (14, 11)


async def test_earned_points_are_clawed_back(world: World) -> None:
    order = await world.order(points=40)
    plan = await cancel(world, order)
    assert plan.points_clawed_back == 40
    assert await world.points() == 0


async def test_the_preview_is_what_happens(world: World) -> None:
    order = await world.order(paid_with=world.gift_card, points=7)
    command = CancelOrder(order.number, REASON)
    plan = await world.preview(command)
    assert plan.refund == Money(4000, "USD")
    assert (await world.fresh(order)).status is OrderStatus.PENDING
    assert await cancel(world, order, agreed=fingerprint(plan)) == plan


async def test_the_passing_of_midnight_does_not_change_what_was_agreed(world: World) -> None:
    order = await world.order()
    command = CancelOrder(order.number, REASON)
    plan = await world.preview(command)
    world.clock.forward(hours=13)
    assert (await cancel(world, order, agreed=fingerprint(plan))).refunds[0].arrives.latest == date(
        2026, 6, 25
    )


async def test_a_plan_that_is_no_longer_true_is_not_carried_out(world: World) -> None:
    order = await world.order()
    command = CancelOrder(order.number, REASON)
    plan = await world.preview(command)
    await world.add(a_payment(order, world.gift_card, 500))
    with pytest.raises(PlanChanged) as refusal:
        await cancel(world, order, agreed=fingerprint(plan))
    assert refusal.value.plan.refund == Money(4500, "USD")
    assert (await world.fresh(order)).status is OrderStatus.PENDING


@pytest.mark.parametrize("status", [each for each in OrderStatus if each is not OrderStatus.PENDING])
async def test_only_a_pending_order_is_cancelled(world: World, status: OrderStatus) -> None:
    order = await world.order(status=status)
    with pytest.raises(OrderNotPending) as refusal:
        await cancel(world, order)
    assert refusal.value.status is status
    assert (await world.refunds(order), await world.audited()) == ([], [])


async def test_an_order_with_changed_items_is_not_cancelled(world: World) -> None:
    order = await world.order(items_changed_at=NOON)
    with pytest.raises(ItemsAlreadyChanged):
        await cancel(world, order)


async def test_a_reason_that_no_shopper_gives_is_refused(world: World) -> None:
    order = await world.order()
    with pytest.raises(CancelReasonNeeded):
        await cancel(world, order, reason=CancelReason.UNKNOWN)


async def test_another_customers_order_does_not_exist(world: World) -> None:
    order = await world.order()
    stranger = a_customer()
    await world.add(stranger)
    shopper = a_shopper(stranger)
    with pytest.raises(OrderNotFound):
        await world.do(CancelOrder(order.number, REASON), shopper)


@pytest.mark.parametrize("level", [IdentityLevel.ANONYMOUS, IdentityLevel.CLAIMED])
async def test_only_a_verified_shopper_cancels(world: World, level: IdentityLevel) -> None:
    order = await world.order()
    shopper = a_shopper(world.customer, level)
    with pytest.raises(NotAllowed):
        await world.do(CancelOrder(order.number, REASON), shopper)


async def test_an_order_that_cost_nothing_is_cancelled_without_a_refund(world: World) -> None:
    order = await world.order(a_line(world.mug, discount_minor=1000), points=3)
    await cancel(world, order)
    assert (await world.refunds(order), await world.points()) == ([], 0)
