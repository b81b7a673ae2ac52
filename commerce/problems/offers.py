"""What the store offers of its own accord when it tells where an order is."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders.payments import money_of
from commerce.orders.problem_reports import ProblemKind, ProblemReport
from commerce.orders.status import OrderReport, Standing
from commerce.policies.service import Remedy, late_order, problem_policy
from commerce.problems.late import worthwhile_offers


def trouble_of(report: OrderReport) -> ProblemKind | None:
    """What is wrong with the order's delivery as far as the store knows; a loss outweighs a delay."""
    if report.standing is Standing.LOST and not report.is_made_good:
        return ProblemKind.LOST_PARCEL
    return ProblemKind.LATE_ORDER if report.is_late else None


async def open_remedies(session: AsyncSession, report: OrderReport) -> tuple[Remedy, ...]:
    """What the policies offer for an order that is lost or late; nothing once it was reported."""
    order, kind = report.order, trouble_of(report)
    reported = set(
        await session.scalars(select(ProblemReport.kind).where(ProblemReport.order_id == order.id))
    )
    if kind is None or kind in reported:
        return ()
    if kind is ProblemKind.LOST_PARCEL:
        return (await problem_policy(session, kind.value, None, order.address.country)).remedies
    policy = await late_order(session, order.address.country)
    offers = worthwhile_offers(order, await money_of(session, order), policy)
    return tuple(each.remedy for each in offers)
