"""Damaged, wrong or missing items in a parcel that arrived."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.catalogue.models import Product
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.orders.lines import named_lines
from commerce.orders.locking import order_of
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.orders.refusals import QuantityNotInLine
from commerce.plans import require_agreed
from commerce.policies.service import ProblemPolicy, Remedy, problem_policy
from commerce.problems.evidence import common_policy, require_evidence
from commerce.problems.models import ProblemKind, ProblemReport
from commerce.problems.refusals import ProblemAlreadyReported, ReportTooLate
from commerce.problems.remedies import Problem, ProblemOffer, RemedyPlan, apply_remedy, offer, plan_remedy
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
class ReportItems:
    """What is wrong with which items; `photos` are references to stored pictures."""

    order_number: str
    kind: ProblemKind
    items: tuple[ReportedItem, ...]
    remedy: Remedy
    description: str = ""
    photos: tuple[str, ...] = ()
    refund_to: str | None = None
    agreed: str | None = None


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


async def preview_items_report(
    session: AsyncSession, shopper: Shopper, command: ReportItems, *, clock: Clock
) -> RemedyPlan:
    """What reporting would do now; raises what `report_items` would."""
    _, plan = await _plan(session, shopper.verified_customer(), command, clock, lock=False)
    return plan


async def report_items(
    session: AsyncSession, shopper: Shopper, command: ReportItems, *, cause: Cause, clock: Clock
) -> RemedyPlan:
    """Report a problem with items and make it good, or leave it to a person: see the plan's status.

    Raises OrderNotFound, NoItems, LineNamedTwice, OrderLineNotFound, NotDelivered, AlreadyReturned,
    QuantityNotInLine, EvidenceNeeded, ReportTooLate, ProblemAlreadyReported or what `plan_remedy` does;
    PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> RemedyPlan:
        order, plan = await _plan(session, customer_id, command, clock, lock=True)
        require_agreed(plan, command.agreed)
        await apply_remedy(
            session, order, plan, description=command.description, photos=command.photos, clock=clock
        )
        return plan

    operation = Operation("report_items", "order", command.order_number, command.kind.value)
    return await once(session, cause, operation, RemedyPlan, work)


async def _plan(
    session: AsyncSession, customer_id: str, command: ReportItems, clock: Clock, *, lock: bool
) -> tuple[Order, RemedyPlan]:
    order = await order_of(session, customer_id, command.order_number, lock=lock)
    lines = named_lines(order, (item.order_line_id for item in command.items))
    policies = await _policies(session, order, command.kind, lines.values())
    states = await line_states(session, order, lines.values(), clock=clock)
    reports = await _reports(session, order)
    for item in command.items:
        key = item.order_line_id
        _require_open(order, states[key], reports)
        _require_arrived(order, states[key], item.quantity, policies[key], clock.today())
    policy = common_policy(policies)
    require_evidence(policy.evidence, command.description, command.photos)
    quantities = {item.order_line_id: item.quantity for item in command.items}
    problem = Problem(command.kind, quantities, command.remedy, command.refund_to)
    return order, await plan_remedy(session, order, problem, states, policy, clock=clock, lock=lock)


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
