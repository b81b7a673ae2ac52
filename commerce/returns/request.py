"""Opens a return: what was delivered may come back for its money, line by line."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.clock import Clock
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile, PaymentMethodNotFound, open_store_credit
from commerce.fraud.scoring import score
from commerce.loyalty.points import claw_back, points_to_claw_back
from commerce.money import Money
from commerce.orders.lines import LINE_REFUSALS, named_lines
from commerce.orders.locking import order_of
from commerce.orders.models import Order
from commerce.orders.payments import (
    OrderMoney,
    PlannedRefund,
    RefundReason,
    make_refunds,
    money_of,
    plan_refunds,
)
from commerce.orders.refusals import OrderNotFound
from commerce.policies.service import return_review
from commerce.returns.destinations import destination, parts_of
from commerce.returns.line_states import line_states
from commerce.returns.models import ItemCondition, ReturnKind, ReturnReason, ReturnRequest, ReturnStatus
from commerce.returns.opening import OpenedLine, open_request, write_to_shopper
from commerce.returns.refusals import RefundDestinationNotAllowed
from commerce.returns.rules import RETURN_REFUSALS, LineState, Verdict, require_returnable, verdict_on, worth


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """How many of a line come back, and why."""

    order_line_id: UUID
    quantity: int
    reason: ReturnReason
    condition: ItemCondition


@dataclass(frozen=True, slots=True)
class PlannedReturnLine:
    """Units of a line that come back, and what is refunded for them."""

    order_line_id: UUID
    sku: str
    title: str
    options: dict[str, str]
    quantity: int
    returned_before: int
    reason: ReturnReason
    condition: ItemCondition
    refund: Money


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    """What a return does. With the verdict manual_review nothing is refunded until a person approves it."""

    order_number: str
    lines: tuple[PlannedReturnLine, ...]
    refund: Money
    refund_to: MethodOnFile
    refunds: tuple[PlannedRefund, ...]
    points_clawed_back: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ReturnOpened:
    """A return that was opened."""

    rma_number: str
    plan: ReturnPlan


@dataclass(frozen=True, slots=True)
class RequestReturn(Change[Order, ReturnPlan, ReturnOpened]):
    """Opens a return; `refund_to` is a method's id or `STORE_CREDIT`.

    An approved one has its refund pending from now on, to be sent when the parcel is here.
    """

    outcome: ClassVar = ReturnOpened
    raises: ClassVar = (
        OrderNotFound,
        *LINE_REFUSALS,
        *RETURN_REFUSALS,
        PaymentMethodNotFound,
        RefundDestinationNotAllowed,
    )

    order_number: str
    items: tuple[ReturnItem, ...]
    refund_to: str

    def operation(self, _: Context, /) -> Operation:
        reasons = ",".join(sorted({item.reason for item in self.items}))
        return Operation("request_return", "order", self.order_number, reasons)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Order, ReturnPlan]:
        """Plan what is refunded for each line, to where, and who decides."""
        session, clock = context.session, context.clock
        order = await order_of(session, context.customer_id, self.order_number, lock=lock)
        lines = named_lines(order, (item.order_line_id for item in self.items))
        states = await line_states(session, order, lines.values(), clock=clock)
        for item in self.items:
            require_returnable(order, states[item.order_line_id], item.quantity, clock.today())
        money = await money_of(session, order)
        wanted, methods = await destination(session, order, money, self.refund_to, lock=lock)
        planned = _planned_lines(self, states, money)
        total = sum(line.refund.amount_minor for line in planned)
        goods = sum(line.paid_minor for line in order.lines)
        refunds = await plan_refunds(
            session, order, parts_of(money, total, wanted, methods), methods, clock=clock, after_receipt=True
        )
        returned_in_all = Money(money.goods_refunded + total, order.currency)
        verdict = verdict_on(
            [(states[item.order_line_id], item.reason, item.condition) for item in self.items],
            returned_in_all,
            await return_review(session, order.address.country),
            is_held=(await score(session, order.customer_id, clock)).is_held,
        )
        points = await points_to_claw_back(session, order, returned_in_all.amount_minor, goods, clock.now())
        return order, ReturnPlan(
            order.number,
            planned,
            Money(total, order.currency),
            MethodOnFile.of(methods[wanted]),
            refunds,
            points if refunds else 0,
            verdict,
        )

    async def apply(self, context: Context, order: Order, plan: ReturnPlan, /) -> ReturnOpened:
        """Open it; unless a person decides first, the refund is pending from now on."""
        session, clock = context.session, context.clock
        if plan.refund_to.kind is PaymentMethodKind.STORE_CREDIT:
            await open_store_credit(session, order.customer_id, order.currency)
        lines = {line.id: line for line in order.lines}
        request = await open_request(
            session,
            order,
            ReturnKind.RETURN,
            plan.verdict,
            [
                OpenedLine(
                    lines[each.order_line_id],
                    each.quantity,
                    each.reason,
                    each.condition,
                    each.refund.amount_minor,
                )
                for each in plan.lines
            ],
            method_id=plan.refund_to.id,
            settlement_minor=plan.refund.amount_minor,
            clock=clock,
        )
        if request.status is ReturnStatus.APPROVED:
            await start_refund(session, order, request, plan.refunds, plan.points_clawed_back, clock=clock)
        await write_to_shopper(order, request, context)
        return ReturnOpened(request.rma_number, plan)


def _planned_lines(
    command: RequestReturn, states: dict[UUID, LineState], money: OrderMoney
) -> tuple[PlannedReturnLine, ...]:
    """What is refunded for each line, in all no more than is left of the order's payments."""
    left = max(0, money.remaining)
    planned = []
    for item in command.items:
        state = states[item.order_line_id]
        refund = min(left, worth(state, item.quantity))
        left -= refund
        planned.append(
            PlannedReturnLine(
                item.order_line_id,
                state.line.sku,
                state.line.title,
                state.line.options,
                item.quantity,
                state.line.returned_quantity,
                item.reason,
                item.condition,
                Money(refund, money.currency),
            )
        )
    return tuple(planned)


async def start_refund(
    session: AsyncSession,
    order: Order,
    request: ReturnRequest,
    planned: tuple[PlannedRefund, ...],
    points: int,
    *,
    clock: Clock,
) -> None:
    """Make the pending refunds of an approved return and take the earned points back."""
    refunds = await make_refunds(
        session, order, planned, RefundReason.RETURNED, clock=clock, return_request_id=request.id
    )
    if refunds:
        claw_back(session, order, points, refunds[0])
