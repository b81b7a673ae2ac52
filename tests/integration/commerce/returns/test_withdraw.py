"""Withdrawing a return or an exchange."""

import pytest

from commerce.orders.models import Order, RefundStatus
from commerce.plans import fingerprint
from commerce.policies.models import Policy
from commerce.returns.exchange import ExchangeItem, RequestExchange
from commerce.returns.models import ItemCondition, ReturnReason, ReturnStatus
from commerce.returns.receiving import ReceiveReturn
from commerce.returns.refusals import ReturnNotFound, ReturnNotOpen
from commerce.returns.request import RequestReturn, ReturnItem
from commerce.returns.status import return_state
from commerce.returns.withdraw import CancelReturn, CancelReturnPlan
from tests.factories import a_cause, a_customer, a_line, a_shopper
from tests.world import World


async def opened_return(world: World, order: Order, quantity: int = 1) -> str:
    shopper = world.shopper
    item = ReturnItem(order.lines[0].id, quantity, ReturnReason.SIZE, ItemCondition.UNOPENED)
    command = RequestReturn(order.number, (item,), world.card.id)
    opened = await world.do(command, shopper)
    return opened.rma_number


async def opened_exchange(world: World, order: Order, sku: str, pay_with: str) -> str:
    shopper = world.shopper
    command = RequestExchange(order.number, (ExchangeItem(order.lines[0].id, 1, sku),), pay_with)
    opened = await world.do(command, shopper)
    return opened.rma_number


async def withdraw(world: World, rma_number: str, agreed: str | None = None) -> CancelReturnPlan:
    shopper = world.shopper
    command = CancelReturn(rma_number, agreed=agreed)
    return await world.do(command, shopper)


async def test_everything_is_as_before_the_return(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2), points=80)
    rma_number = await opened_return(world, order)
    assert await world.points() == 40
    plan = await withdraw(world, rma_number)
    assert plan.refund_withdrawn.amount_minor == 4000
    [refund] = await world.refunds(order)
    assert refund.status is RefundStatus.REVERSED
    assert (await world.lines(order))[0].returned_quantity == 0
    assert await world.points() == 80
    state = await world.run(lambda session: return_state(session, world.shopper, rma_number))
    assert (state.status, state.refunds) == (ReturnStatus.CANCELLED, ())


async def test_what_was_withdrawn_can_come_back_again(world: World) -> None:
    order = await world.delivered(points=80)
    await withdraw(world, await opened_return(world, order))
    await opened_return(world, order)
    assert (await world.lines(order))[0].returned_quantity == 1
    assert await world.points() == 0


async def test_the_preview_is_what_happens(world: World) -> None:
    order = await world.delivered()
    rma_number = await opened_return(world, order)
    plan = await world.preview(CancelReturn(rma_number))
    assert await withdraw(world, rma_number, fingerprint(plan)) == plan


async def test_a_withdrawn_exchange_gives_the_variant_back_and_the_difference(world: World) -> None:
    order = await world.delivered()
    rma_number = await opened_exchange(world, order, world.white.sku, world.gift_card.id)
    assert (await world.stock(world.white), await world.balance(world.gift_card.id)) == (9, 9500)
    await withdraw(world, rma_number)
    assert (await world.stock(world.white), await world.balance(world.gift_card.id)) == (10, 10_000)


async def test_a_withdrawn_exchange_sends_no_difference_back(world: World) -> None:
    order = await world.delivered(points=40)
    rma_number = await opened_exchange(world, order, world.red.sku, world.card.id)
    await withdraw(world, rma_number)
    [refund] = await world.refunds(order)
    assert (refund.status, await world.points()) == (RefundStatus.REVERSED, 40)
    assert await world.stock(world.red) == 10


async def test_a_return_in_review_can_be_withdrawn(world: World) -> None:
    await world.add(Policy(name="return_review", value={"above_minor": 1, "currency": "USD"}))
    order = await world.delivered()
    await withdraw(world, await opened_return(world, order))
    assert (await world.lines(order))[0].returned_quantity == 0


async def test_what_was_received_cannot_be_withdrawn(world: World) -> None:
    order = await world.delivered()
    rma_number = await opened_return(world, order)
    await world.do(ReceiveReturn(rma_number), cause=a_cause())
    with pytest.raises(ReturnNotOpen) as refusal:
        await withdraw(world, rma_number)
    assert refusal.value.status is ReturnStatus.RECEIVED


async def test_nothing_is_withdrawn_twice(world: World) -> None:
    order = await world.delivered(points=40)
    rma_number = await opened_return(world, order)
    await withdraw(world, rma_number)
    with pytest.raises(ReturnNotOpen):
        await withdraw(world, rma_number)
    assert await world.points() == 40


async def test_another_customers_return_does_not_exist(world: World) -> None:
    order = await world.delivered()
    rma_number = await opened_return(world, order)
    stranger = a_customer()
    await world.add(stranger)
    shopper = a_shopper(stranger)
    for number in (rma_number, "RMA-NONE"):
        command = CancelReturn(number)
        with pytest.raises(ReturnNotFound):
            await world.do(command, shopper)
