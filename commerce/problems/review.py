"""What the store's people decide about a problem that was above the bot's limit."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once, require_staff
from commerce.clock import Clock
from commerce.errors import CommerceError, NotFound
from commerce.loyalty.points import points_to_claw_back
from commerce.money import Money
from commerce.notification import Notifier, Recipient, notification
from commerce.orders.locking import order_of
from commerce.orders.models import Order, OrderLine
from commerce.orders.payments import PlannedRefund, money_of
from commerce.policies.service import Remedy
from commerce.problems.models import ProblemReport, ProblemStatus
from commerce.problems.remedies import (
    RemedyPlan,
    give_back,
    refunds_of_remedy,
    remedy_lines,
    require_replacements,
    send_again,
)
from commerce.returns.line_states import line_states
from commerce.returns.refusals import AlreadyReturned

DECIDED_REMEDIES = (Remedy.REFUND, Remedy.REPLACEMENT)


class ProblemNotFound(NotFound):
    """There is no such report of items."""

    def __init__(self, report_id: UUID) -> None:
        super().__init__(f"no problem {report_id}")
        self.report_id = report_id


class ProblemNotInReview(CommerceError):
    """It was decided before, or needed nobody."""

    def __init__(self, report_id: UUID, status: ProblemStatus) -> None:
        super().__init__(f"problem {report_id} is {status}")
        self.report_id = report_id
        self.status = status


@dataclass(frozen=True, slots=True)
class ProblemDecided:
    """A problem and what was decided."""

    report_id: UUID
    order_number: str
    status: ProblemStatus
    amount: Money


async def preview_remedy(
    session: AsyncSession, report_id: UUID, remedy: Remedy, *, clock: Clock
) -> RemedyPlan:
    """What granting the remedy would do now; raises what `grant_remedy` would."""
    _, _, plan = await _plan(session, report_id, remedy, clock, lock=False)
    return plan


async def grant_remedy(
    session: AsyncSession,
    report_id: UUID,
    remedy: Remedy,
    *,
    cause: Cause,
    clock: Clock,
    notifier: Notifier,
) -> ProblemDecided:
    """Refund the reported units or send them again, and tell the customer.

    Raises ProblemNotFound, ProblemNotInReview, AlreadyReturned or VariantUnavailable.
    """
    require_staff(cause)

    async def work() -> ProblemDecided:
        order, report, plan = await _plan(session, report_id, remedy, clock, lock=True)
        if remedy is Remedy.REFUND:
            await give_back(session, order, plan, clock)
        else:
            await send_again(session, order, plan)
        report.status, report.remedy = ProblemStatus.RESOLVED, remedy
        amount = plan.lines[0].worth
        report.refund_minor = amount.amount_minor if remedy is Remedy.REFUND else 0
        title = plan.lines[0].title
        told = notification(
            f"problem_{remedy.value}", order_number=order.display_number, title=title, amount=amount
        )
        await notifier.notify(session, Recipient(order.customer_id), told)
        return ProblemDecided(report_id, order.number, report.status, amount)

    operation = Operation("grant_remedy", "problem", str(report_id), remedy.value)
    return await once(session, cause, operation, ProblemDecided, work)


async def decline_problem(
    session: AsyncSession, report_id: UUID, reason: str, *, cause: Cause, notifier: Notifier
) -> ProblemDecided:
    """Decide against a remedy, with a reason that the customer reads. Raises as `grant_remedy` does."""
    require_staff(cause)

    async def work() -> ProblemDecided:
        order, report, line = await _in_review(session, report_id, lock=True)
        report.status = ProblemStatus.DECLINED
        told = notification(
            "problem_declined", order_number=order.display_number, title=line.title, reason=reason
        )
        await notifier.notify(session, Recipient(order.customer_id), told)
        return ProblemDecided(report_id, order.number, report.status, Money(0, order.currency))

    operation = Operation("decline_problem", "problem", str(report_id), reason)
    return await once(session, cause, operation, ProblemDecided, work)


async def _in_review(
    session: AsyncSession, report_id: UUID, *, lock: bool
) -> tuple[Order, ProblemReport, OrderLine]:
    owner = (
        await session.execute(
            select(Order.customer_id, Order.number)
            .join(ProblemReport, ProblemReport.order_id == Order.id)
            .where(ProblemReport.id == report_id, ProblemReport.order_line_id.is_not(None))
        )
    ).one_or_none()
    if owner is None:
        raise ProblemNotFound(report_id)
    order = await order_of(session, owner.customer_id, owner.number, lock=lock)
    report = await session.get_one(ProblemReport, report_id, populate_existing=True)
    if report.status is not ProblemStatus.MANUAL_REVIEW:
        raise ProblemNotInReview(report_id, report.status)
    return order, report, next(line for line in order.lines if line.id == report.order_line_id)


async def _plan(
    session: AsyncSession, report_id: UUID, remedy: Remedy, clock: Clock, *, lock: bool
) -> tuple[Order, ProblemReport, RemedyPlan]:
    order, report, line = await _in_review(session, report_id, lock=lock)
    if report.quantity > line.quantity - line.returned_quantity:
        raise AlreadyReturned(order.number, line.title)
    states = await line_states(session, order, [line], clock=clock)
    money = await money_of(session, order)
    lines = remedy_lines({line.id: report.quantity}, states, money)
    refunds: tuple[PlannedRefund, ...] = ()
    points = 0
    if remedy is Remedy.REFUND:
        amount = lines[0].worth.amount_minor
        refunds = await refunds_of_remedy(session, order, money, amount, None, clock=clock, lock=lock)
        goods = sum(each.paid_minor for each in order.lines)
        points = await points_to_claw_back(session, order, money.goods_refunded + amount, goods, clock.now())
    else:
        await require_replacements(session, lines, lock=lock)
    kind, resolved = report.kind, ProblemStatus.RESOLVED
    return order, report, RemedyPlan(order.number, kind, remedy, lines, refunds, points, resolved, None)
