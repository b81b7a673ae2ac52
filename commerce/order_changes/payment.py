"""Charges an order that nobody has begun to pack to another payment method."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.customers.credit import InsufficientBalance, require_covers
from commerce.customers.payment_methods import (
    MethodOnFile,
    Payable,
    PaymentMethodNotFound,
    methods_of,
    payable_with,
    payment_methods,
    require_on_file,
)
from commerce.errors import CommerceError
from commerce.money import Money
from commerce.orders.eligibility import require_changeable
from commerce.orders.locking import order_of
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
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotFound, OrderNotPending


@dataclass(eq=False)
class SamePaymentMethod(CommerceError):
    """order {order_number} is paid with {method.id} already"""

    order_number: str
    method: MethodOnFile


@dataclass(eq=False)
class NothingToPay(CommerceError):
    """order {order_number} has no payment"""

    order_number: str


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """What is charged and what goes back."""

    order_number: str
    charge: PlannedCharge
    refunds: tuple[PlannedRefund, ...]


@dataclass(frozen=True, slots=True)
class WaysToPay:
    """What could pay an order instead of the methods, by id, that are `paying` it."""

    total: Money
    paying: frozenset[str]
    able: Payable


async def ways_to_pay(context: Context, order_number: str) -> WaysToPay:
    """Return what could pay the order now; raises what `ChangePayment` would of the order."""
    session = context.session
    order = await order_of(session, context.customer_id, order_number, lock=False)
    due = await _due(context, order)
    others = [each for each in await payment_methods(session, context.asker) if each.id not in due.paying]
    return WaysToPay(due.total, due.paying, await payable_with(session, others, due.total))


@dataclass(frozen=True, slots=True)
class _Due:
    total: Money
    parts: Mapping[str, int]  # what goes back to each method that paid
    paying: frozenset[str]


async def _due(context: Context, order: Order) -> _Due:
    await require_changeable(context, order)
    money = await money_of(context.session, order)
    parts = split_refund(money.remaining_by_method, money.remaining)
    total = Money(sum(parts.values()), order.currency)
    if total.amount_minor == 0:
        raise NothingToPay(order.number)
    return _Due(total, parts, frozenset({*parts, *filter(None, [order.payment_method_id])}))


@dataclass(frozen=True, slots=True)
class ChangePayment(Change[Order, PaymentPlan, PaymentPlan]):
    """Charges a pending order to one other method on file and refunds what paid it before."""

    outcome: ClassVar = PaymentPlan
    raises: ClassVar = (
        OrderNotFound,
        OrderNotPending,
        ItemsAlreadyChanged,
        PaymentMethodNotFound,
        SamePaymentMethod,
        NothingToPay,
        InsufficientBalance,
    )

    order_number: str
    payment_method_id: str

    def operation(self, _: Context, /) -> Operation:
        return Operation("change_payment", "order", self.order_number)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Order, PaymentPlan]:
        """Plan the charge and what goes back."""
        session, clock = context.session, context.clock
        order = await order_of(session, context.customer_id, self.order_number, lock=lock)
        due = await _due(context, order)
        methods = await methods_of(
            session, order.customer_id, {self.payment_method_id, *due.parts}, lock=lock
        )
        new = methods[self.payment_method_id]
        require_on_file(new)
        if new.id in due.paying:
            raise SamePaymentMethod(order.number, MethodOnFile.of(new))
        await require_covers(session, new, due.total)
        refunds = await plan_refunds(session, order, due.parts, methods, clock=clock)
        return order, PaymentPlan(order.number, PlannedCharge(MethodOnFile.of(new), due.total), refunds)

    async def apply(self, context: Context, order: Order, plan: PaymentPlan, /) -> PaymentPlan:
        """Charge the new method, then refund the old ones."""
        session, clock = context.session, context.clock
        await make_charge(session, order, plan.charge, clock=clock)
        await make_refunds(session, order, plan.refunds, RefundReason.PAYMENT_METHOD_CHANGED, clock=clock)
        order.payment_method_id = plan.charge.method.id
        return plan
