"""The money of an order: what came in, what went out, and how a refund or charge is planned and made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.models import CreditEntry, CreditReason, PaymentMethod, PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile, open_store_credit
from commerce.money import Money
from commerce.orders.calendar import add_business_days
from commerce.orders.models import Order, Payment, Refund, RefundStatus
from commerce.orders.refusals import RefundExceedsPayments
from commerce.plans import BusinessDays
from commerce.policies.service import refund_days


class RefundReason(StrEnum):
    """What a refund is for."""

    ORDER_CANCELLED = "order_cancelled"
    PAYMENT_METHOD_CHANGED = "payment_method_changed"
    ITEMS_CHANGED = "items_changed"
    RETURNED = "returned"
    EXCHANGED = "exchanged"
    EXCHANGE_CANCELLED = "exchange_cancelled"
    DAMAGED_ITEM = "damaged_item"
    WRONG_ITEM = "wrong_item"
    MISSING_ITEM = "missing_item"
    LOST_PARCEL = "lost_parcel"
    UNKNOWN = "unknown"  # imported without one
    LATE_ORDER = "late_order"


# Refunds of the price of goods that were delivered: they take a share of the earned points back.
GOODS_REASONS = frozenset(
    {
        RefundReason.RETURNED,
        RefundReason.EXCHANGED,
        RefundReason.DAMAGED_ITEM,
        RefundReason.WRONG_ITEM,
        RefundReason.MISSING_ITEM,
        RefundReason.LOST_PARCEL,
    }
)


@dataclass(frozen=True, slots=True)
class PlannedRefund:
    """Money that goes back: `arrives` after it is sent, None for at once.

    It is sent now or, with `after_receipt`, when the goods are back; `arrives` then names no dates.
    """

    method: MethodOnFile
    amount: Money
    arrives: BusinessDays | None
    after_receipt: bool = False


@dataclass(frozen=True, slots=True)
class PlannedCharge:
    """Money that is taken."""

    method: MethodOnFile
    amount: Money


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """What came in and what went out for an order, in minor units by payment method."""

    order_number: str
    currency: str
    paid: Mapping[str, int]
    refunded: Mapping[str, int]
    goods_refunded: int

    @property
    def remaining(self) -> int:
        """What could still be refunded in all."""
        return sum(self.paid.values()) - sum(self.refunded.values())

    @property
    def remaining_by_method(self) -> dict[str, int]:
        """What each method that paid has still in the order."""
        left = {method: paid - self.refunded.get(method, 0) for method, paid in self.paid.items()}
        return {method: amount for method, amount in sorted(left.items()) if amount > 0}

    def require_covers(self, amount: int) -> None:
        """Raise RefundExceedsPayments when `amount` is more than what is left of the payments."""
        if amount > self.remaining:
            raise RefundExceedsPayments(
                self.order_number, Money(amount, self.currency), Money(self.remaining, self.currency)
            )


async def money_of(session: AsyncSession, order: Order) -> OrderMoney:
    """The order's money now; settled for as long as the order's row is locked."""
    paid = await session.execute(
        select(Payment.payment_method_id, func.sum(Payment.amount_minor))
        .where(Payment.order_id == order.id)
        .group_by(Payment.payment_method_id)
    )
    rows = (
        await session.execute(
            select(Refund.payment_method_id, Refund.reason, func.sum(Refund.amount_minor))
            .where(Refund.order_id == order.id, Refund.status != RefundStatus.REVERSED)
            .group_by(Refund.payment_method_id, Refund.reason)
        )
    ).all()
    refunded: dict[str, int] = {}
    for method_id, _, amount in rows:
        refunded[method_id] = refunded.get(method_id, 0) + int(amount)
    return OrderMoney(
        order.number,
        order.currency,
        {method_id: int(amount) for method_id, amount in paid},
        refunded,
        sum(int(amount) for _, reason, amount in rows if reason in GOODS_REASONS),
    )


def split_refund(remaining: Mapping[str, int], amount: int, first: str | None = None) -> dict[str, int]:
    """`amount` over the methods that paid, `first` before the others, none beyond what it has left."""
    parts: dict[str, int] = {}
    for method_id in sorted(remaining, key=lambda each: (each != first, each)):
        part = min(amount, remaining[method_id])
        if part > 0:
            parts[method_id] = part
            amount -= part
    return parts


async def plan_refunds(
    session: AsyncSession,
    order: Order,
    parts: Mapping[str, int],
    methods: Mapping[str, PaymentMethod],
    *,
    clock: Clock,
    after_receipt: bool = False,
) -> tuple[PlannedRefund, ...]:
    """What goes back to each method of `parts`, and when it arrives there."""
    arrives = await refund_arrival(session, order, clock)
    if after_receipt:
        arrives = BusinessDays(arrives.min, arrives.max)
    return tuple(
        PlannedRefund(
            MethodOnFile.of(methods[method_id]),
            Money(amount, order.currency),
            None if methods[method_id].kind.holds_balance else arrives,
            after_receipt,
        )
        for method_id, amount in parts.items()
        if amount > 0
    )


async def refund_arrival(session: AsyncSession, order: Order, clock: Clock) -> BusinessDays:
    """When a refund that is sent now arrives at a bank or at PayPal."""
    days = await refund_days(session, order.address.country)
    today = clock.today()
    return BusinessDays(
        days.min, days.max, add_business_days(today, days.min), add_business_days(today, days.max)
    )


async def make_refunds(
    session: AsyncSession,
    order: Order,
    planned: Iterable[PlannedRefund],
    reason: RefundReason,
    *,
    clock: Clock,
    return_request_id: UUID | None = None,
) -> list[Refund]:
    """Carry out planned refunds: what holds a balance is credited now unless it waits for the receipt."""
    refunds = []
    for each in planned:
        if each.method.kind is PaymentMethodKind.STORE_CREDIT:
            await open_store_credit(session, order.customer_id, each.amount.currency)
        refund = Refund(
            id=uuid4(),
            order_id=order.id,
            return_request_id=return_request_id,
            payment_method_id=each.method.id,
            amount_minor=each.amount.amount_minor,
            currency=each.amount.currency,
            reason=reason.value,
            status=RefundStatus.PENDING,
            created_at=clock.now(),
            expected_by=each.arrives.latest if each.arrives else None,
        )
        session.add(refund)
        await session.flush()
        if each.method.kind.holds_balance and not each.after_receipt:
            await pay_out(session, refund, clock=clock)
        refunds.append(refund)
    return refunds


async def send_refund(session: AsyncSession, order: Order, refund: Refund, *, clock: Clock) -> None:
    """Send a refund that waited for the goods: there at once where a balance is held, else on its way."""
    method = await session.get_one(PaymentMethod, refund.payment_method_id)
    if method.kind.holds_balance:
        await pay_out(session, refund, clock=clock)
    else:
        refund.expected_by = (await refund_arrival(session, order, clock)).latest


async def pay_out(session: AsyncSession, refund: Refund, *, clock: Clock) -> None:
    """Mark a refund to a gift card or store credit as arrived and credit it there."""
    refund.status = RefundStatus.COMPLETED
    refund.completed_at = clock.now()
    session.add(
        CreditEntry(
            payment_method_id=refund.payment_method_id,
            amount_minor=refund.amount_minor,
            currency=refund.currency,
            reason=CreditReason.REFUND,
            refund_id=refund.id,
        )
    )
    await session.flush()


async def make_charge(session: AsyncSession, order: Order, charge: PlannedCharge, *, clock: Clock) -> None:
    """Take money for the order; a gift card or store credit is debited, its balance checked before."""
    payment = Payment(
        id=uuid4(),
        order_id=order.id,
        payment_method_id=charge.method.id,
        amount_minor=charge.amount.amount_minor,
        currency=charge.amount.currency,
        created_at=clock.now(),
    )
    session.add(payment)
    await session.flush()
    if charge.method.kind.holds_balance:
        session.add(
            CreditEntry(
                payment_method_id=charge.method.id,
                amount_minor=-charge.amount.amount_minor,
                currency=charge.amount.currency,
                reason=CreditReason.PAYMENT,
                payment_id=payment.id,
            )
        )
        await session.flush()
