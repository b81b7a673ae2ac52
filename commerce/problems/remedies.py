"""Makes good units of an order's lines: sends them again, or gives back what they cost."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import StockReason
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import VariantUnavailable, require_available, variants_by_sku
from commerce.clock import Clock
from commerce.customers.payment_methods import PaymentMethodNotFound, methods_of
from commerce.fraud.scoring import score
from commerce.loyalty.points import claw_back, points_to_claw_back
from commerce.money import Money
from commerce.orders.contents import name_among
from commerce.orders.models import Order, Shipment, ShipmentLine, ShipmentStatus
from commerce.orders.payments import (
    OrderMoney,
    PlannedRefund,
    RefundReason,
    make_refunds,
    money_of,
    plan_refunds,
)
from commerce.orders.problem_reports import ProblemKind, ProblemReport, ProblemStatus
from commerce.policies.service import Evidence, ProblemPolicy, Remedy
from commerce.problems.refusals import ProblemAlreadyReported, RemedyNotOffered
from commerce.returns.destinations import destination, parts_of
from commerce.returns.refusals import RefundDestinationNotAllowed
from commerce.returns.rules import LineState, worth

REMEDY_REFUSALS = (RemedyNotOffered, VariantUnavailable, PaymentMethodNotFound, RefundDestinationNotAllowed)
ABOVE_LIMIT = "above_limit"
LOOKED_AT = "looked_at"  # the account's score says that a person decides


@dataclass(frozen=True, slots=True)
class RemedyLine:
    """Units that are made good and what they were paid with."""

    order_line_id: UUID
    sku: str
    name: str  # told apart from the order's other lines
    quantity: int
    returned_before: int
    worth: Money


@dataclass(frozen=True, slots=True)
class RemedyPlan:
    """What the store does about a problem; with the status manual_review a person decides first."""

    order_number: str
    kind: ProblemKind
    remedy: Remedy
    lines: tuple[RemedyLine, ...]
    refunds: tuple[PlannedRefund, ...]  # none for a replacement
    points_clawed_back: int
    status: ProblemStatus
    review_reason: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """How many of which lines something is wrong with, and what the shopper wants done.

    `refund_to` is a method's id or `STORE_CREDIT`; None is what the order was paid with.
    """

    kind: ProblemKind
    quantities: Mapping[UUID, int]
    remedy: Remedy
    refund_to: str | None = None


@dataclass(frozen=True, slots=True)
class ProblemOffer:
    """What can be done about a problem now, best first, and the evidence it takes."""

    remedies: tuple[Remedy, ...]
    evidence: Evidence


async def offer(
    session: AsyncSession, quantities: Mapping[UUID, int], order: Order, policy: ProblemPolicy
) -> ProblemOffer:
    """The policy's remedies for these quantities of lines, without a replacement that is not in stock."""
    skus = {line.id: line.sku for line in order.lines}
    wanted: Counter[str] = Counter()
    for line_id, quantity in quantities.items():
        wanted[skus[line_id]] += quantity
    variants = await variants_by_sku(session, wanted, lock=False)
    is_there = all(variants[sku].is_available(quantity) for sku, quantity in wanted.items())
    remedies = (each for each in policy.remedies if each is not Remedy.REPLACEMENT or is_there)
    return ProblemOffer(tuple(remedies), policy.evidence)


async def plan_remedy(
    session: AsyncSession,
    order: Order,
    problem: Problem,
    states: Mapping[UUID, LineState],
    policy: ProblemPolicy,
    *,
    clock: Clock,
    lock: bool,
) -> RemedyPlan:
    """What is done about a problem with lines of the order.

    Raises RemedyNotOffered, VariantUnavailable, PaymentMethodNotFound or
    RefundDestinationNotAllowed.
    """
    if problem.remedy not in policy.remedies:
        raise RemedyNotOffered(problem.remedy, policy.remedies)
    money = await money_of(session, order)
    lines = remedy_lines(order, problem.quantities, states, money)
    total = sum(line.worth.amount_minor for line in lines)
    refunds: tuple[PlannedRefund, ...] = ()
    points = 0
    if problem.remedy is Remedy.REFUND:
        refunds = await refunds_of_remedy(
            session, order, money, total, problem.refund_to, clock=clock, lock=lock
        )
        goods = sum(line.paid_minor for line in order.lines)
        refunded = money.goods_refunded + total
        points = await points_to_claw_back(session, order, refunded, goods, clock.now()) if refunds else 0
    else:
        await require_replacements(session, lines, lock=lock)
    is_above = policy.review.is_exceeded_by(Money(total, order.currency))
    is_held = is_above or (await score(session, order.customer_id, clock)).is_held
    return RemedyPlan(
        order.number,
        problem.kind,
        problem.remedy,
        lines,
        refunds,
        points,
        ProblemStatus.MANUAL_REVIEW if is_held else ProblemStatus.RESOLVED,
        ABOVE_LIMIT if is_above else LOOKED_AT if is_held else None,
    )


async def apply_remedy(
    session: AsyncSession,
    order: Order,
    plan: RemedyPlan,
    *,
    description: str,
    photos: tuple[str, ...],
    clock: Clock,
) -> None:
    """Store the report of each line and, unless a person decides first, carry the remedy out."""
    is_resolved = plan.status is ProblemStatus.RESOLVED
    is_refund = plan.remedy is Remedy.REFUND
    for line in plan.lines:
        session.add(
            ProblemReport(
                order_id=order.id,
                order_line_id=line.order_line_id,
                kind=plan.kind,
                quantity=line.quantity,
                description=description,
                photos=list(photos),
                remedy=plan.remedy,
                status=plan.status,
                review_reason=plan.review_reason,
                refund_minor=line.worth.amount_minor if is_resolved and is_refund else 0,
                created_at=clock.now(),
            )
        )
    await session.flush()
    if is_resolved and is_refund:
        await give_back(session, order, plan, clock)
    elif is_resolved:
        await send_again(session, order, plan)


def remedy_lines(
    order: Order, quantities: Mapping[UUID, int], states: Mapping[UUID, LineState], money: OrderMoney
) -> tuple[RemedyLine, ...]:
    """The lines with what their units were paid with, never more in all than is left of the payments."""
    left = max(0, money.remaining)
    lines = []
    for line_id, quantity in quantities.items():
        state = states[line_id]
        amount = min(left, worth(state, quantity))
        left -= amount
        line = state.line
        lines.append(
            RemedyLine(
                line_id,
                line.sku,
                name_among(line, order.lines),
                quantity,
                line.returned_quantity,
                Money(amount, money.currency),
            )
        )
    return tuple(lines)


async def require_first_report(
    session: AsyncSession, order: Order, states: Mapping[UUID, LineState], quantities: Mapping[UUID, int]
) -> None:
    """Raise ProblemAlreadyReported when one of the lines was made good, or is looked at, already."""
    earlier = await session.scalar(
        select(ProblemReport).where(ProblemReport.order_line_id.in_(quantities)).limit(1)
    )
    if earlier is not None and earlier.order_line_id is not None:
        title = states[earlier.order_line_id].line.title
        raise ProblemAlreadyReported(order.number, title, earlier.status)


async def require_replacements(session: AsyncSession, lines: tuple[RemedyLine, ...], *, lock: bool) -> None:
    """Raise VariantUnavailable unless all of the lines can be sent again."""
    variants = await variants_by_sku(session, (line.sku for line in lines), lock=lock)
    for sku, variant in variants.items():
        require_available(variant, sum(line.quantity for line in lines if line.sku == sku))


async def refunds_of_remedy(
    session: AsyncSession,
    order: Order,
    money: OrderMoney,
    amount: int,
    refund_to: str | None,
    *,
    clock: Clock,
    lock: bool,
) -> tuple[PlannedRefund, ...]:
    """Where `amount` goes back: to `refund_to`, else to what paid the order."""
    wanted = refund_to or next(iter(money.remaining_by_method), None)
    if wanted is None:
        return ()
    if refund_to is None:
        methods = await methods_of(session, order.customer_id, money.remaining_by_method, lock=lock)
    else:
        wanted, methods = await destination(session, order, money, refund_to, lock=lock)
    parts = parts_of(money, amount, wanted, methods)
    return await plan_refunds(session, order, parts, methods, clock=clock)


async def give_back(session: AsyncSession, order: Order, plan: RemedyPlan, clock: Clock) -> None:
    """Make the plan's refunds and take the points back that were earned with the goods."""
    lines = {line.id: line for line in order.lines}
    for each in plan.lines:
        lines[each.order_line_id].returned_quantity += each.quantity
    refunds = await make_refunds(session, order, plan.refunds, RefundReason(plan.kind.value), clock=clock)
    claw_back(session, order, plan.points_clawed_back, refunds[0] if refunds else None)


async def send_again(session: AsyncSession, order: Order, plan: RemedyPlan) -> None:
    """Take the goods from stock and announce a parcel for them, which the shopper can follow."""
    variants = await variants_by_sku(session, (line.sku for line in plan.lines), lock=True)
    last = await session.scalar(select(func.max(Shipment.position)).where(Shipment.order_id == order.id))
    parcel = Shipment(
        id=uuid4(), order_id=order.id, position=(last or 0) + 1, status=ShipmentStatus.LABEL_CREATED
    )
    session.add(parcel)
    await session.flush()
    for line in plan.lines:
        move_stock(session, variants[line.sku], -line.quantity, StockReason.REPLACED, order.number)
        session.add(
            ShipmentLine(shipment_id=parcel.id, order_line_id=line.order_line_id, quantity=line.quantity)
        )
    await session.flush()
