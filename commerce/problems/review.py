"""What the store's people decide about a problem that was above the bot's limit."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.catalogue.variants import VariantUnavailable
from commerce.changes import Context, StaffChange
from commerce.errors import CommerceError, NotFound
from commerce.loyalty.points import points_to_claw_back
from commerce.money import Money
from commerce.notification import notification
from commerce.orders.locking import order_of
from commerce.orders.models import Order, OrderLine
from commerce.orders.payments import PlannedRefund, money_of
from commerce.orders.problem_reports import ProblemReport, ProblemStatus
from commerce.policies.service import Remedy
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


@dataclass(eq=False)
class ProblemNotFound(NotFound):
    """no problem {report_id}"""

    report_id: UUID


@dataclass(eq=False)
class ProblemNotInReview(CommerceError):
    """problem {report_id} is {status}"""

    report_id: UUID
    status: ProblemStatus


@dataclass(frozen=True, slots=True)
class ProblemDecided:
    """A problem and what was decided."""

    report_id: UUID
    order_number: str
    status: ProblemStatus
    amount: Money


@dataclass(frozen=True, slots=True)
class GrantRemedy(StaffChange[tuple[Order, ProblemReport], RemedyPlan, ProblemDecided]):
    """Refunds the reported units or sends them again, and tells the customer."""

    outcome: ClassVar = ProblemDecided
    raises: ClassVar = (ProblemNotFound, ProblemNotInReview, AlreadyReturned, VariantUnavailable)

    report_id: UUID
    remedy: Remedy

    def operation(self, _: Context, /) -> Operation:
        return Operation("grant_remedy", "problem", str(self.report_id), self.remedy.value)

    async def plan(
        self, context: Context, /, *, lock: bool
    ) -> tuple[tuple[Order, ProblemReport], RemedyPlan]:
        """Plan the refund, or check that the goods are there."""
        session, clock = context.session, context.clock
        order, report, line = await _in_review(session, self.report_id, lock=lock)
        if report.quantity > line.quantity - line.returned_quantity:
            raise AlreadyReturned(order.number, line.title)
        states = await line_states(session, order, [line], clock=clock)
        money = await money_of(session, order)
        lines = remedy_lines(order, {line.id: report.quantity}, states, money)
        refunds: tuple[PlannedRefund, ...] = ()
        points = 0
        if self.remedy is Remedy.REFUND:
            amount = lines[0].worth.amount_minor
            refunds = await refunds_of_remedy(session, order, money, amount, None, clock=clock, lock=lock)
            goods = sum(each.paid_minor for each in order.lines)
            points = await points_to_claw_back(
                session, order, money.goods_refunded + amount, goods, clock.now()
            )
        else:
            await require_replacements(session, lines, lock=lock)
        kind, resolved = report.kind, ProblemStatus.RESOLVED
        plan = RemedyPlan(order.number, kind, self.remedy, lines, refunds, points, resolved, None)
        return (order, report), plan

    async def apply(
        self, context: Context, rows: tuple[Order, ProblemReport], plan: RemedyPlan, /
    ) -> ProblemDecided:
        """Do it, close the report and tell the customer."""
        order, report = rows
        if self.remedy is Remedy.REFUND:
            await give_back(context.session, order, plan, context.clock)
        else:
            await send_again(context.session, order, plan)
        [line] = plan.lines
        report.status, report.remedy = ProblemStatus.RESOLVED, self.remedy
        report.refund_minor = line.worth.amount_minor if self.remedy is Remedy.REFUND else 0
        told = notification(
            f"problem_{self.remedy.value}",
            order_number=order.display_number,
            title=line.name,
            amount=line.worth,
        )
        await context.tell(order.customer_id, told)
        return ProblemDecided(self.report_id, order.number, report.status, line.worth)


@dataclass(frozen=True, slots=True)
class DeclineProblem(StaffChange[tuple[Order, ProblemReport], str, ProblemDecided]):
    """Decides against a remedy, with a reason that the customer reads; its plan is the item's title."""

    outcome: ClassVar = ProblemDecided
    raises: ClassVar = (ProblemNotFound, ProblemNotInReview)

    report_id: UUID
    reason: str

    def operation(self, _: Context, /) -> Operation:
        return Operation("decline_problem", "problem", str(self.report_id), self.reason)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[tuple[Order, ProblemReport], str]:
        """Find it in review."""
        order, report, line = await _in_review(context.session, self.report_id, lock=lock)
        return (order, report), line.title

    async def apply(
        self, context: Context, rows: tuple[Order, ProblemReport], title: str, /
    ) -> ProblemDecided:
        """Close it and tell the customer."""
        order, report = rows
        report.status = ProblemStatus.DECLINED
        told = notification(
            "problem_declined", order_number=order.display_number, title=title, reason=self.reason
        )
        await context.tell(order.customer_id, told)
        return ProblemDecided(self.report_id, order.number, report.status, Money(0, order.currency))


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
