"""Parcels that were lost on their way."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.clock import Clock
from commerce.identity import Shopper
from commerce.orders.locking import order_of
from commerce.orders.models import Order, Shipment, ShipmentStatus
from commerce.orders.problem_reports import ProblemKind, ProblemReport, ProblemStatus
from commerce.orders.queries import get_order
from commerce.orders.refusals import OrderNotFound
from commerce.orders.status import report_order
from commerce.policies.service import ProblemPolicy, Remedy, problem_policy
from commerce.problems.refusals import ParcelNotFound, ParcelNotLost, ProblemAlreadyReported, ReportTooLate
from commerce.problems.remedies import (
    REMEDY_REFUSALS,
    Problem,
    ProblemOffer,
    RemedyPlan,
    apply_remedy,
    offer,
    plan_remedy,
    require_first_report,
)
from commerce.returns.line_states import line_states
from commerce.returns.refusals import AlreadyReturned
from commerce.returns.rules import LineState


@dataclass(frozen=True, slots=True)
class _Lost:
    order: Order
    parcel: Shipment
    quantities: dict[UUID, int]  # of the order's lines
    states: dict[UUID, LineState]
    policy: ProblemPolicy


@dataclass(frozen=True, slots=True)
class ReportLostParcel(Change[_Lost, RemedyPlan, RemedyPlan]):
    """Makes good everything in a lost parcel, or leaves it to a person: see the plan's status.

    Unnamed, it is the first lost one.
    """

    outcome: ClassVar = RemedyPlan
    raises: ClassVar = (
        OrderNotFound,
        ParcelNotFound,
        ParcelNotLost,
        AlreadyReturned,
        ReportTooLate,
        ProblemAlreadyReported,
        *REMEDY_REFUSALS,
    )

    order_number: str
    remedy: Remedy
    shipment_id: UUID | None = None
    refund_to: str | None = None

    def operation(self, _: Context, /) -> Operation:
        return Operation("report_lost_parcel", "order", self.order_number)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[_Lost, RemedyPlan]:
        """Find the parcel, and plan what is done about it."""
        session, clock = context.session, context.clock
        lost = await _find(
            session, context.customer_id, self.order_number, self.shipment_id, clock, lock=lock
        )
        problem = Problem(ProblemKind.LOST_PARCEL, lost.quantities, self.remedy, self.refund_to)
        plan = await plan_remedy(
            session, lost.order, problem, lost.states, lost.policy, clock=clock, lock=lock
        )
        return lost, plan

    async def apply(self, context: Context, lost: _Lost, plan: RemedyPlan, /) -> RemedyPlan:
        """Report it and do it; the parcel is then known to be lost."""
        await apply_remedy(context.session, lost.order, plan, description="", photos=(), clock=context.clock)
        if plan.status is ProblemStatus.RESOLVED:
            lost.parcel.status = ShipmentStatus.LOST
        return plan


async def lost_parcel_offer(
    session: AsyncSession, shopper: Shopper, order_number: str, *, clock: Clock
) -> ProblemOffer:
    """What is offered for the parcel that `report_lost_parcel` would be about; raises what that would."""
    lost = await _find(session, shopper.verified_customer(), order_number, None, clock, lock=False)
    return await offer(session, lost.quantities, lost.order, lost.policy)


async def _find(
    session: AsyncSession,
    customer_id: str,
    order_number: str,
    shipment_id: UUID | None,
    clock: Clock,
    *,
    lock: bool,
) -> _Lost:
    await order_of(session, customer_id, order_number, lock=lock)
    order = await get_order(session, customer_id, order_number)
    parcel = await _lost_parcel(session, order, shipment_id, clock)
    policy = await problem_policy(session, ProblemKind.LOST_PARCEL.value, None, order.address.country)
    _require_in_time(order, parcel, policy, clock)
    by_id = {line.id: line for line in order.lines}
    quantities = {each.order_line_id: each.quantity for each in parcel.lines}
    for line_id, quantity in quantities.items():
        if quantity > by_id[line_id].quantity - by_id[line_id].returned_quantity:
            raise AlreadyReturned(order.number, by_id[line_id].title)
    states = await line_states(session, order, (by_id[line_id] for line_id in quantities), clock=clock)
    await require_first_report(session, order, states, quantities)
    return _Lost(order, parcel, quantities, states, policy)


async def _lost_parcel(
    session: AsyncSession, order: Order, shipment_id: UUID | None, clock: Clock
) -> Shipment:
    """The parcel that is lost as the order's status tells it; the one named, or one not made good yet."""
    told = await report_order(session, order, clock=clock)
    parcels = [
        (shipment, parcel)
        for shipment, parcel in zip(order.shipments, told.parcels, strict=True)
        if shipment_id in (None, shipment.id) and shipment.lines
    ]
    if not parcels:
        raise ParcelNotFound(order.number)
    lost = [shipment for shipment, parcel in parcels if parcel.status is ShipmentStatus.LOST]
    if not lost:
        raise ParcelNotLost(order.number, told.expected_on)
    reported = set(
        await session.scalars(select(ProblemReport.order_line_id).where(ProblemReport.order_id == order.id))
    )
    fresh = (each for each in lost if not reported & {line.order_line_id for line in each.lines})
    return next(fresh, lost[0])


def _require_in_time(order: Order, parcel: Shipment, policy: ProblemPolicy, clock: Clock) -> None:
    expected = parcel.expected_on or order.promised_on
    if expected is None:
        return
    closes_on = expected + timedelta(days=policy.report_within_days)
    if clock.today() > closes_on:
        raise ReportTooLate(order.number, "parcel", closes_on)
