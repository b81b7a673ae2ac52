"""Two at once: exactly one effect, and the other is told why."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.variants import VariantUnavailable
from commerce.changes import carry_out
from commerce.customers.credit import InsufficientBalance
from commerce.customers.models import PaymentMethod, PaymentMethodKind
from commerce.customers.payment_methods import STORE_CREDIT
from commerce.errors import CommerceError
from commerce.order_changes.cancel import CancelOrder
from commerce.order_changes.payment import ChangePayment
from commerce.orders.models import CancelReason, Order, OrderLine, OrderStatus
from commerce.orders.refusals import OrderNotPending
from commerce.plans import PlanChanged, fingerprint
from commerce.returns.exchange import ExchangeItem, RequestExchange
from commerce.returns.models import ItemCondition, ReturnReason, ReturnRequest
from commerce.returns.receiving import ReceiveReturn
from commerce.returns.refusals import AlreadyReturned, ReturnNotOpen
from commerce.returns.request import RequestReturn, ReturnItem
from commerce.returns.withdraw import CancelReturn
from tests.factories import a_cause, a_line, a_variant
from tests.world import World

Work = Callable[[AsyncSession], Awaitable[Any]]
DEADLINE_S = 10.0


async def collide(world: World, first: Work, second: Work) -> tuple[Any, Any]:
    """Run both at once, `second` arriving while `first` is not committed; what each returned or raised."""
    async with world.sessions.begin() as session:
        outcome = await first(session)
        other = asyncio.create_task(world.run(second))
        await until_one_waits(world, other)
    return outcome, (await asyncio.gather(other, return_exceptions=True))[0]


async def until_one_waits(world: World, other: asyncio.Task[Any]) -> None:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    give_up = time.monotonic() + DEADLINE_S
    while time.monotonic() < give_up:
        if other.done() or await world.run(lambda session: session.scalar(waiting)):
            return
    raise AssertionError("the second transaction neither waited nor ended")


def returning(world: World, order: Order, quantity: int = 1, **overrides: Any) -> Work:
    shopper = world.shopper
    item = ReturnItem(order.lines[0].id, quantity, ReturnReason.SIZE, ItemCondition.UNOPENED)
    fields = {"order_number": order.number, "items": (item,), "refund_to": world.card.id}
    cause = overrides.pop("cause", None) or a_cause(shopper)
    command = RequestReturn(**(fields | overrides))
    return lambda session: carry_out(world.context(session, shopper, cause=cause), command)


def cancelling(world: World, order: Order, cause: Any = None) -> Work:
    shopper = world.shopper
    command = CancelOrder(order.number, CancelReason.OTHER)
    return lambda session: carry_out(
        world.context(session, shopper, cause=cause or a_cause(shopper)), command
    )


async def test_two_chats_returning_the_same_line(world: World) -> None:
    order = await world.delivered()
    first, second = await collide(world, returning(world, order), returning(world, order))
    assert first.rma_number
    assert isinstance(second, AlreadyReturned)
    assert len(await world.refunds(order)) == 1


async def test_many_chats_returning_one_line_take_what_there_is(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=3, discount_minor=1000))
    outcomes = await asyncio.gather(
        *(world.run(returning(world, order)) for _ in range(8)), return_exceptions=True
    )
    refused = [each for each in outcomes if isinstance(each, AlreadyReturned)]
    assert len(refused) == 5
    assert sum(refund.amount_minor for refund in await world.refunds(order)) == 11_000


async def test_a_cancel_against_a_shipment_that_starts(world: World) -> None:
    order = await world.order()

    async def pack(session: AsyncSession) -> None:
        await session.execute(update(Order).where(Order.id == order.id).values(status=OrderStatus.PROCESSED))

    _, second = await collide(world, pack, cancelling(world, order))
    assert isinstance(second, OrderNotPending)
    assert second.status is OrderStatus.PROCESSED
    assert await world.refunds(order) == []


async def test_a_shipment_that_starts_against_a_cancel(world: World) -> None:
    order = await world.order()

    async def pack(session: AsyncSession) -> int:
        packed = await session.execute(
            update(Order)
            .where(Order.id == order.id, Order.status == OrderStatus.PENDING)
            .values(status=OrderStatus.PROCESSED)
            .returning(Order.id)
        )
        return len(packed.all())

    _, packed = await collide(world, cancelling(world, order), pack)
    assert packed == 0
    assert (await world.fresh(order)).status is OrderStatus.CANCELLED


async def test_a_double_click_on_yes(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2))
    shopper = world.shopper
    item = ReturnItem(order.lines[0].id, 1, ReturnReason.SIZE, ItemCondition.UNOPENED)
    command = RequestReturn(order.number, (item,), world.card.id)
    plan = await world.preview(command, shopper)
    agreed = fingerprint(plan)
    _, second = await collide(
        world, returning(world, order, agreed=agreed), returning(world, order, agreed=agreed)
    )
    assert isinstance(second, PlanChanged)
    assert len(await world.refunds(order)) == 1


async def test_a_message_that_is_sent_again_while_it_is_worked_on(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2))
    cause = a_cause(world.shopper)
    first, second = await collide(
        world, returning(world, order, cause=cause), returning(world, order, cause=cause)
    )
    assert second == first
    assert await world.audited() == ["request_return"]


async def test_a_message_sent_again_takes_over_when_the_first_fails(world: World) -> None:
    order = await world.order()
    cause = a_cause(world.shopper)
    cancel = cancelling(world, order, cause)

    async def lose_the_connection() -> None:
        async with world.sessions.begin() as session:
            await cancel(session)
            raise ConnectionError

    outcomes = await asyncio.gather(lose_the_connection(), world.run(cancel), return_exceptions=True)
    assert isinstance(outcomes[0], ConnectionError)
    assert outcomes[1].order_number == order.number
    assert len(await world.refunds(order)) == 1


async def test_one_gift_card_cannot_pay_two_orders(world: World) -> None:
    shopper = world.shopper
    orders = [await world.order(a_line(world.black, quantity=2)) for _ in range(2)]

    def paying(order: Order) -> Work:
        command = ChangePayment(order.number, world.gift_card.id)
        return lambda session: carry_out(world.context(session, shopper), command)

    _, second = await collide(world, paying(orders[0]), paying(orders[1]))
    assert isinstance(second, InsufficientBalance)
    assert await world.balance(world.gift_card.id) == 2000


async def test_the_last_variant_goes_to_one_exchange(world: World) -> None:
    rare = a_variant(world.lamp, stock_on_hand=1)
    await world.add(rare)
    shopper = world.shopper

    def exchanging(order: Order) -> Work:
        command = RequestExchange(order.number, (ExchangeItem(order.lines[0].id, 1, rare.sku),))
        return lambda session: carry_out(world.context(session, shopper), command)

    orders = [await world.delivered(), await world.delivered()]
    _, second = await collide(world, exchanging(orders[0]), exchanging(orders[1]))
    assert isinstance(second, VariantUnavailable)
    assert await world.stock(rare) == 0


async def test_store_credit_is_opened_once_by_two_returns(world: World) -> None:
    orders = [await world.delivered(), await world.delivered()]
    first, second = await collide(
        world, *(returning(world, order, refund_to=STORE_CREDIT) for order in orders)
    )
    assert second.plan.refund_to == first.plan.refund_to
    accounts = select(func.count()).where(PaymentMethod.kind == PaymentMethodKind.STORE_CREDIT)
    assert await world.run(lambda session: session.scalar(accounts)) == 1


@pytest.mark.parametrize("is_received_first", [True, False])
async def test_a_withdrawal_against_the_parcels_arrival(world: World, is_received_first: bool) -> None:
    order = await world.delivered(paid_with=world.gift_card)
    opened = await world.run(returning(world, order, refund_to=world.gift_card.id))
    shopper = world.shopper

    def withdraw(session: AsyncSession) -> Awaitable[Any]:
        command = CancelReturn(opened.rma_number)
        return carry_out(world.context(session, shopper), command)

    def receive(session: AsyncSession) -> Awaitable[Any]:
        return carry_out(world.context(session, cause=a_cause()), ReceiveReturn(opened.rma_number))

    pair = (receive, withdraw) if is_received_first else (withdraw, receive)
    _, second = await collide(world, *pair)
    assert isinstance(second, ReturnNotOpen)
    assert await world.balance(world.gift_card.id) == (10_000 if is_received_first else 6000)


async def test_opposite_swaps_in_two_chats_do_not_block_each_other_for_ever(world: World) -> None:
    """Both exchanges need both variants: the locking sequence keeps them from a deadlock."""
    to_white = await world.delivered(a_line(world.black), a_line(world.white))
    shopper = world.shopper

    def exchanging(order: Order, lines: list[OrderLine]) -> Work:
        wanted = tuple(
            ExchangeItem(line.id, 1, world.red.sku if line.sku == world.white.sku else world.white.sku)
            for line in lines
        )
        command = RequestExchange(order.number, wanted, world.card.id)
        return lambda session: carry_out(world.context(session, shopper), command)

    other = await world.delivered(a_line(world.white), a_line(world.black))
    outcomes = await asyncio.gather(
        *(
            world.run(exchanging(order, order.lines if index % 2 else order.lines[::-1]))
            for index, order in enumerate((to_white, other))
        ),
        return_exceptions=True,
    )
    assert not [each for each in outcomes if isinstance(each, BaseException)]
    requests = await world.run(lambda session: session.scalar(select(func.count(ReturnRequest.id))))
    assert requests == 2


async def test_everything_at_once_leaves_the_ledgers_whole(world: World) -> None:
    orders = [await world.delivered(a_line(world.black, quantity=2), points=80) for _ in range(3)]
    pending = [await world.order() for _ in range(3)]
    works = [returning(world, order) for order in orders for _ in range(3)]
    works += [cancelling(world, order) for order in pending for _ in range(2)]
    outcomes = await asyncio.gather(*(world.run(work) for work in works), return_exceptions=True)
    failed = [each for each in outcomes if isinstance(each, BaseException)]
    assert all(isinstance(each, CommerceError) for each in failed)
    assert len(failed) == 3 + 3
