"""Opens a return: what was delivered may come back for its money, line by line."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.clock import Clock
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile, open_store_credit
from commerce.identity import Shopper
from commerce.loyalty.points import claw_back, points_to_claw_back
from commerce.money import Money
from commerce.orders.lines import named_lines
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
from commerce.plans import require_agreed
from commerce.policies.service import return_review
from commerce.returns.destinations import destination, parts_of
from commerce.returns.line_states import line_states
from commerce.returns.models import ItemCondition, ReturnKind, ReturnReason, ReturnRequest, ReturnStatus
from commerce.returns.opening import OpenedLine, Post, open_request, write_to_shopper
from commerce.returns.rules import LineState, Verdict, require_returnable, verdict_on, worth


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """How many of a line come back, and why."""

    order_line_id: UUID
    quantity: int
    reason: ReturnReason
    condition: ItemCondition


@dataclass(frozen=True, slots=True)
class RequestReturn:
    """A shopper's wish to send items back; `refund_to` is a method's id or `STORE_CREDIT`."""

    order_number: str
    items: tuple[ReturnItem, ...]
    refund_to: str
    agreed: str | None = None


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


async def preview_return(
    session: AsyncSession, shopper: Shopper, command: RequestReturn, *, clock: Clock
) -> ReturnPlan:
    """What the return would do now; raises what `request_return` would."""
    _, plan = await _plan(session, shopper.verified_customer(), command, clock, lock=False)
    return plan


async def request_return(
    session: AsyncSession,
    shopper: Shopper,
    command: RequestReturn,
    *,
    cause: Cause,
    clock: Clock,
    post: Post,
) -> ReturnOpened:
    """Open a return. An approved one has its refund pending from now on, to be sent when the parcel is here.

    Raises OrderNotFound, NoItems, LineNamedTwice, OrderLineNotFound, NotDelivered, AlreadyReturned,
    AlreadyMadeGood, QuantityNotInLine, FinalSale, ReturnWindowClosed, PaymentMethodNotFound,
    RefundDestinationNotAllowed or PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> ReturnOpened:
        order, plan = await _plan(session, customer_id, command, clock, lock=True)
        require_agreed(plan, command.agreed)
        return await _apply(session, order, plan, clock, post)

    operation = Operation(
        "request_return", "order", command.order_number, ",".join(sorted({i.reason for i in command.items}))
    )
    return await once(session, cause, operation, ReturnOpened, work)


async def _plan(
    session: AsyncSession, customer_id: str, command: RequestReturn, clock: Clock, *, lock: bool
) -> tuple[Order, ReturnPlan]:
    order = await order_of(session, customer_id, command.order_number, lock=lock)
    lines = named_lines(order, (item.order_line_id for item in command.items))
    states = await line_states(session, order, lines.values(), clock=clock)
    for item in command.items:
        require_returnable(order, states[item.order_line_id], item.quantity, clock.today())
    money = await money_of(session, order)
    wanted, methods = await destination(session, order, money, command.refund_to, lock=lock)
    planned = _planned_lines(command, states, money)
    total = sum(line.refund.amount_minor for line in planned)
    goods = sum(line.paid_minor for line in order.lines)
    refunds = await plan_refunds(
        session, order, parts_of(money, total, wanted, methods), methods, clock=clock, after_receipt=True
    )
    returned_in_all = Money(money.goods_refunded + total, order.currency)
    verdict = verdict_on(
        [(states[item.order_line_id], item.reason, item.condition) for item in command.items],
        returned_in_all,
        await return_review(session, order.address.country),
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


async def _apply(
    session: AsyncSession, order: Order, plan: ReturnPlan, clock: Clock, post: Post
) -> ReturnOpened:
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
    await write_to_shopper(session, order, request, post, clock=clock)
    return ReturnOpened(request.rma_number, plan)


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
