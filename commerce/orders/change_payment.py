"""Charges an order that nobody has begun to pack to another payment method."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.clock import Clock
from commerce.customers.credit import require_covers
from commerce.customers.payment_methods import MethodOnFile, methods_of, require_on_file
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.money import Money
from commerce.orders.locking import order_of, require_changeable
from commerce.orders.models import Order
from commerce.orders.payments import (
    PlannedCharge,
    PlannedRefund,
    RefundReason,
    make_charge,
    make_refunds,
    money_of,
    plan_refunds,
    split_refund,
)
from commerce.plans import require_agreed


class SamePaymentMethod(CommerceError):
    """The order is paid with that method already."""

    def __init__(self, order_number: str, method: MethodOnFile) -> None:
        super().__init__(f"order {order_number} is paid with {method.id} already")
        self.order_number = order_number
        self.method = method


class NothingToPay(CommerceError):
    """The order cost nothing, so there is no payment to move."""

    def __init__(self, order_number: str) -> None:
        super().__init__(f"order {order_number} has no payment")
        self.order_number = order_number


@dataclass(frozen=True, slots=True)
class ChangePayment:
    """The method on file that should pay an order."""

    order_number: str
    payment_method_id: str
    agreed: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """What is charged and what goes back."""

    order_number: str
    charge: PlannedCharge
    refunds: tuple[PlannedRefund, ...]


async def preview_payment_change(
    session: AsyncSession, shopper: Shopper, command: ChangePayment, *, clock: Clock
) -> PaymentPlan:
    """What would be charged and refunded now; raises what `change_payment` would."""
    _, plan = await _plan(session, shopper.verified_customer(), command, clock, lock=False)
    return plan


async def change_payment(
    session: AsyncSession, shopper: Shopper, command: ChangePayment, *, cause: Cause, clock: Clock
) -> PaymentPlan:
    """Charge a pending order to one other method on file and refund what paid it before.

    Raises OrderNotFound, OrderNotPending, ItemsAlreadyChanged, PaymentMethodNotFound, SamePaymentMethod,
    NothingToPay, InsufficientBalance or PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> PaymentPlan:
        order, plan = await _plan(session, customer_id, command, clock, lock=True)
        require_agreed(plan, command.agreed)
        await make_charge(session, order, plan.charge, clock=clock)
        await make_refunds(session, order, plan.refunds, RefundReason.PAYMENT_METHOD_CHANGED, clock=clock)
        order.payment_method_id = plan.charge.method.id
        return plan

    operation = Operation("change_payment", "order", command.order_number)
    return await once(session, cause, operation, PaymentPlan, work)


async def _plan(
    session: AsyncSession, customer_id: str, command: ChangePayment, clock: Clock, *, lock: bool
) -> tuple[Order, PaymentPlan]:
    order = await order_of(session, customer_id, command.order_number, lock=lock)
    require_changeable(order)
    money = await money_of(session, order)
    parts = split_refund(money.remaining_by_method, money.remaining)
    methods = await methods_of(session, customer_id, {command.payment_method_id, *parts}, lock=lock)
    new = methods[command.payment_method_id]
    require_on_file(new)
    if new.id in parts or new.id == order.payment_method_id:
        raise SamePaymentMethod(order.number, MethodOnFile.of(new))
    total = Money(sum(parts.values()), order.currency)
    if total.amount_minor == 0:
        raise NothingToPay(order.number)
    await require_covers(session, new, total)
    refunds = await plan_refunds(session, order, parts, methods, clock=clock)
    return order, PaymentPlan(order.number, PlannedCharge(MethodOnFile.of(new), total), refunds)
