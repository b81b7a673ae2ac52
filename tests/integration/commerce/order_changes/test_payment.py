"""Paying an order with something else."""

import pytest

from commerce.customers.credit import InsufficientBalance
from commerce.customers.payment_methods import PaymentMethodNotFound
from commerce.order_changes.payment import ChangePayment, NothingToPay, PaymentPlan, SamePaymentMethod
from commerce.orders.models import Order, OrderStatus, RefundStatus
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotPending
from commerce.plans import fingerprint
from tests.factories import NOON, a_card, a_customer, a_line, a_payment
from tests.world import World


async def change(world: World, order: Order, method_id: str, agreed: str | None = None) -> PaymentPlan:
    shopper = world.shopper
    command = ChangePayment(order.number, method_id, agreed=agreed)
    return await world.do(command, shopper)


async def test_the_new_method_is_charged_and_the_old_one_refunded(world: World) -> None:
    order = await world.order()
    await change(world, order, world.paypal.id)
    assert {(each.payment_method_id, each.amount_minor) for each in await world.payments(order)} == {
        (world.card.id, 4000),
        (world.paypal.id, 4000),
    }
    [refund] = await world.refunds(order)
    assert (refund.payment_method_id, refund.amount_minor) == (world.card.id, 4000)
    assert refund.status is RefundStatus.PENDING
    assert (await world.fresh(order)).payment_method_id == world.paypal.id


async def test_a_gift_card_that_covers_the_total_pays_at_once(world: World) -> None:
    order = await world.order()
    await change(world, order, world.gift_card.id)
    assert await world.balance(world.gift_card.id) == 6000


async def test_a_gift_card_that_paid_has_its_money_back_at_once(world: World) -> None:
    order = await world.order(paid_with=world.gift_card)
    await change(world, order, world.card.id)
    assert await world.balance(world.gift_card.id) == 10_000


async def test_a_gift_card_that_does_not_cover_the_total_is_refused(world: World) -> None:
    order = await world.order(a_line(world.black, quantity=3))
    with pytest.raises(InsufficientBalance) as refusal:
        await change(world, order, world.gift_card.id)
    assert (refusal.value.balance.amount_minor, refusal.value.needed.amount_minor) == (10_000, 12_000)
    assert len(await world.payments(order)) == 1


async def test_a_second_change_refunds_only_what_is_still_paid(world: World) -> None:
    order = await world.order()
    await change(world, order, world.paypal.id)
    await change(world, order, world.gift_card.id)
    assert [(each.payment_method_id, each.amount_minor) for each in await world.refunds(order)] == [
        (world.card.id, 4000),
        (world.paypal.id, 4000),
    ]
    assert await world.balance(world.gift_card.id) == 6000


async def test_two_methods_are_replaced_by_one(world: World) -> None:
    order = await world.order(total_minor=3000)
    await world.add(a_payment(order, world.gift_card, 1000))
    plan = await change(world, order, world.paypal.id)
    assert plan.charge.amount.amount_minor == 4000
    assert {each.method.id for each in plan.refunds} == {world.card.id, world.gift_card.id}


async def test_the_preview_is_what_happens(world: World) -> None:
    order = await world.order()
    plan = await world.preview(ChangePayment(order.number, world.paypal.id))
    assert (len(await world.payments(order)), await world.refunds(order)) == (1, [])
    assert await change(world, order, world.paypal.id, fingerprint(plan)) == plan


async def test_the_method_it_has_is_no_change(world: World) -> None:
    order = await world.order()
    with pytest.raises(SamePaymentMethod) as refusal:
        await change(world, order, world.card.id)
    assert refusal.value.method.last_four == "4242"


async def test_another_customers_method_does_not_exist(world: World) -> None:
    stranger = a_customer()
    card = a_card(stranger)
    await world.add(stranger, card)
    with pytest.raises(PaymentMethodNotFound):
        await change(world, await world.order(), card.id)


async def test_a_removed_method_does_not_exist(world: World) -> None:
    removed = a_card(world.customer, removed_at=NOON)
    await world.add(removed)
    with pytest.raises(PaymentMethodNotFound):
        await change(world, await world.order(), removed.id)


async def test_an_order_that_cost_nothing_has_no_payment_to_change(world: World) -> None:
    order = await world.order(a_line(world.mug, discount_minor=1000))
    with pytest.raises(NothingToPay):
        await change(world, order, world.paypal.id)


@pytest.mark.parametrize("status", [each for each in OrderStatus if each is not OrderStatus.PENDING])
async def test_only_a_pending_order_is_paid_otherwise(world: World, status: OrderStatus) -> None:
    order = await world.order(status=status)
    with pytest.raises(OrderNotPending):
        await change(world, order, world.paypal.id)


async def test_an_order_with_changed_items_is_not_paid_otherwise(world: World) -> None:
    order = await world.order(items_changed_at=NOON)
    with pytest.raises(ItemsAlreadyChanged):
        await change(world, order, world.paypal.id)
