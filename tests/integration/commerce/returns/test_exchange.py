"""Exchanges."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from commerce.catalogue.variants import NotSameProduct, SameVariant, VariantUnavailable
from commerce.customers.credit import InsufficientBalance
from commerce.orders.models import Order, OrderLine, OrderStatus, RefundStatus
from commerce.orders.settlement import PaymentMethodNeeded
from commerce.plans import fingerprint
from commerce.policies.models import Policy
from commerce.returns.exchange import ExchangeItem, ExchangeOpened, RequestExchange
from commerce.returns.models import ReturnKind, ReturnLine, ReturnRequest, ReturnStatus
from commerce.returns.processing import ApproveReturn, RefuseReturn
from commerce.returns.refusals import AlreadyReturned, NotDelivered, ReturnWindowClosed
from commerce.returns.rules import ReviewReason, Verdict
from commerce.returns.withdraw import CancelReturn
from tests.factories import NOON, a_cause, a_gift_card, a_line, an_opening_balance
from tests.world import World


async def exchange(
    world: World,
    order: Order,
    *items: tuple[OrderLine, str],
    quantity: int = 1,
    pay_with: str | None = None,
    agreed: str | None = None,
) -> ExchangeOpened:
    shopper = world.shopper
    wanted = tuple(ExchangeItem(line.id, quantity, sku) for line, sku in items)
    command = RequestExchange(order.number, wanted, pay_with, agreed=agreed)
    return await world.do(command, shopper)


async def test_a_dearer_variant_is_charged_now_and_set_aside(world: World) -> None:
    order = await world.delivered()
    opened = await exchange(world, order, (order.lines[0], world.white.sku), pay_with=world.paypal.id)
    assert opened.plan.settlement.charge.amount.amount_minor == 500
    assert {(each.payment_method_id, each.amount_minor) for each in await world.payments(order)} == {
        (world.card.id, 4000),
        (world.paypal.id, 500),
    }
    assert (await world.stock(world.white), await world.stock(world.black)) == (9, 10)


async def test_the_request_names_what_goes_out(world: World) -> None:
    order = await world.delivered()
    opened = await exchange(world, order, (order.lines[0], world.white.sku), pay_with=world.card.id)
    request = (await world.run(lambda session: session.scalars(select(ReturnRequest)))).one()
    line = (await world.run(lambda session: session.scalars(select(ReturnLine)))).one()
    assert (request.rma_number, request.kind) == (opened.rma_number, ReturnKind.EXCHANGE)
    assert (request.status, request.settlement_minor) == (ReturnStatus.APPROVED, -500)
    assert (line.exchange_sku, line.quantity, line.refund_minor) == (world.white.sku, 1, 0)
    assert opened.rma_number in world.mail.mails[0].subject


async def test_a_cheaper_variant_is_refunded_once_the_goods_are_back(world: World) -> None:
    order = await world.delivered(points=40)
    opened = await exchange(world, order, (order.lines[0], world.red.sku), pay_with=world.gift_card.id)
    [refund] = await world.refunds(order)
    assert (refund.amount_minor, refund.status) == (500, RefundStatus.PENDING)
    assert await world.balance(world.gift_card.id) == 10_000
    assert (opened.plan.points_clawed_back, await world.points()) == (5, 35)


async def test_an_even_exchange_needs_no_method(world: World) -> None:
    order = await world.delivered(a_line(world.white), a_line(world.red, unit_price_minor=4000))
    first, second = order.lines
    opened = await exchange(world, order, (first, world.black.sku), (second, world.white.sku))
    assert opened.plan.settlement.difference.amount_minor == 0
    assert (len(await world.payments(order)), await world.refunds(order)) == (1, [])


async def test_a_discounted_item_keeps_its_discount(world: World) -> None:
    order = await world.delivered(a_line(world.black, discount_minor=1000))
    opened = await exchange(world, order, (order.lines[0], world.white.sku), pay_with=world.card.id)
    assert opened.plan.settlement.difference.amount_minor == 500


async def test_no_more_goes_back_than_was_paid(world: World) -> None:
    order = await world.delivered(a_line(world.white, discount_minor=4400))
    opened = await exchange(world, order, (order.lines[0], world.red.sku), pay_with=world.card.id)
    assert opened.plan.settlement.difference.amount_minor == -100


async def test_the_preview_is_what_happens(world: World) -> None:
    order = await world.delivered()
    items = (ExchangeItem(order.lines[0].id, 1, world.white.sku),)
    command = RequestExchange(order.number, items, world.card.id)
    plan = await world.preview(command)
    assert await world.stock(world.white) == 10
    opened = await exchange(
        world, order, (order.lines[0], world.white.sku), pay_with=world.card.id, agreed=fingerprint(plan)
    )
    assert opened.plan == plan


async def test_some_of_a_line_can_be_exchanged_and_the_rest_not_twice(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=3))
    [line] = order.lines
    await exchange(world, order, (line, world.white.sku), quantity=2, pay_with=world.card.id)
    await exchange(world, order, (line, world.red.sku), pay_with=world.card.id)
    with pytest.raises(AlreadyReturned):
        await exchange(world, order, (line, world.white.sku), pay_with=world.card.id)


@pytest.mark.parametrize("status", [each for each in OrderStatus if each is not OrderStatus.DELIVERED])
async def test_only_what_was_delivered_is_exchanged(world: World, status: OrderStatus) -> None:
    order = await world.order(status=status)
    with pytest.raises(NotDelivered):
        await exchange(world, order, (order.lines[0], world.white.sku), pay_with=world.card.id)


async def test_the_window_is_that_of_returns(world: World) -> None:
    order = await world.delivered(delivered_at=NOON - timedelta(days=31))
    with pytest.raises(ReturnWindowClosed):
        await exchange(world, order, (order.lines[0], world.white.sku), pay_with=world.card.id)


async def test_the_new_variant_has_to_be_another_of_the_same_product(world: World) -> None:
    order = await world.delivered()
    with pytest.raises(SameVariant):
        await exchange(world, order, (order.lines[0], world.black.sku))
    with pytest.raises(NotSameProduct):
        await exchange(world, order, (order.lines[0], world.mug.sku))


async def test_the_new_variant_has_to_be_in_stock(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=11))
    with pytest.raises(VariantUnavailable):
        await exchange(world, order, (order.lines[0], world.blue.sku))
    with pytest.raises(VariantUnavailable) as refusal:
        await exchange(world, order, (order.lines[0], world.white.sku), quantity=11, pay_with=world.card.id)
    assert (refusal.value.asked, refusal.value.in_stock) == (11, 10)


async def test_a_difference_asks_for_a_method_that_covers_it(world: World) -> None:
    poor = a_gift_card(world.customer)
    await world.add(poor, an_opening_balance(poor, 499))
    order = await world.delivered()
    with pytest.raises(PaymentMethodNeeded):
        await exchange(world, order, (order.lines[0], world.white.sku))
    with pytest.raises(InsufficientBalance):
        await exchange(world, order, (order.lines[0], world.white.sku), pay_with=poor.id)


async def limited_to(world: World, above_minor: int) -> None:
    value = {"above_minor": above_minor, "currency": "USD"}
    await world.add(Policy(name="return_review", value=value))


async def test_above_the_limit_a_person_decides_and_no_money_moves_before(world: World) -> None:
    await limited_to(world, 3999)
    order = await world.delivered()
    opened = await exchange(world, order, (order.lines[0], world.white.sku), pay_with=world.gift_card.id)
    assert opened.plan.verdict == Verdict(ReturnStatus.MANUAL_REVIEW, (ReviewReason.ABOVE_LIMIT,))
    assert (len(await world.payments(order)), await world.balance(world.gift_card.id)) == (1, 10_000)
    assert await world.stock(world.white) == 9
    assert "looking at" in world.mail.mails[-1].subject
    await world.do(ApproveReturn(opened.rma_number), cause=a_cause())
    assert (len(await world.payments(order)), await world.balance(world.gift_card.id)) == (2, 9_500)


async def test_what_goes_back_for_a_reviewed_exchange_starts_when_it_is_approved(world: World) -> None:
    await limited_to(world, 3999)
    order = await world.delivered(points=40)
    opened = await exchange(world, order, (order.lines[0], world.red.sku), pay_with=world.gift_card.id)
    assert (await world.refunds(order), await world.points()) == ([], 40)
    await world.do(ApproveReturn(opened.rma_number), cause=a_cause())
    [refund] = await world.refunds(order)
    assert (refund.amount_minor, refund.reason, refund.status) == (500, "exchanged", RefundStatus.PENDING)
    assert await world.points() == 35


@pytest.mark.parametrize("is_refused", [True, False])
async def test_a_reviewed_exchange_that_comes_to_nothing_charged_nothing(
    world: World, is_refused: bool
) -> None:
    await limited_to(world, 3999)
    order = await world.delivered()
    opened = await exchange(world, order, (order.lines[0], world.white.sku), pay_with=world.card.id)
    if is_refused:
        await world.do(RefuseReturn(opened.rma_number, "worn"), cause=a_cause())
    else:
        command = CancelReturn(opened.rma_number)
        shopper = world.shopper
        await world.do(command, shopper)
    assert (len(await world.payments(order)), await world.refunds(order)) == (1, [])
    assert (await world.stock(world.white), (await world.lines(order))[0].returned_quantity) == (10, 0)


async def test_at_the_limit_nobody_has_to_look(world: World) -> None:
    await limited_to(world, 4000)
    order = await world.delivered()
    opened = await exchange(world, order, (order.lines[0], world.white.sku), pay_with=world.card.id)
    assert opened.plan.verdict.status is ReturnStatus.APPROVED
