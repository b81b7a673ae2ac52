"""Charges an order that nobody has begun to pack to another payment method."""

from dataclasses import dataclass
from typing import ClassVar

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.customers.credit import InsufficientBalance, require_covers
from commerce.customers.payment_methods import (
    MethodOnFile,
    PaymentMethodNotFound,
    methods_of,
    require_on_file,
)
from commerce.errors import CommerceError
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
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotFound, OrderNotPending


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
class PaymentPlan:
    """What is charged and what goes back."""

    order_number: str
    charge: PlannedCharge
    refunds: tuple[PlannedRefund, ...]


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
        require_changeable(order)
        money = await money_of(session, order)
        parts = split_refund(money.remaining_by_method, money.remaining)
        methods = await methods_of(session, order.customer_id, {self.payment_method_id, *parts}, lock=lock)
        new = methods[self.payment_method_id]
        require_on_file(new)
        if new.id in parts or new.id == order.payment_method_id:
            raise SamePaymentMethod(order.number, MethodOnFile.of(new))
        total = Money(sum(parts.values()), order.currency)
        if total.amount_minor == 0:
            raise NothingToPay(order.number)
        await require_covers(session, new, total)
        refunds = await plan_refunds(session, order, parts, methods, clock=clock)
        return order, PaymentPlan(order.number, PlannedCharge(MethodOnFile.of(new), total), refunds)

    async def apply(self, context: Context, order: Order, plan: PaymentPlan, /) -> PaymentPlan:
        """Charge the new method, then refund the old ones."""
        session, clock = context.session, context.clock
        await make_charge(session, order, plan.charge, clock=clock)
        await make_refunds(session, order, plan.refunds, RefundReason.PAYMENT_METHOD_CHANGED, clock=clock)
        order.payment_method_id = plan.charge.method.id
        return plan
