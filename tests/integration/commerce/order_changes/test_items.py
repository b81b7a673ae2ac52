"""Changing items of an order to other variants."""

from uuid import uuid4

import pytest

from commerce.catalogue.variants import (
    NotSameProduct,
    SameVariant,
    VariantNotFound,
    VariantUnavailable,
    available_alternatives,
)
from commerce.customers.credit import InsufficientBalance
from commerce.customers.payment_methods import PaymentMethodNotFound
from commerce.order_changes.cancel import CancelOrder
from commerce.order_changes.items import ChangeItems, ItemChange, ItemsPlan
from commerce.orders.models import CancelReason, Order, OrderLine, OrderStatus, RefundStatus
from commerce.orders.refusals import (
    ItemsAlreadyChanged,
    LineNamedTwice,
    NoItems,
    OrderLineNotFound,
    OrderNotPending,
    QuantityNotInLine,
)
from commerce.orders.settlement import PaymentMethodNeeded
from commerce.plans import PlanChanged, fingerprint
from tests.factories import a_gift_card, a_line, a_variant, an_opening_balance
from tests.world import World


def swap(line: OrderLine, sku: str, quantity: int | None = None) -> ItemChange:
    return ItemChange(line.id, sku, quantity)


async def change(
    world: World, order: Order, *items: ItemChange, pay_with: str | None = None, agreed: str | None = None
) -> ItemsPlan:
    shopper = world.shopper
    command = ChangeItems(order.number, items, pay_with, agreed=agreed)
    return await world.do(command, shopper)


async def test_a_dearer_variant_is_charged(world: World) -> None:
    order = await world.order()
    plan = await change(world, order, swap(order.lines[0], world.white.sku), pay_with=world.paypal.id)
    assert plan.settlement.difference.amount_minor == 500
    assert sorted(each.amount_minor for each in await world.payments(order)) == [500, 4000]
    [line] = await world.lines(order)
    assert (line.sku, line.unit_price_minor, line.options) == (world.white.sku, 4500, {"color": "white"})
    stored = await world.fresh(order)
    assert (stored.total_minor, stored.status) == (4500, OrderStatus.PENDING)


async def test_a_cheaper_variant_is_refunded_to_the_method_chosen(world: World) -> None:
    order = await world.order()
    await change(world, order, swap(order.lines[0], world.red.sku), pay_with=world.gift_card.id)
    [refund] = await world.refunds(order)
    assert (refund.amount_minor, refund.status) == (500, RefundStatus.COMPLETED)
    assert await world.balance(world.gift_card.id) == 10_500


async def test_the_stock_of_both_variants_moves(world: World) -> None:
    order = await world.order(a_line(world.black, quantity=2))
    await change(world, order, swap(order.lines[0], world.white.sku), pay_with=world.card.id)
    assert (await world.stock(world.black), await world.stock(world.white)) == (12, 8)


async def test_all_items_are_settled_together(world: World) -> None:
    order = await world.order(a_line(world.black), a_line(world.black))
    first, second = order.lines
    plan = await change(world, order, swap(first, world.white.sku), swap(second, world.red.sku))
    assert plan.settlement.difference.amount_minor == 0
    assert (len(await world.payments(order)), await world.refunds(order)) == (1, [])


async def test_some_of_a_line_become_a_line_of_their_own(world: World) -> None:
    order = await world.order(a_line(world.black, quantity=3, discount_minor=1000))
    await change(world, order, swap(order.lines[0], world.white.sku, 1), pay_with=world.card.id)
    kept, changed = await world.lines(order)
    assert (kept.sku, kept.quantity, kept.discount_minor) == (world.black.sku, 2, 667)
    assert (changed.sku, changed.quantity, changed.discount_minor) == (world.white.sku, 1, 333)
    assert (await world.fresh(order)).total_minor == kept.paid_minor + changed.paid_minor


async def test_the_price_is_todays_and_not_the_one_of_the_line(world: World) -> None:
    order = await world.order(a_line(world.black, unit_price_minor=3900))
    plan = await change(world, order, swap(order.lines[0], world.white.sku), pay_with=world.card.id)
    assert plan.settlement.difference.amount_minor == 600


async def test_items_are_changed_once_and_close_the_order(world: World) -> None:
    order = await world.order()
    await change(world, order, swap(order.lines[0], world.white.sku), pay_with=world.card.id)
    with pytest.raises(ItemsAlreadyChanged):
        await change(world, order, swap(order.lines[0], world.red.sku), pay_with=world.card.id)
    shopper = world.shopper
    command = CancelOrder(order.number, CancelReason.OTHER)
    with pytest.raises(ItemsAlreadyChanged):
        await world.do(command, shopper)


async def test_the_preview_is_what_happens(world: World) -> None:
    order = await world.order()
    command = ChangeItems(order.number, (swap(order.lines[0], world.white.sku),), world.card.id)
    plan = await world.preview(command)
    assert (await world.lines(order))[0].sku == world.black.sku
    assert (
        await change(world, order, *command.items, pay_with=world.card.id, agreed=fingerprint(plan)) == plan
    )


async def test_a_price_that_moved_since_the_summary_is_not_charged(world: World) -> None:
    order = await world.order()
    command = ChangeItems(order.number, (swap(order.lines[0], world.white.sku),), world.card.id)
    plan = await world.preview(command)

    async def raise_price(session) -> None:
        (await session.get_one(type(world.white), world.white.sku)).price_minor = 9900

    await world.run(raise_price)
    with pytest.raises(PlanChanged) as refusal:
        await change(world, order, *command.items, pay_with=world.card.id, agreed=fingerprint(plan))
    assert refusal.value.plan.settlement.difference.amount_minor == 5900
    assert len(await world.payments(order)) == 1


async def test_a_difference_asks_for_a_method(world: World) -> None:
    order = await world.order()
    with pytest.raises(PaymentMethodNeeded) as refusal:
        await change(world, order, swap(order.lines[0], world.white.sku))
    assert refusal.value.difference.amount_minor == 500


async def test_a_gift_card_has_to_cover_the_difference(world: World) -> None:
    poor = a_gift_card(world.customer)
    await world.add(poor, an_opening_balance(poor, 499))
    order = await world.order()
    with pytest.raises(InsufficientBalance):
        await change(world, order, swap(order.lines[0], world.white.sku), pay_with=poor.id)


async def test_a_method_that_is_not_on_file_is_refused(world: World) -> None:
    order = await world.order()
    with pytest.raises(PaymentMethodNotFound):
        await change(world, order, swap(order.lines[0], world.white.sku), pay_with="nobodys_card")


@pytest.mark.parametrize("quantity", [0, -1, 2])
async def test_the_quantity_has_to_be_in_the_line(world: World, quantity: int) -> None:
    order = await world.order()
    with pytest.raises(QuantityNotInLine):
        await change(world, order, swap(order.lines[0], world.white.sku, quantity), pay_with=world.card.id)


async def test_the_same_variant_is_no_change(world: World) -> None:
    order = await world.order()
    with pytest.raises(SameVariant):
        await change(world, order, swap(order.lines[0], world.black.sku))


async def test_another_product_is_refused(world: World) -> None:
    order = await world.order()
    with pytest.raises(NotSameProduct):
        await change(world, order, swap(order.lines[0], world.mug.sku), pay_with=world.card.id)


async def test_a_sold_out_variant_is_refused_and_others_are_known(world: World) -> None:
    order = await world.order()
    with pytest.raises(VariantUnavailable) as refusal:
        await change(world, order, swap(order.lines[0], world.blue.sku))
    assert refusal.value.in_stock == 0
    others = await world.run(lambda session: available_alternatives(session, world.black.sku))
    assert [each.sku for each in others] == [world.red.sku, world.white.sku]


async def test_a_variant_that_is_not_offered_is_refused(world: World) -> None:
    withdrawn = a_variant(world.lamp, is_offered=False, stock_on_hand=None)
    await world.add(withdrawn)
    order = await world.order()
    with pytest.raises(VariantUnavailable):
        await change(world, order, swap(order.lines[0], withdrawn.sku))


async def test_two_lines_cannot_share_the_last_one(world: World) -> None:
    rare = a_variant(world.lamp, stock_on_hand=1)
    await world.add(rare)
    order = await world.order(a_line(world.black), a_line(world.black))
    first, second = order.lines
    with pytest.raises(VariantUnavailable):
        await change(world, order, swap(first, rare.sku), swap(second, rare.sku))


async def test_stock_that_is_not_counted_is_not_moved(world: World) -> None:
    uncounted = a_variant(world.lamp, stock_on_hand=None)
    await world.add(uncounted)
    order = await world.order()
    await change(world, order, swap(order.lines[0], uncounted.sku))
    assert await world.stock(uncounted) is None


async def test_an_unknown_variant_is_refused(world: World) -> None:
    order = await world.order()
    with pytest.raises(VariantNotFound):
        await change(world, order, swap(order.lines[0], "no_such_sku"))


async def test_lines_have_to_be_named_once_and_be_the_orders(world: World) -> None:
    order = await world.order()
    [line] = order.lines
    with pytest.raises(NoItems):
        await change(world, order)
    with pytest.raises(LineNamedTwice):
        await change(world, order, swap(line, world.white.sku), swap(line, world.red.sku))
    with pytest.raises(OrderLineNotFound):
        await change(world, order, ItemChange(uuid4(), world.white.sku))


@pytest.mark.parametrize("status", [each for each in OrderStatus if each is not OrderStatus.PENDING])
async def test_only_a_pending_orders_items_are_changed(world: World, status: OrderStatus) -> None:
    order = await world.order(status=status)
    with pytest.raises(OrderNotPending):
        await change(world, order, swap(order.lines[0], world.white.sku), pay_with=world.card.id)
