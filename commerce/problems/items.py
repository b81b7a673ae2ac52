"""Damaged, wrong or missing items in a parcel that arrived."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.catalogue.models import Product
from commerce.changes import Change, Context
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.orders.lines import LINE_REFUSALS, named_lines
from commerce.orders.locking import order_of
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.orders.problem_reports import ProblemKind, ProblemReport
from commerce.orders.refusals import OrderNotFound, QuantityNotInLine
from commerce.policies.service import ProblemPolicy, Remedy, problem_policy
from commerce.problems.evidence import common_policy, require_evidence
from commerce.problems.refusals import EvidenceNeeded, ProblemAlreadyReported, ReportTooLate
from commerce.problems.remedies import (
    REMEDY_REFUSALS,
    Problem,
    ProblemOffer,
    RemedyPlan,
    apply_remedy,
    offer,
    plan_remedy,
)
from commerce.returns.line_states import line_states
from commerce.returns.refusals import AlreadyReturned, NotDelivered
from commerce.returns.rules import LineState

ITEM_PROBLEMS = (ProblemKind.DAMAGED_ITEM, ProblemKind.WRONG_ITEM, ProblemKind.MISSING_ITEM)


class NotAnItemProblem(CommerceError):
    """The kind of problem is one of parcels or orders."""


@dataclass(frozen=True, slots=True)
class ReportedItem:
    """How many of a line something is wrong with."""

    order_line_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class ReportItems(Change[Order, RemedyPlan, RemedyPlan]):
    """Reports a problem with items and makes it good, or leaves it to a person: see the plan's status.

    `photos` are references to stored pictures.
    """

    outcome: ClassVar = RemedyPlan
    raises: ClassVar = (
        OrderNotFound,
        *LINE_REFUSALS,
        NotAnItemProblem,
        NotDelivered,
        AlreadyReturned,
        QuantityNotInLine,
        EvidenceNeeded,
        ReportTooLate,
        ProblemAlreadyReported,
        *REMEDY_REFUSALS,
    )

    order_number: str
    kind: ProblemKind
    items: tuple[ReportedItem, ...]
    remedy: Remedy
    description: str = ""
    photos: tuple[str, ...] = ()
    refund_to: str | None = None

    def operation(self, _: Context, /) -> Operation:
        return Operation("report_items", "order", self.order_number, self.kind.value)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Order, RemedyPlan]:
        """Check what is reported, and plan what is done about it."""
        session, clock = context.session, context.clock
        order = await order_of(session, context.customer_id, self.order_number, lock=lock)
        lines = named_lines(order, (item.order_line_id for item in self.items))
        policies = await _policies(session, order, self.kind, lines.values())
        states = await line_states(session, order, lines.values(), clock=clock)
        reports = await _reports(session, order)
        for item in self.items:
            key = item.order_line_id
            _require_open(order, states[key], reports)
            _require_arrived(order, states[key], item.quantity, policies[key], clock.today())
        policy = common_policy(policies)
        require_evidence(policy.evidence, self.description, self.photos)
        quantities = {item.order_line_id: item.quantity for item in self.items}
        problem = Problem(self.kind, quantities, self.remedy, self.refund_to)
        return order, await plan_remedy(session, order, problem, states, policy, clock=clock, lock=lock)

    async def apply(self, context: Context, order: Order, plan: RemedyPlan, /) -> RemedyPlan:
        """Report it and do it."""
        await apply_remedy(
            context.session,
            order,
            plan,
            description=self.description,
            photos=self.photos,
            clock=context.clock,
        )
        return plan


@dataclass(frozen=True, slots=True)
class ReportableLine:
    """Whether something about a line could be reported: of `quantity`, or the refusal."""

    order_line_id: UUID
    sku: str
    quantity: int
    refusal: CommerceError | None


async def reportable_lines(
    session: AsyncSession, shopper: Shopper, order_number: str, kind: ProblemKind, *, clock: Clock
) -> list[ReportableLine]:
    """Every line of the order with what stands against reporting it; raises OrderNotFound."""
    order = await order_of(session, shopper.verified_customer(), order_number, lock=False)
    states = await line_states(session, order, order.lines, clock=clock)
    policies = await _policies(session, order, kind, order.lines)
    reports = await _reports(session, order)
    found = []
    for line in order.lines:
        state, refusal = states[line.id], None
        try:
            _require_open(order, state, reports)
            _require_arrived(order, state, max(1, state.returnable), policies[line.id], clock.today())
        except CommerceError as error:
            refusal = error
        found.append(ReportableLine(line.id, line.sku, 0 if refusal else state.returnable, refusal))
    return found


async def item_offer(
    session: AsyncSession, shopper: Shopper, order_number: str, kind: ProblemKind, items: Mapping[UUID, int]
) -> ProblemOffer:
    """What can be done about a problem with these quantities of lines, and which evidence is asked.

    Raises OrderNotFound, NoItems or OrderLineNotFound.
    """
    order = await order_of(session, shopper.verified_customer(), order_number, lock=False)
    lines = named_lines(order, items)
    policies = await _policies(session, order, kind, lines.values())
    return await offer(session, items, order, common_policy(policies))


async def _policies(
    session: AsyncSession, order: Order, kind: ProblemKind, lines: Iterable[OrderLine]
) -> dict[UUID, ProblemPolicy]:
    if kind not in ITEM_PROBLEMS:
        raise NotAnItemProblem(f"{kind} is no problem of an item")
    found = {}
    for line in lines:
        product = await session.get_one(Product, line.product_id)
        found[line.id] = await problem_policy(session, kind.value, product.category_id, order.address.country)
    return found


async def _reports(session: AsyncSession, order: Order) -> dict[UUID | None, ProblemReport]:
    """The last report about each line."""
    query = (
        select(ProblemReport)
        .where(ProblemReport.order_id == order.id)
        .order_by(ProblemReport.created_at, ProblemReport.id)
    )
    return {report.order_line_id: report for report in await session.scalars(query)}


def _require_open(order: Order, state: LineState, reports: Mapping[UUID | None, ProblemReport]) -> None:
    """Raise ProblemAlreadyReported when all that is left of the line was replaced, or is looked at."""
    earlier = reports.get(state.line.id)
    if earlier is not None and state.set_aside and state.returnable == 0:
        raise ProblemAlreadyReported(order.number, state.line.title, earlier.status)


def _require_arrived(
    order: Order, state: LineState, quantity: int, policy: ProblemPolicy, today: date
) -> None:
    title = state.line.title
    if order.status is OrderStatus.CANCELLED or state.delivered_quantity == 0:
        raise NotDelivered(order.number, order.status, title)
    if state.returnable == 0:
        raise AlreadyReturned(order.number, title)
    if not 1 <= quantity <= state.returnable:
        raise QuantityNotInLine(order.number, title, quantity, state.returnable)
    if state.delivered_on is not None:
        closes_on = state.delivered_on + timedelta(days=policy.report_within_days)
        if today > closes_on:
            raise ReportTooLate(order.number, title, closes_on)
