"""Each unit is made good once: every pair and triple of remedies, in every order."""

from collections.abc import Awaitable, Callable
from itertools import product

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import StockReason, Variant
from commerce.catalogue.stock import move_stock
from commerce.changes import carry_out
from commerce.errors import CommerceError
from commerce.orders.models import Order, OrderLine, OrderStatus, Shipment, ShipmentStatus
from commerce.orders.problem_reports import ProblemKind
from commerce.policies.service import Remedy
from commerce.problems.items import ReportedItem, ReportItems
from commerce.problems.parcels import ReportLostParcel
from commerce.returns.exchange import ExchangeItem, RequestExchange
from commerce.returns.models import ItemCondition, ReturnReason
from commerce.returns.refusals import AlreadyMadeGood
from commerce.returns.request import RequestReturn, ReturnItem
from tests.factories import a_cause, a_line, a_parcel
from tests.world import World, broken_truths

ENOUGH = 10_000  # on hand, so that no claim fails for want of stock
Claim = Callable[[World, AsyncSession, Order, OrderLine], Awaitable[object]]


async def send_back(world: World, session: AsyncSession, order: Order, line: OrderLine) -> None:
    item = ReturnItem(line.id, 1, ReturnReason.CHANGED_MIND, ItemCondition.UNOPENED)
    command = RequestReturn(order.number, (item,), world.card.id)
    await carry_out(world.context(session, cause=a_cause()), command)


async def exchange(world: World, session: AsyncSession, order: Order, line: OrderLine) -> None:
    command = RequestExchange(order.number, (ExchangeItem(line.id, 1, world.red.sku),), world.card.id)
    await carry_out(world.context(session, cause=a_cause()), command)


def report(kind: ProblemKind, remedy: Remedy) -> Claim:
    async def claim(world: World, session: AsyncSession, order: Order, line: OrderLine) -> None:
        items = (ReportedItem(line.id, 1),)
        command = ReportItems(order.number, kind, items, remedy, "it is so", ("photo",))
        await carry_out(world.context(session, cause=a_cause()), command)

    return claim


def lose(remedy: Remedy) -> Claim:
    async def claim(world: World, session: AsyncSession, order: Order, line: OrderLine) -> None:
        command = ReportLostParcel(order.number, remedy)
        await carry_out(world.context(session, cause=a_cause()), command)

    return claim


ARRIVED: dict[str, Claim] = {
    "return": send_back,
    "exchange": exchange,
    "damaged-replaced": report(ProblemKind.DAMAGED_ITEM, Remedy.REPLACEMENT),
    "damaged-refunded": report(ProblemKind.DAMAGED_ITEM, Remedy.REFUND),
    "wrong-replaced": report(ProblemKind.WRONG_ITEM, Remedy.REPLACEMENT),
    "missing-replaced": report(ProblemKind.MISSING_ITEM, Remedy.REPLACEMENT),
    "missing-refunded": report(ProblemKind.MISSING_ITEM, Remedy.REFUND),
}
LOST: dict[str, Claim] = {
    "lost-replaced": lose(Remedy.REPLACEMENT),
    "lost-refunded": lose(Remedy.REFUND),
}
CLAIMS = ARRIVED | LOST
# One of each way in which the store makes good: "wrong" and "missing" go the way of "damaged".
WAYS = ("return", "exchange", "damaged-replaced", "damaged-refunded", *LOST)


@pytest.fixture(autouse=True)
async def plenty(world: World) -> None:
    """Stock for every replacement and exchange."""

    async def fill(session: AsyncSession) -> None:
        for sku in (world.black.sku, world.red.sku):
            move_stock(session, await session.get_one(Variant, sku), ENOUGH, StockReason.RECEIVED, "")

    await world.run(fill)


async def an_order_of(world: World, units: int) -> Order:
    """A delivered order of one line in one parcel."""
    order = await world.delivered(a_line(world.black, quantity=units), delivered_at=world.clock.now())
    parcel, lines = a_parcel(order, order.lines, delivered_at=world.clock.now())
    await world.add(parcel, lines)
    return order


async def claimed(world: World, order: Order, name: str) -> bool:
    """Ask for one remedy as if the parcels had arrived, or were lost, as the claim has it."""
    is_lost = name in LOST

    async def work(session: AsyncSession) -> None:
        row = await session.get_one(Order, order.id)
        row.status = OrderStatus.SHIPPED if is_lost else OrderStatus.DELIVERED
        await session.execute(
            update(Shipment)
            .where(Shipment.order_id == order.id)
            .values(
                status=ShipmentStatus.LOST if is_lost else ShipmentStatus.DELIVERED,
                delivered_at=world.clock.now(),
            )
        )
        line = (await session.scalars(select(OrderLine).where(OrderLine.order_id == order.id))).one()
        await CLAIMS[name](world, session, row, line)

    try:
        await world.run(work)
    except CommerceError:
        return False
    return True


@pytest.mark.parametrize("first", CLAIMS)
async def test_no_second_remedy_for_the_one_unit(world: World, first: str) -> None:
    for second in CLAIMS:
        order = await an_order_of(world, 1)
        assert await claimed(world, order, first), first
        assert not await claimed(world, order, second), (first, second)
    assert await world.run(broken_truths) == []


@pytest.mark.parametrize("first", WAYS)
async def test_three_remedies_make_at_most_two_units_good(world: World, first: str) -> None:
    for second, third in product(WAYS, WAYS):
        order = await an_order_of(world, 2)
        names = (first, second, third)
        # A lost parcel is made good as a whole.
        units = [(2 if name in LOST else 1) for name in names if await claimed(world, order, name)]
        assert sum(units) <= 2, (names, units)
        if not LOST.keys() & set(names):
            assert units == [1, 1], names
    assert await world.run(broken_truths) == []


async def test_a_replaced_item_is_refused_by_name(world: World) -> None:
    order = await an_order_of(world, 1)
    assert await claimed(world, order, "damaged-replaced")
    [line] = await world.lines(order)
    with pytest.raises(AlreadyMadeGood) as refusal:
        await world.run(lambda session: send_back(world, session, order, line))
    assert refusal.value.title == line.title


async def test_a_second_unit_may_have_its_own_problem(world: World) -> None:
    order = await an_order_of(world, 3)
    outcomes = [
        await claimed(world, order, name)
        for name in ("damaged-replaced", "damaged-replaced", "return", "wrong-replaced")
    ]
    assert outcomes == [True, True, True, False]
