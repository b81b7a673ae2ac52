"""What the store's people can do about a customer's matter. What the bot promises leads to one of these.

Each is bounded by the agent's role, done once under its click, audited, and told to the shopper.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import select

from commerce.audit.service import Operation, once, was_done
from commerce.changes import Context, carry_out, preview
from commerce.customers.models import CreditEntry, CreditReason, Customer
from commerce.customers.payment_methods import open_store_credit, store_credit_of
from commerce.desk.working import Desk
from commerce.errors import CommerceError, NotFound
from commerce.fraud.locking import release_by_staff
from commerce.identity import IdentityLevel, Shopper
from commerce.locks.standing import require_unlocked
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.money import Money
from commerce.notification import Recipient, notification
from commerce.order_changes.cancel import CancelOrder, CancelPlan
from commerce.orders.models import CancelReason, Order, Refund
from commerce.orders.problem_reports import ProblemReport
from commerce.policies.service import Remedy
from commerce.problems.review import DeclineProblem, GrantRemedy, ProblemDecided
from commerce.returns.finding import return_of
from commerce.returns.models import ItemCondition
from commerce.returns.processing import ApproveReturn, RefuseReturn, ReturnMoved
from commerce.returns.receiving import ReceivedLine, ReceiveReturn
from commerce.returns.refunds import CompleteRefund, RefundCompleted
from commerce.staff.models import Role

CENT_PER_POINT = 1  # what a granted point counts for a role's limit
LONGEST_REASON = 500


class Door(StrEnum):
    """Everything that somebody at the desk can do for a shopper."""

    ANSWER = "answer"
    APPROVE_RETURN = "approve_return"
    REFUSE_RETURN = "refuse_return"
    RECEIVE_RETURN = "receive_return"
    COMPLETE_REFUND = "complete_refund"
    GRANT_REMEDY = "grant_remedy"
    DECLINE_PROBLEM = "decline_problem"
    CANCEL_ORDER = "cancel_order"
    GIVE_CREDIT = "give_credit"
    GIVE_POINTS = "give_points"
    CHANGE_NAME = "change_name"
    UNLOCK_ACCOUNT = "unlock_account"


class ReasonNeeded(CommerceError):
    """please give the shopper a reason"""


class AmountNotUsable(CommerceError):
    """please give an amount above zero, such as 15.00"""


class CustomerNotFound(NotFound):
    """no such customer"""


class LeadNeeded(CommerceError):
    """a lead or an operator has to unlock it"""


class NotLocked(CommerceError):
    """the account is not locked"""


@dataclass(frozen=True, slots=True)
class PointsGiven:
    """Points that were given for goodwill."""

    points: int


async def approve(desk: Desk, rma_number: str) -> ReturnMoved:
    """Accept a return or exchange in review. Raises AboveYourLimit and what `ApproveReturn` does."""
    order, request = await return_of(desk.session, rma_number, None, lock=True)
    await require_unlocked(desk.session, order.customer_id)
    desk.agent.require_may_give(Money(abs(request.settlement_minor), order.currency))
    return await carry_out(context_of(desk), ApproveReturn(rma_number))


async def refuse(desk: Desk, rma_number: str, reason: str) -> ReturnMoved:
    """Decline a return in review. Raises ReasonNeeded and what `RefuseReturn` does."""
    return await carry_out(context_of(desk), RefuseReturn(rma_number, _required(reason)))


async def receive(desk: Desk, rma_number: str, arrived: dict[UUID, tuple[int, ItemCondition]]) -> ReturnMoved:
    """Take a parcel in: how many of which return line arrived, and in which condition.

    What did not arrive is taken off the return and its refund. Raises what `ReceiveReturn` does.
    """
    order, _ = await return_of(desk.session, rma_number, None, lock=True)
    await require_unlocked(desk.session, order.customer_id)
    lines = tuple(ReceivedLine(line, quantity, condition) for line, (quantity, condition) in arrived.items())
    return await carry_out(context_of(desk), ReceiveReturn(rma_number, lines))


async def complete(desk: Desk, refund_id: UUID) -> RefundCompleted:
    """Note that a refund that was sent has arrived. Raises what `CompleteRefund` does."""
    whose = select(Order.customer_id).join(Refund).where(Refund.id == refund_id)
    await require_unlocked(desk.session, await desk.session.scalar(whose))
    return await carry_out(context_of(desk), CompleteRefund(refund_id))


async def grant(desk: Desk, report_id: UUID, remedy: Remedy) -> ProblemDecided:
    """Refund or send again what a problem in review is about. Raises AboveYourLimit and what that does."""
    context, change = context_of(desk), GrantRemedy(report_id, remedy)
    whose = select(Order.customer_id).join(ProblemReport).where(ProblemReport.id == report_id)
    await require_unlocked(desk.session, await desk.session.scalar(whose))
    if not await was_done(desk.session, desk.agent.cause, change.operation(context)):
        desk.agent.require_may_give((await preview(context, change)).lines[0].worth)
    return await carry_out(context, change)


async def decline(desk: Desk, report_id: UUID, reason: str) -> ProblemDecided:
    """Decide against a problem in review. Raises ReasonNeeded and what `DeclineProblem` does."""
    return await carry_out(context_of(desk), DeclineProblem(report_id, _required(reason)))


async def cancel(desk: Desk, customer_id: str, order_number: str) -> CancelPlan:
    """Cancel a customer's order at their wish. Raises AboveYourLimit and what `CancelOrder` does."""
    context, change = context_of(desk, customer_id), CancelOrder(order_number, CancelReason.OTHER)
    await _locked(desk, customer_id)  # of two clicks at once the second waits here, and then tells nobody
    if await was_done(desk.session, desk.agent.cause, change.operation(context)):
        return await carry_out(context, change)
    desk.agent.require_may_give((await preview(context, change)).refund)
    done = await carry_out(context, change)
    told = notification("order_cancelled", order_number=f"#{order_number}", amount=done.refund)
    await context.tell(customer_id, told)
    return done


async def give_credit(desk: Desk, customer_id: str, amount: Money, reason: str) -> Money:
    """Give store credit for goodwill.

    Raises ReasonNeeded, AmountNotUsable, AboveYourLimit or CustomerNotFound.
    """
    why = _required(reason)
    if amount.amount_minor <= 0:
        raise AmountNotUsable
    desk.agent.require_may_give(amount)
    await _locked(desk, customer_id)

    async def work() -> Money:
        await open_store_credit(desk.session, customer_id, amount.currency)
        method = await store_credit_of(desk.session, customer_id, amount.currency, lock=True)
        if method.currency not in (None, amount.currency):
            raise AmountNotUsable
        entry = CreditEntry(
            payment_method_id=method.id,
            amount_minor=amount.amount_minor,
            currency=amount.currency,
            reason=CreditReason.GOODWILL,
        )
        desk.session.add(entry)
        told = notification("credit_given", amount=amount, reason=why)
        await desk.notifier.notify(desk.session, Recipient(customer_id), told)
        return amount

    operation = Operation(Door.GIVE_CREDIT.value, "customer", customer_id, why)
    return await once(desk.session, desk.agent.cause, operation, Money, work)


async def give_points(desk: Desk, customer_id: str, points: int, reason: str) -> PointsGiven:
    """Give loyalty points for goodwill. Raises as `give_credit` does."""
    why = _required(reason)
    if points <= 0:
        raise AmountNotUsable
    desk.agent.require_may_give(Money(points * CENT_PER_POINT, "USD"))
    await _locked(desk, customer_id)

    async def work() -> PointsGiven:
        entry = PointsEntry(customer_id=customer_id, points=points, reason=PointsReason.GRANTED)
        desk.session.add(entry)
        told = notification("points_given", points=f"{points:,}", reason=why)
        await desk.notifier.notify(desk.session, Recipient(customer_id), told)
        return PointsGiven(points)

    operation = Operation(Door.GIVE_POINTS.value, "customer", customer_id, why)
    return await once(desk.session, desk.agent.cause, operation, PointsGiven, work)


@dataclass(frozen=True, slots=True)
class NameChanged:
    """A customer's name, before and after."""

    old: str
    new: str


async def change_name(desk: Desk, customer_id: str, first_name: str, last_name: str) -> NameChanged:
    """Change the name on a customer's file. Raises ReasonNeeded without a name, or CustomerNotFound."""
    first, last = _required(first_name), last_name.strip()
    await _locked(desk, customer_id)

    async def work() -> NameChanged:
        customer = await desk.session.get_one(Customer, customer_id)
        old = customer.full_name
        customer.first_name, customer.last_name = first, last
        told = notification("name_changed", name=customer.full_name)
        await desk.notifier.notify(desk.session, Recipient(customer_id), told)
        return NameChanged(old, customer.full_name)

    operation = Operation(Door.CHANGE_NAME.value, "customer", customer_id)
    private = frozenset({"old", "new"})
    return await once(desk.session, desk.agent.cause, operation, NameChanged, work, private=private)


async def unlock(desk: Desk, customer_id: str) -> None:
    """Release the lock on the account. Raises LeadNeeded for an agent, and NotLocked where none stands."""
    if desk.agent.role not in (Role.LEAD, Role.OPERATOR):
        raise LeadNeeded
    if not await release_by_staff(desk.session, customer_id, desk.agent.cause, desk.clock):
        raise NotLocked


def context_of(desk: Desk, customer_id: str | None = None) -> Context:
    """With what the agent changes something; for a customer where it is done in their place."""
    shopper = None if customer_id is None else acting_for(customer_id)
    return Context(desk.session, desk.agent.cause, desk.clock, desk.notifier, desk.links, shopper)


def acting_for(customer_id: str) -> Shopper:
    """The customer as the store's people see and serve them: what they may do was settled by the role."""
    return Shopper(uuid4(), customer_id, IdentityLevel.VERIFIED)


async def _locked(desk: Desk, customer_id: str) -> None:
    found = await desk.session.scalar(
        select(Customer.id).where(Customer.id == customer_id).with_for_update(key_share=True)
    )
    if found is None:
        raise CustomerNotFound
    await require_unlocked(desk.session, customer_id)


def _required(reason: str) -> str:
    if not reason.strip():
        raise ReasonNeeded
    return reason.strip()[:LONGEST_REASON]
