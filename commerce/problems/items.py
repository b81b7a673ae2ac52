"""Damaged, wrong or missing items in a parcel that arrived."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.catalogue.models import Product
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.orders.lines import named_lines
from commerce.orders.locking import order_of
from commerce.orders.models import Order
from commerce.orders.refusals import QuantityNotInLine
from commerce.plans import require_agreed
from commerce.policies.service import Evidence, ProblemPolicy, Remedy, problem_policy
from commerce.problems.models import ProblemKind
from commerce.problems.refusals import EvidenceNeeded, ReportTooLate
from commerce.problems.remedies import Problem, RemedyPlan, apply_remedy, plan_remedy
from commerce.returns.line_states import line_states
from commerce.returns.refusals import AlreadyReturned, NotDelivered
from commerce.returns.rules import LineState

ITEM_PROBLEMS = (ProblemKind.DAMAGED_ITEM, ProblemKind.WRONG_ITEM, ProblemKind.MISSING_ITEM)


class NotAnItemProblem(CommerceError):
    """The kind of problem is one of parcels or orders."""


@dataclass(frozen=True, slots=True)
class ReportItem:
    """What is wrong with how many of a line; `photos` are references to stored pictures."""

    order_number: str
    kind: ProblemKind
    order_line_id: UUID
    quantity: int
    remedy: Remedy
    description: str = ""
    photos: tuple[str, ...] = ()
    refund_to: str | None = None
    agreed: str | None = None


async def item_problem_policy(
    session: AsyncSession, shopper: Shopper, order_number: str, kind: ProblemKind, order_line_id: UUID
) -> ProblemPolicy:
    """What is offered for a problem with this line, and which evidence is asked; raises OrderNotFound."""
    order = await order_of(session, shopper.verified_customer(), order_number, lock=False)
    return await _policy(session, order, kind, order_line_id)


async def preview_item_report(
    session: AsyncSession, shopper: Shopper, command: ReportItem, *, clock: Clock
) -> RemedyPlan:
    """What reporting would do now; raises what `report_item` would."""
    _, plan = await _plan(session, shopper.verified_customer(), command, clock, lock=False)
    return plan


async def report_item(
    session: AsyncSession, shopper: Shopper, command: ReportItem, *, cause: Cause, clock: Clock
) -> RemedyPlan:
    """Report a problem with an item and make it good, or leave it to a person: see the plan's status.

    Raises OrderNotFound, OrderLineNotFound, NotDelivered, AlreadyReturned, QuantityNotInLine,
    EvidenceNeeded, ReportTooLate or what `plan_remedy` does; PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> RemedyPlan:
        order, plan = await _plan(session, customer_id, command, clock, lock=True)
        require_agreed(plan, command.agreed)
        await apply_remedy(
            session, order, plan, description=command.description, photos=command.photos, clock=clock
        )
        return plan

    subject = f"{command.order_number}/{command.order_line_id}"
    operation = Operation("report_item", "order_line", subject, command.kind.value)
    return await once(session, cause, operation, RemedyPlan, work)


async def _plan(
    session: AsyncSession, customer_id: str, command: ReportItem, clock: Clock, *, lock: bool
) -> tuple[Order, RemedyPlan]:
    order = await order_of(session, customer_id, command.order_number, lock=lock)
    lines = named_lines(order, [command.order_line_id])
    policy = await _policy(session, order, command.kind, command.order_line_id)
    states = await line_states(session, order, lines.values())
    _require_arrived(order, states[command.order_line_id], command, policy, clock.now().date())
    _require_evidence(command, policy)
    problem = Problem(
        command.kind, {command.order_line_id: command.quantity}, command.remedy, command.refund_to
    )
    return order, await plan_remedy(session, order, problem, states, policy, clock=clock, lock=lock)


async def _policy(
    session: AsyncSession, order: Order, kind: ProblemKind, order_line_id: UUID
) -> ProblemPolicy:
    if kind not in ITEM_PROBLEMS:
        raise NotAnItemProblem(f"{kind} is no problem of an item")
    line = named_lines(order, [order_line_id])[order_line_id]
    product = await session.get_one(Product, line.product_id)
    return await problem_policy(session, kind.value, product.category_id, order.address.country)


def _require_arrived(
    order: Order, state: LineState, command: ReportItem, policy: ProblemPolicy, today: date
) -> None:
    title = state.line.title
    if state.delivered_quantity == 0:
        raise NotDelivered(order.number, order.status, title)
    if state.returnable == 0:
        raise AlreadyReturned(order.number, title)
    if not 1 <= command.quantity <= state.returnable:
        raise QuantityNotInLine(order.number, title, command.quantity, state.returnable)
    if state.delivered_on is not None:
        closes_on = state.delivered_on + timedelta(days=policy.report_within_days)
        if today > closes_on:
            raise ReportTooLate(order.number, title, closes_on)


def _require_evidence(command: ReportItem, policy: ProblemPolicy) -> None:
    is_shown = {
        Evidence.PHOTO: bool(command.photos),
        Evidence.DESCRIPTION: bool(command.description.strip() or command.photos),
        Evidence.NONE: True,
    }
    if not is_shown[policy.evidence]:
        raise EvidenceNeeded(policy.evidence)
