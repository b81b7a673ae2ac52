"""Settles a price difference with one payment method: charged to it, or refunded to it."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.credit import InsufficientBalance, require_covers
from commerce.customers.models import PaymentMethod
from commerce.customers.payment_methods import (
    STORE_CREDIT,
    MethodOnFile,
    PaymentMethodNotFound,
    methods_of,
    require_on_file,
    store_credit_of,
)
from commerce.errors import CommerceError
from commerce.money import Money
from commerce.orders.models import Order
from commerce.orders.payments import PlannedCharge, PlannedRefund, money_of, plan_refunds
from commerce.orders.refusals import RefundExceedsPayments


@dataclass(eq=False)
class PaymentMethodNeeded(CommerceError):
    """a difference of {difference} on order {order_number} needs a payment method

    There is a difference to settle and no method was named; positive is owed, negative goes back.
    """

    order_number: str
    difference: Money


SETTLEMENT_REFUSALS = (PaymentMethodNeeded, PaymentMethodNotFound, InsufficientBalance, RefundExceedsPayments)


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a difference is settled; positive is owed by the shopper, negative goes back."""

    difference: Money
    charge: PlannedCharge | None
    refunds: tuple[PlannedRefund, ...]


async def settling_method(
    session: AsyncSession, order: Order, payment_method_id: str | None, *, lock: bool
) -> PaymentMethod | None:
    """The method on file that was named, or the store credit; raises PaymentMethodNotFound."""
    if payment_method_id is None:
        return None
    if payment_method_id == STORE_CREDIT:
        return await store_credit_of(session, order.customer_id, order.currency, lock=lock)
    methods = await methods_of(session, order.customer_id, [payment_method_id], lock=lock)
    method = methods[payment_method_id]
    require_on_file(method)
    return method


async def plan_settlement(
    session: AsyncSession,
    order: Order,
    difference_minor: int,
    method: PaymentMethod | None,
    *,
    clock: Clock,
    refund_after_receipt: bool = False,
) -> Settlement:
    """How it is settled; raises PaymentMethodNeeded, InsufficientBalance or RefundExceedsPayments."""
    difference = Money(difference_minor, order.currency)
    if difference_minor == 0:
        return Settlement(difference, None, ())
    if method is None:
        raise PaymentMethodNeeded(order.number, difference)
    if difference_minor > 0:
        await require_covers(session, method, difference)
        return Settlement(difference, PlannedCharge(MethodOnFile.of(method), difference), ())
    (await money_of(session, order)).require_covers(-difference_minor)
    refunds = await plan_refunds(
        session,
        order,
        {method.id: -difference_minor},
        {method.id: method},
        clock=clock,
        after_receipt=refund_after_receipt,
    )
    return Settlement(difference, None, refunds)
