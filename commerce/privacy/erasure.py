"""Forgets a customer: what names them goes, what the books need stays without a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, func, literal, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.alerts.models import Alert
from commerce.audit.models import ActorKind, AuditEntry
from commerce.audit.service import Cause, Operation, audit
from commerce.carts.models import Cart, CartCode, CartLine
from commerce.checkout.models import Checkout
from commerce.customers.models import ERASED, Address, Customer, PaymentMethod
from commerce.database import Base
from commerce.errors import CommerceError
from commerce.events.models import ShopEvent
from commerce.journeys.models import JourneyRun, JourneyStep
from commerce.locks.models import AccountLock, FormerContact
from commerce.notifications.models import Undeliverable
from commerce.orders.models import Order, OrderStatus, Shipment, TrackingEvent
from commerce.orders.problem_reports import ProblemReport
from commerce.payments.models import AttemptStatus, PaymentAttempt
from commerce.privacy.consents import forget_consents
from commerce.privacy.conversations import delete_conversations
from commerce.privacy.personal import conversation_ids, personal_tables
from commerce.referrals.models import ReferralCode
from commerce.returns.models import ReturnRequest, ReturnStatus
from commerce.reviews.models import Review, ReviewVote
from commerce.segments.models import CustomerScores, CustomerSegment
from commerce.subscriptions.models import Subscription
from commerce.wishlists.models import Wishlist, WishlistItem

_NOWHERE = {"line1": "", "line2": "", "city": "", "region": "", "postcode": ""}


def _somewhere(address: Any) -> ColumnElement[Any]:
    """`address` without all but its country, which stays: what was taxed where."""
    return func.jsonb_build_object(
        *(each for pair in _NOWHERE.items() for each in pair), "country", address["country"]
    )


# Deleted with the conversations, by delete_conversations: "conversations" and what hangs on them.
# Deleted outright:
DELETED: tuple[type[Base], ...] = (
    ShopEvent,
    FormerContact,
    AccountLock,
    Alert,
    ReviewVote,
    ReferralCode,
    CustomerScores,
    CustomerSegment,
    JourneyStep,
    JourneyRun,
    CartCode,
    CartLine,
    Cart,
    Subscription,
    WishlistItem,
    Wishlist,
    Address,
)
# Kept for the books, with these columns overwritten:
OVERWRITTEN: Mapping[type[Base], Mapping[str, Any]] = {
    Customer: {
        "first_name": "",
        "last_name": "",
        "email": Customer.id + literal(ERASED),
        "phone": null(),
        "birthday": null(),
    },
    PaymentMethod: {
        "brand": null(),
        "last_four": null(),
        "reference": null(),
        "payer_reference": null(),
        "is_default": False,
        "removed_at": func.coalesce(PaymentMethod.removed_at, func.now()),
    },
    Order: {"shipping_address": _somewhere(Order.shipping_address)},
    Checkout: {"email": null(), "full_name": null(), "shipping_address": null(), "friend_code": null()},
    PaymentAttempt: {
        "terms": PaymentAttempt.terms.op("||")(
            func.jsonb_build_object(
                *("email", "", "full_name", ""), "address", _somewhere(PaymentAttempt.terms["address"])
            )
        )
    },
    Shipment: {"tracking_number": null()},
    TrackingEvent: {"location": null(), "description": ""},
    Review: {"author": "", "customer_id": null(), "order_id": null()},
    ProblemReport: {"description": "", "photos": func.jsonb_build_array()},
    AuditEntry: {"details": func.jsonb_build_object(), "reason": ""},
}
# Kept as they are: sums, quantities, dates and codes, of an order that has no name any more.
KEPT = frozenset(
    {
        "credit_entries",
        "disputes",
        "gift_cards",
        "held_lines",
        "order_lines",
        "payments",
        "points_entries",
        "promotion_uses",
        "referrals",
        "refunds",
        "return_lines",
        "return_requests",
        "shipment_lines",
        "single_use_codes",
    }
)
# Kept as far as they say that a number wants nothing: see commerce/privacy/consents.py.
REDUCED = frozenset({"consent_entries"})

_UNDER_WAY = (OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.SHIPPED)
_OVER = (ReturnStatus.REFUSED, ReturnStatus.COMPLETED, ReturnStatus.CANCELLED)


class ErasureRefused(CommerceError):
    """What is under way with a customer needs their name until it is over."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(f"not while something is under way: {', '.join(reasons)}")


@dataclass(frozen=True, slots=True)
class Erased:
    """What was forgotten: rows by table, and the conversations, which other databases may know too."""

    rows: Mapping[str, int]
    conversation_ids: list[UUID]
    kept_refusals: int  # to be written to: these stay


async def erase_customer(session: AsyncSession, customer_id: str) -> Erased:
    """Forget a customer in the caller's transaction. Raises ErasureRefused."""
    await session.scalar(select(Customer).where(Customer.id == customer_id).with_for_update())
    await _refuse_while_under_way(session, customer_id)
    rows = await count_rows(session, customer_id)
    conditions = personal_tables()
    theirs = {"customer": customer_id}
    conversations = list(await session.scalars(conversation_ids(), theirs))
    kept_refusals = await forget_consents(session, conditions, customer_id)
    await _forget_undeliverable(session, customer_id)
    for model, values in OVERWRITTEN.items():
        table = _table(model)
        await session.execute(update(table).where(conditions[table.name]).values(**values), theirs)
    await delete_conversations(session, conversations)
    for model in DELETED:
        table = _table(model)
        await session.execute(delete(table).where(conditions[table.name]), theirs)
    cause = Cause(ActorKind.SYSTEM, None)
    audit(session, cause, Operation("erase_customer", "customer", customer_id, "at the customer's wish"))
    session.expire_all()
    return Erased(rows, conversations, kept_refusals)


async def _forget_undeliverable(session: AsyncSession, customer_id: str) -> None:
    """Forget that nothing reached their addresses, to which nothing is sent any more."""
    customer = await session.get_one(Customer, customer_id)
    theirs = [customer.email.lower(), customer.phone or ""]
    await session.execute(delete(Undeliverable).where(Undeliverable.address.in_(theirs)))


async def count_rows(session: AsyncSession, customer_id: str) -> dict[str, int]:
    """How many rows of each table are the customer's; tables with none are left out."""
    counts = {}
    for name, is_theirs in personal_tables().items():
        count = select(func.count()).select_from(Base.metadata.tables[name]).where(is_theirs)
        counts[name] = await session.scalar(count, {"customer": customer_id}) or 0
    return {name: count for name, count in counts.items() if count}


async def _refuse_while_under_way(session: AsyncSession, customer_id: str) -> None:
    orders = await session.scalars(
        select(Order).where(Order.customer_id == customer_id, Order.status.in_(_UNDER_WAY))
    )
    returns = await session.scalars(
        select(ReturnRequest)
        .join(Order, Order.id == ReturnRequest.order_id)
        .where(Order.customer_id == customer_id, ReturnRequest.status.not_in(_OVER))
    )
    paying = await session.scalar(
        select(func.count())
        .select_from(PaymentAttempt)
        .join(Checkout, Checkout.id == PaymentAttempt.checkout_id)
        .where(Checkout.customer_id == customer_id, PaymentAttempt.status == AttemptStatus.STARTED)
    )
    reasons = [f"order {each.display_number} is {each.status.value}" for each in orders]
    reasons += [f"return {each.rma_number} is {each.status.value}" for each in returns]
    if paying:
        reasons.append("a payment was begun and is not settled")
    if reasons:
        raise ErasureRefused(reasons)


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
