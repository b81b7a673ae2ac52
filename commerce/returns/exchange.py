"""Opens an exchange: what was delivered comes back for another variant of the same product."""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.catalogue.models import StockReason, Variant
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import (
    SWAP_REFUSALS,
    require_available,
    require_same_product,
    variants_by_sku,
)
from commerce.changes import Change, Context
from commerce.clock import Clock
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import open_store_credit
from commerce.fraud.scoring import score
from commerce.loyalty.points import claw_back, points_to_claw_back
from commerce.money import Money
from commerce.orders.amounts import swap_price
from commerce.orders.contents import changed_options, name_among
from commerce.orders.lines import LINE_REFUSALS, named_lines
from commerce.orders.locking import order_of
from commerce.orders.models import Order
from commerce.orders.payments import RefundReason, make_charge, make_refunds, money_of
from commerce.orders.refusals import OrderNotFound
from commerce.orders.settlement import SETTLEMENT_REFUSALS, Settlement, plan_settlement, settling_method
from commerce.policies.service import return_review
from commerce.returns.line_states import line_states
from commerce.returns.models import ItemCondition, ReturnKind, ReturnReason, ReturnRequest, ReturnStatus
from commerce.returns.opening import OpenedLine, open_request, write_to_shopper
from commerce.returns.rules import RETURN_REFUSALS, LineState, Verdict, require_returnable, verdict_on, worth


@dataclass(frozen=True, slots=True)
class ExchangeItem:
    """How many of a line become which variant."""

    order_line_id: UUID
    quantity: int
    new_sku: str
    reason: ReturnReason = ReturnReason.OTHER
    condition: ItemCondition | None = None


@dataclass(frozen=True, slots=True)
class PlannedExchangeLine:
    """Units of a line that come back and what goes out for them, with the prices of one."""

    order_line_id: UUID
    name: str  # told apart from the order's other lines
    quantity: int
    returned_before: int
    reason: ReturnReason
    condition: ItemCondition | None
    old_sku: str
    old_options: dict[str, str]
    old_price: Money
    new_sku: str
    new_options: dict[str, str]
    new_price: Money
    difference: Money  # for all the units; positive is owed


@dataclass(frozen=True, slots=True)
class ExchangePlan:
    """What an exchange does: what is owed is charged now, what goes back waits for the goods.

    With the verdict manual_review nothing is charged or refunded until a person approves it.
    """

    order_number: str
    lines: tuple[PlannedExchangeLine, ...]
    settlement: Settlement
    points_clawed_back: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ExchangeOpened:
    """An exchange that was opened."""

    rma_number: str
    plan: ExchangePlan


_Rows = tuple[Order, dict[str, Variant]]


@dataclass(frozen=True, slots=True)
class RequestExchange(Change[_Rows, ExchangePlan, ExchangeOpened]):
    """Opens an exchange and sets the new variants aside; the method on file settles the difference."""

    outcome: ClassVar = ExchangeOpened
    raises: ClassVar = (
        OrderNotFound,
        *LINE_REFUSALS,
        *RETURN_REFUSALS,
        *SWAP_REFUSALS,
        *SETTLEMENT_REFUSALS,
    )

    order_number: str
    items: tuple[ExchangeItem, ...]
    payment_method_id: str | None = None

    def operation(self, _: Context, /) -> Operation:
        return Operation("request_exchange", "order", self.order_number)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[_Rows, ExchangePlan]:
        """Plan each swap, how the difference is settled, and who decides."""
        session, clock = context.session, context.clock
        order = await order_of(session, context.customer_id, self.order_number, lock=lock)
        lines = named_lines(order, (item.order_line_id for item in self.items))
        states = await line_states(session, order, lines.values(), clock=clock)
        for item in self.items:
            require_returnable(order, states[item.order_line_id], item.quantity, clock.today())
        method = await settling_method(session, order, self.payment_method_id, lock=lock)
        variants = await _variants(session, order, self, states, lock=lock)
        planned = tuple(
            _planned_line(order, states[item.order_line_id], item, variants[item.new_sku])
            for item in self.items
        )
        settlement = await plan_settlement(
            session,
            order,
            sum(line.difference.amount_minor for line in planned),
            method,
            clock=clock,
            refund_after_receipt=True,
        )
        verdict = await _verdict(session, order, self, states, context.clock)
        points = await _points(session, order, settlement, clock)
        return (order, variants), ExchangePlan(order.number, planned, settlement, points, verdict)

    async def apply(self, context: Context, rows: _Rows, plan: ExchangePlan, /) -> ExchangeOpened:
        """Open it; unless a person decides first, the difference is settled now."""
        session, clock, (order, variants) = context.session, context.clock, rows
        lines = {line.id: line for line in order.lines}
        refunds = plan.settlement.refunds
        if any(refund.method.kind is PaymentMethodKind.STORE_CREDIT for refund in refunds):
            await open_store_credit(session, order.customer_id, order.currency)
        settled_with = plan.settlement.charge or next(iter(refunds), None)
        request = await open_request(
            session,
            order,
            ReturnKind.EXCHANGE,
            plan.verdict,
            [
                OpenedLine(
                    lines[each.order_line_id],
                    each.quantity,
                    each.reason,
                    each.condition,
                    max(0, -each.difference.amount_minor),
                    each.new_sku,
                )
                for each in plan.lines
            ],
            method_id=settled_with.method.id if settled_with else None,
            settlement_minor=-plan.settlement.difference.amount_minor,
            clock=clock,
        )
        for each in plan.lines:
            new = variants[each.new_sku]
            move_stock(session, new, -each.quantity, StockReason.EXCHANGED, order.number)
        if request.status is ReturnStatus.APPROVED:
            await _settle(session, order, request, plan.settlement, plan.points_clawed_back, clock=clock)
        await write_to_shopper(order, request, context)
        return ExchangeOpened(request.rma_number, plan)


async def _verdict(
    session: AsyncSession, order: Order, command: RequestExchange, states: dict[UUID, LineState], clock: Clock
) -> Verdict:
    """As of a return of the same items: above the limit, or worn, a person decides."""
    items = [(states[item.order_line_id], item.reason, item.condition) for item in command.items]
    total = sum(worth(states[item.order_line_id], item.quantity) for item in command.items)
    limit = await return_review(session, order.address.country)
    is_held = (await score(session, order.customer_id, clock)).is_held
    return verdict_on(items, Money(total, order.currency), limit, is_held=is_held)


async def _variants(
    session: AsyncSession,
    order: Order,
    command: RequestExchange,
    states: dict[UUID, LineState],
    *,
    lock: bool,
) -> dict[str, Variant]:
    """The new variants, each fit to replace its line and there in the quantity wanted in all."""
    variants = await variants_by_sku(session, (item.new_sku for item in command.items), lock=lock)
    wanted: Counter[str] = Counter()
    for item in command.items:
        line = states[item.order_line_id].line
        require_same_product(line.title, line.product_id, line.sku, variants[item.new_sku], order.currency)
        wanted[item.new_sku] += item.quantity
    for sku, quantity in wanted.items():
        require_available(variants[sku], quantity)
    return variants


def _planned_line(order: Order, state: LineState, item: ExchangeItem, new: Variant) -> PlannedExchangeLine:
    line = state.line
    price = swap_price(
        list_minor=line.unit_price_minor * item.quantity,
        paid_minor=worth(state, item.quantity),
        new_list_minor=new.price_minor * item.quantity,
    )
    return PlannedExchangeLine(
        line.id,
        name_among(line, order.lines, told=changed_options(line.options, new.options)),
        item.quantity,
        line.returned_quantity,
        item.reason,
        item.condition,
        line.sku,
        line.options,
        Money(line.unit_price_minor, new.currency),
        new.sku,
        new.options,
        new.price,
        Money(price.difference_minor, new.currency),
    )


async def _points(session: AsyncSession, order: Order, settlement: Settlement, clock: Clock) -> int:
    back = sum(refund.amount.amount_minor for refund in settlement.refunds)
    if not back:
        return 0
    money = await money_of(session, order)
    goods = sum(line.paid_minor for line in order.lines)
    return await points_to_claw_back(session, order, money.goods_refunded + back, goods, clock.now())


async def settle_approved(
    session: AsyncSession, order: Order, request: ReturnRequest, *, clock: Clock
) -> None:
    """Charge or refund the difference of an exchange that was in review, as it was planned.

    Raises InsufficientBalance, PaymentMethodNotFound or RefundExceedsPayments.
    """
    method = await settling_method(session, order, request.refund_method_id, lock=True)
    settlement = await plan_settlement(
        session, order, -request.settlement_minor, method, clock=clock, refund_after_receipt=True
    )
    points = await _points(session, order, settlement, clock)
    await _settle(session, order, request, settlement, points, clock=clock)


async def _settle(
    session: AsyncSession,
    order: Order,
    request: ReturnRequest,
    settlement: Settlement,
    points: int,
    *,
    clock: Clock,
) -> None:
    if settlement.charge:
        await make_charge(session, order, settlement.charge, clock=clock)
    made = await make_refunds(
        session, order, settlement.refunds, RefundReason.EXCHANGED, clock=clock, return_request_id=request.id
    )
    claw_back(session, order, points, made[0] if made else None)
