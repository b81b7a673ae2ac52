"""Returns."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Category
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import STORE_CREDIT, PaymentMethodNotFound
from commerce.documents.label import label_of
from commerce.money import Money
from commerce.orders.models import Order, OrderLine, OrderStatus, RefundStatus
from commerce.orders.refusals import OrderNotFound, QuantityNotInLine
from commerce.plans import PlanChanged, fingerprint
from commerce.policies.models import Policy
from commerce.policies.service import Remedy
from commerce.problems.late import ClaimLate
from commerce.returns.eligibility import refund_destinations, returnable_lines
from commerce.returns.models import ItemCondition, ReturnLine, ReturnReason, ReturnRequest, ReturnStatus
from commerce.returns.refusals import (
    AlreadyReturned,
    FinalSale,
    NotDelivered,
    RefundDestinationNotAllowed,
    ReturnWindowClosed,
)
from commerce.returns.request import RequestReturn, ReturnItem, ReturnOpened
from commerce.returns.rules import ReviewReason
from tests.factories import (
    NOON,
    a_card,
    a_category,
    a_customer,
    a_line,
    a_parcel,
    a_payment,
    a_product,
    a_shopper,
    a_variant,
    days_ago,
    earned_points,
)
from tests.world import World


def item(line: OrderLine, quantity: int = 1, **overrides) -> ReturnItem:
    fields = {"reason": ReturnReason.CHANGED_MIND, "condition": ItemCondition.UNOPENED}
    return ReturnItem(line.id, quantity, **(fields | overrides))


async def send_back(
    world: World, order: Order, *items: ReturnItem, refund_to: str | None = None, agreed: str | None = None
) -> ReturnOpened:
    shopper = world.shopper
    command = RequestReturn(order.number, items, refund_to or world.card.id, agreed=agreed)
    return await world.do(command, shopper)


async def stored(world: World) -> ReturnRequest:
    return (await world.run(lambda session: session.scalars(select(ReturnRequest)))).one()


async def test_an_approved_return_has_its_refund_pending(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2))
    opened = await send_back(world, order, item(order.lines[0]))
    request = await stored(world)
    assert (request.rma_number, request.status) == (opened.rma_number, ReturnStatus.APPROVED)
    assert (request.settlement_minor, request.refund_method_id) == (4000, world.card.id)
    [refund] = await world.refunds(order)
    assert (refund.amount_minor, refund.status, refund.expected_by) == (4000, RefundStatus.PENDING, None)
    assert refund.return_request_id == request.id
    [line] = await world.lines(order)
    assert line.returned_quantity == 1


async def test_a_gift_card_is_credited_only_when_the_goods_are_back(world: World) -> None:
    order = await world.delivered(paid_with=world.gift_card)
    opened = await send_back(world, order, item(order.lines[0]), refund_to=world.gift_card.id)
    assert opened.plan.refunds[0].after_receipt
    assert await world.balance(world.gift_card.id) == 6000


async def test_reason_and_condition_are_kept_for_each_line(world: World) -> None:
    order = await world.delivered()
    await send_back(
        world,
        order,
        item(order.lines[0], reason=ReturnReason.DAMAGED, condition=ItemCondition.DAMAGED),
    )
    line = (await world.run(lambda session: session.scalars(select(ReturnLine)))).one()
    assert (line.reason, line.condition, line.refund_minor) == (
        ReturnReason.DAMAGED,
        ItemCondition.DAMAGED,
        4000,
    )


async def test_the_shopper_gets_an_email_with_number_and_label(world: World) -> None:
    order = await world.delivered()
    opened = await send_back(world, order, item(order.lines[0]))
    [mail] = world.mail.mails
    assert mail.to == world.customer.email
    assert opened.rma_number in mail.subject
    token = mail.text.partition("/documents/")[2].split()[0]
    document = world.links.read(token, clock=world.clock)
    assert document.subject == opened.rma_number
    label = await world.run(lambda session: label_of(session, document.customer_id, document.subject))
    assert "1 x Desk Lamp" in label.as_html("Store")


async def test_parts_of_a_discounted_line_refund_exactly_what_was_paid(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=3, discount_minor=2000))
    amounts = []
    for _ in range(3):
        opened = await send_back(world, order, item(order.lines[0]))
        amounts.append(opened.plan.refund.amount_minor)
    assert amounts == [3333, 3333, 3334]


async def test_shipping_is_not_refunded_with_the_goods(world: World) -> None:
    order = await world.delivered(shipping_minor=499)
    opened = await send_back(world, order, item(order.lines[0]))
    assert opened.plan.refund == Money(4000, "USD")


async def test_what_was_given_for_a_late_delivery_is_not_given_again(world: World) -> None:
    value = {"remedies": ["store_credit"], "credit_minor": 500, "currency": "USD"}
    await world.add(Policy(name="late_order", value=value))
    order = await world.order(status=OrderStatus.SHIPPED, promised_on=days_ago(3))
    shopper = world.shopper
    await world.do(ClaimLate(order.number, Remedy.STORE_CREDIT), shopper)
    await world.run(lambda session: deliver(session, order))
    opened = await send_back(world, order, item(order.lines[0]))
    assert opened.plan.refund == Money(3500, "USD")


async def deliver(session: AsyncSession, order: Order) -> None:
    (await session.get_one(Order, order.id)).status = OrderStatus.DELIVERED


async def test_points_go_back_in_proportion(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=3), points=100)
    assert (await send_back(world, order, item(order.lines[0]))).plan.points_clawed_back == 33
    assert (await send_back(world, order, item(order.lines[0], 2))).plan.points_clawed_back == 67
    assert await world.points() == 0


async def test_expired_points_are_not_taken_again(world: World) -> None:
    order = await world.delivered()
    await world.add(earned_points(order, 40, expires_at=NOON - timedelta(days=1)))
    assert (await send_back(world, order, item(order.lines[0]))).plan.points_clawed_back == 0


async def test_store_credit_is_opened_when_it_is_chosen(world: World) -> None:
    order = await world.delivered()
    opened = await send_back(world, order, item(order.lines[0]), refund_to=STORE_CREDIT)
    [refund] = await world.refunds(order)
    assert refund.payment_method_id == opened.plan.refund_to.id
    assert opened.plan.refund_to.kind is PaymentMethodKind.STORE_CREDIT


async def test_two_returns_share_one_store_credit(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2))
    first = await send_back(world, order, item(order.lines[0]), refund_to=STORE_CREDIT)
    second = await send_back(world, order, item(order.lines[0]), refund_to=STORE_CREDIT)
    assert first.plan.refund_to == second.plan.refund_to


async def test_a_gift_card_on_file_may_be_chosen(world: World) -> None:
    order = await world.delivered()
    await send_back(world, order, item(order.lines[0]), refund_to=world.gift_card.id)
    [refund] = await world.refunds(order)
    assert refund.payment_method_id == world.gift_card.id


async def test_a_card_that_did_not_pay_may_not(world: World) -> None:
    order = await world.delivered()
    with pytest.raises(RefundDestinationNotAllowed) as refusal:
        await send_back(world, order, item(order.lines[0]), refund_to=world.paypal.id)
    kinds = [each.kind for each in refusal.value.allowed]
    assert kinds == [
        PaymentMethodKind.CREDIT_CARD,
        PaymentMethodKind.GIFT_CARD,
        PaymentMethodKind.STORE_CREDIT,
    ]
    told = await world.run(lambda session: refund_destinations(session, world.shopper, order.number))
    assert told == refusal.value.allowed


async def test_a_card_that_paid_gets_its_refund_even_when_it_was_removed(world: World) -> None:
    removed = a_card(world.customer, removed_at=NOON)
    await world.add(removed)
    order = await world.delivered(paid_with=removed)
    await send_back(world, order, item(order.lines[0]), refund_to=removed.id)
    [refund] = await world.refunds(order)
    assert refund.payment_method_id == removed.id


async def test_a_card_gets_no_more_than_it_paid(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2), total_minor=3000)
    await world.add(a_payment(order, world.gift_card, 5000))
    await send_back(world, order, item(order.lines[0], 2))
    assert [(each.payment_method_id, each.amount_minor) for each in await world.refunds(order)] == [
        (world.card.id, 3000),
        (world.gift_card.id, 5000),
    ]


async def test_another_customers_method_is_no_destination(world: World) -> None:
    stranger = a_customer()
    card = a_card(stranger)
    await world.add(stranger, card)
    order = await world.delivered()
    with pytest.raises(PaymentMethodNotFound):
        await send_back(world, order, item(order.lines[0]), refund_to=card.id)


async def test_the_preview_is_what_happens(world: World) -> None:
    order = await world.delivered(points=40)
    command = RequestReturn(order.number, (item(order.lines[0]),), world.card.id)
    plan = await world.preview(command)
    assert await world.refunds(order) == []
    opened = await send_back(world, order, *command.items, agreed=fingerprint(plan))
    assert opened.plan == plan


async def test_a_second_yes_to_the_same_summary_returns_nothing_more(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2))
    command = RequestReturn(order.number, (item(order.lines[0]),), world.card.id)
    plan = await world.preview(command)
    await send_back(world, order, *command.items, agreed=fingerprint(plan))
    with pytest.raises(PlanChanged):
        await send_back(world, order, *command.items, agreed=fingerprint(plan))
    assert (await world.lines(order))[0].returned_quantity == 1


async def test_the_window_closes_after_thirty_days(world: World) -> None:
    order = await world.delivered(delivered_at=NOON - timedelta(days=30))
    world.clock.forward(days=1)
    with pytest.raises(ReturnWindowClosed) as refusal:
        await send_back(world, order, item(order.lines[0]))
    assert refusal.value.closed_on == NOON.date()
    world.clock.forward(days=-1)
    await send_back(world, order, item(order.lines[0]))


async def test_the_window_is_the_categorys(world: World) -> None:
    category = a_category()
    product = a_product(category_id=category.id)
    shoe = a_variant(product)
    await world.add(category, product, shoe)
    await world.add(Policy(name="return_window", category_id=category.id, value={"days": 60}))
    order = await world.delivered(a_line(shoe), delivered_at=NOON - timedelta(days=60))
    await send_back(world, order, item(order.lines[0]))


async def test_an_unknown_delivery_date_is_allowed_and_noted(world: World) -> None:
    order = await world.delivered(delivered_at=None)
    opened = await send_back(world, order, item(order.lines[0]))
    assert opened.plan.verdict.reasons == (ReviewReason.DELIVERY_DATE_UNKNOWN,)
    request = await stored(world)
    assert (request.status, request.verdict_reason) == (ReturnStatus.APPROVED, "delivery_date_unknown")


async def test_a_product_in_final_sale_stays(world: World) -> None:
    product = a_product(is_final_sale=True)
    variant = a_variant(product)
    await world.add(product, variant)
    order = await world.delivered(a_line(variant))
    with pytest.raises(FinalSale):
        await send_back(world, order, item(order.lines[0]))


async def test_a_category_in_final_sale_stays(world: World) -> None:
    category: Category = a_category()
    product = a_product(category_id=category.id)
    variant = a_variant(product)
    await world.add(category, product, variant)
    await world.add(Policy(name="final_sale", category_id=category.id, value={"is_final": True}))
    order = await world.delivered(a_line(variant))
    with pytest.raises(FinalSale):
        await send_back(world, order, item(order.lines[0]))


@pytest.mark.parametrize("status", [each for each in OrderStatus if each is not OrderStatus.DELIVERED])
async def test_what_was_not_delivered_cannot_come_back(world: World, status: OrderStatus) -> None:
    order = await world.order(status=status)
    with pytest.raises(NotDelivered):
        await send_back(world, order, item(order.lines[0]))


async def test_a_parcel_that_arrived_can_come_back_while_another_is_on_its_way(world: World) -> None:
    order = await world.order(a_line(world.black), a_line(world.mug), status=OrderStatus.SHIPPED)
    lamp, mug = order.lines
    parcel, contents = a_parcel(order, [lamp], delivered_at=NOON - timedelta(days=3))
    await world.add(parcel, contents)
    await send_back(world, order, item(lamp))
    with pytest.raises(NotDelivered):
        await send_back(world, order, item(mug))


async def test_the_window_runs_from_the_parcel_that_held_the_item(world: World) -> None:
    order = await world.delivered(delivered_at=NOON)
    parcel, contents = a_parcel(order, order.lines, delivered_at=NOON - timedelta(days=31))
    await world.add(parcel, contents)
    with pytest.raises(ReturnWindowClosed):
        await send_back(world, order, item(order.lines[0]))


async def test_no_more_comes_back_than_was_bought(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2))
    [line] = order.lines
    with pytest.raises(QuantityNotInLine):
        await send_back(world, order, item(line, 3))
    await send_back(world, order, item(line, 2))
    with pytest.raises(AlreadyReturned):
        await send_back(world, order, item(line))


async def test_a_return_above_the_limit_waits_for_a_person(world: World) -> None:
    await world.add(Policy(name="return_review", value={"above_minor": 3999, "currency": "USD"}))
    order = await world.delivered(points=40)
    opened = await send_back(world, order, item(order.lines[0]))
    assert opened.plan.verdict.status is ReturnStatus.MANUAL_REVIEW
    assert (await world.refunds(order), await world.points()) == ([], 40)
    assert (await world.lines(order))[0].returned_quantity == 1
    assert "looking at" in world.mail.mails[0].subject


async def test_small_returns_of_one_order_count_together_for_the_limit(world: World) -> None:
    await world.add(Policy(name="return_review", value={"above_minor": 7999, "currency": "USD"}))
    order = await world.delivered(a_line(world.black, quantity=2))
    first = await send_back(world, order, item(order.lines[0]))
    second = await send_back(world, order, item(order.lines[0]))
    assert first.plan.verdict.status is ReturnStatus.APPROVED
    assert second.plan.verdict.status is ReturnStatus.MANUAL_REVIEW


async def test_another_customers_order_does_not_exist(world: World) -> None:
    order = await world.delivered()
    stranger = a_customer()
    await world.add(stranger)
    shopper = a_shopper(stranger)
    command = RequestReturn(order.number, (item(order.lines[0]),), STORE_CREDIT)
    with pytest.raises(OrderNotFound):
        await world.do(command, shopper)


async def test_what_could_come_back_is_told_line_by_line(world: World) -> None:
    final = a_product(is_final_sale=True)
    variant = a_variant(final)
    await world.add(final, variant)
    order = await world.delivered(a_line(world.black, quantity=2, returned_quantity=0), a_line(variant))
    await send_back(world, order, item(order.lines[0]))
    lamp, other = await world.run(
        lambda session: returnable_lines(session, world.shopper, order.number, clock=world.clock)
    )
    assert (lamp.quantity, lamp.refusal, lamp.closes_on) == (1, None, (NOON + timedelta(days=25)).date())
    assert (other.quantity, type(other.refusal)) == (0, FinalSale)
