"""What the store does about a return, and what the shopper is told of it."""

from datetime import date

import pytest

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause
from commerce.errors import NotAllowed
from commerce.identity import IdentityLevel
from commerce.money import Money
from commerce.orders.models import Order, RefundStatus
from commerce.policies.models import Policy
from commerce.returns.exchange import ExchangeItem, RequestExchange
from commerce.returns.models import ItemCondition, ReturnReason, ReturnStatus
from commerce.returns.processing import ApproveReturn, RefuseReturn, ReturnMoved
from commerce.returns.receiving import ReceiveReturn
from commerce.returns.refunds import CompleteRefund, RefundNotPending
from commerce.returns.refusals import ReturnNotFound, ReturnNotOpen
from commerce.returns.request import RequestReturn, ReturnItem
from commerce.returns.status import refunds_of, return_state, returns_of
from tests.factories import a_cause, a_customer, a_line, a_shopper
from tests.world import World


async def opened(
    world: World,
    order: Order,
    refund_to: str | None = None,
    condition: ItemCondition = ItemCondition.UNOPENED,
) -> str:
    shopper = world.shopper
    items = tuple(ReturnItem(line.id, line.quantity, ReturnReason.DAMAGED, condition) for line in order.lines)
    command = RequestReturn(order.number, items, refund_to or world.card.id)
    done = await world.do(command, shopper)
    return done.rma_number


async def receive(world: World, rma_number: str) -> ReturnMoved:
    return await world.do(ReceiveReturn(rma_number), cause=a_cause())


async def limit_reviews(world: World) -> None:
    await world.add(Policy(name="return_review", value={"above_minor": 1, "currency": "USD"}))


async def test_receiving_restocks_and_sends_the_refund(world: World) -> None:
    order = await world.delivered()
    moved = await receive(world, await opened(world, order))
    assert moved.status is ReturnStatus.RECEIVED
    [refund] = await world.refunds(order)
    assert (refund.status, refund.expected_by) == (RefundStatus.PENDING, date(2026, 6, 24))
    assert await world.stock(world.black) == 11
    assert "received" in world.mail.mails[-1].subject


async def test_a_gift_card_is_credited_on_receipt_and_the_return_completed(world: World) -> None:
    order = await world.delivered(paid_with=world.gift_card)
    moved = await receive(world, await opened(world, order, world.gift_card.id))
    assert moved.status is ReturnStatus.COMPLETED
    assert await world.balance(world.gift_card.id) == 10_000


async def test_what_is_worn_does_not_go_back_into_stock(world: World) -> None:
    order = await world.delivered()
    await receive(world, await opened(world, order, condition=ItemCondition.DAMAGED))
    assert await world.stock(world.black) == 10


async def test_the_return_is_completed_when_its_refund_arrived(world: World) -> None:
    order = await world.delivered()
    rma_number = await opened(world, order)
    [refund] = await world.refunds(order)
    with pytest.raises(RefundNotPending):
        await world.do(CompleteRefund(refund.id), cause=a_cause())
    await receive(world, rma_number)
    await world.do(CompleteRefund(refund.id), cause=a_cause())
    state = await world.run(lambda session: return_state(session, world.shopper, rma_number))
    assert (state.status, state.refunds[0].status) == (ReturnStatus.COMPLETED, RefundStatus.COMPLETED)
    with pytest.raises(RefundNotPending):
        await world.do(CompleteRefund(refund.id), cause=a_cause())


async def test_nothing_is_received_twice(world: World) -> None:
    order = await world.delivered()
    rma_number = await opened(world, order)
    await receive(world, rma_number)
    with pytest.raises(ReturnNotOpen):
        await receive(world, rma_number)
    assert await world.stock(world.black) == 11


async def test_an_exchange_is_completed_on_receipt(world: World) -> None:
    order = await world.delivered()
    shopper = world.shopper
    command = RequestExchange(
        order.number, (ExchangeItem(order.lines[0].id, 1, world.white.sku),), world.card.id
    )
    done = await world.do(command, shopper)
    moved = await receive(world, done.rma_number)
    assert moved.status is ReturnStatus.COMPLETED
    assert (await world.stock(world.black), await world.stock(world.white)) == (11, 9)


async def test_an_approved_review_starts_the_refund(world: World) -> None:
    await limit_reviews(world)
    order = await world.delivered(points=40)
    rma_number = await opened(world, order)
    await world.do(ApproveReturn(rma_number), cause=a_cause())
    [refund] = await world.refunds(order)
    assert (refund.amount_minor, refund.payment_method_id) == (4000, world.card.id)
    assert await world.points() == 0
    assert rma_number in world.mail.mails[-1].text
    assert (await receive(world, rma_number)).status is ReturnStatus.RECEIVED


async def test_a_refused_review_frees_the_items_and_says_why(world: World) -> None:
    await limit_reviews(world)
    order = await world.delivered()
    rma_number = await opened(world, order)
    await world.do(RefuseReturn(rma_number, "the lamp was used outdoors"), cause=a_cause())
    assert (await world.lines(order))[0].returned_quantity == 0
    assert "used outdoors" in world.mail.mails[-1].text
    assert await world.refunds(order) == []


async def test_an_approved_return_is_not_reviewed_again(world: World) -> None:
    order = await world.delivered()
    rma_number = await opened(world, order)
    with pytest.raises(ReturnNotOpen):
        await world.do(ApproveReturn(rma_number), cause=a_cause())


async def test_a_shopper_receives_and_approves_nothing(world: World) -> None:
    order = await world.delivered()
    rma_number = await opened(world, order)
    cause = Cause(ActorKind.SHOPPER, world.customer.id)
    with pytest.raises(NotAllowed):
        await world.do(ReceiveReturn(rma_number), cause=cause)


async def test_the_shopper_is_told_what_how_much_where_to_and_when(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2))
    rma_number = await opened(world, order)
    await receive(world, rma_number)
    claimed = a_shopper(world.customer, IdentityLevel.CLAIMED)
    [state] = await world.run(lambda session: returns_of(session, claimed, order.number))
    assert [(each.title, each.quantity) for each in state.items] == [("Desk Lamp", 2)]
    [refund] = await world.run(lambda session: refunds_of(session, claimed))
    assert state.refunds == (refund,)
    assert (refund.amount, refund.rma_number) == (Money(8000, "USD"), rma_number)
    assert (refund.method.last_four, refund.expected_by) == ("4242", date(2026, 6, 24))


async def test_another_customers_returns_and_refunds_are_not_told(world: World) -> None:
    order = await world.delivered()
    rma_number = await opened(world, order)
    stranger = a_customer()
    await world.add(stranger)
    other = a_shopper(stranger)
    assert await world.run(lambda session: returns_of(session, other, order.number)) == []
    assert await world.run(lambda session: refunds_of(session, other, order.number)) == []
    with pytest.raises(ReturnNotFound):
        await world.run(lambda session: return_state(session, other, rma_number))
