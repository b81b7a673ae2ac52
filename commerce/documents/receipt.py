"""The receipt of an order: what was bought, paid and given back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from commerce.clock import Clock
from commerce.customers.models import PaymentMethod, PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile
from commerce.documents.rendering import render
from commerce.identity import IdentityLevel
from commerce.money import Money
from commerce.orders.models import Order, Payment, Refund, RefundStatus
from commerce.orders.refusals import OrderNotFound

_KINDS = {
    PaymentMethodKind.CREDIT_CARD: "Card",
    PaymentMethodKind.PAYPAL: "PayPal",
    PaymentMethodKind.GIFT_CARD: "Gift card",
    PaymentMethodKind.STORE_CREDIT: "Store credit",
    PaymentMethodKind.OTHER: "Another payment method",
}


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A line as it was sold; `discount` is what the promotion took off it."""

    title: str
    options: str
    quantity: int
    unit_price: Money
    discount: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class ReceiptMoney:
    """Money that came or went, and by which method."""

    method: str
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a receipt shows."""

    order_number: str
    customer_name: str
    address: str
    placed_on: date | None
    lines: tuple[ReceiptLine, ...]
    goods: Money
    shipping: Money
    total: Money
    payments: tuple[ReceiptMoney, ...]
    refunds: tuple[ReceiptMoney, ...]

    def as_text(self, store_name: str) -> str:
        """The receipt for an e-mail or a text message."""
        return render("receipt.txt", receipt=self, store_name=store_name)

    def as_html(self, store_name: str) -> str:
        """The receipt as a page that prints on one sheet."""
        return render("receipt.html", receipt=self, store_name=store_name)


async def receipt_of(
    session: AsyncSession, customer_id: str, order_number: str, *, level: IdentityLevel, clock: Clock
) -> Receipt:
    """Make the receipt of a customer's order with what may be seen at `level`; raises OrderNotFound."""
    order = await session.scalar(
        select(Order)
        .where(Order.customer_id == customer_id, Order.number == order_number)
        .options(
            joinedload(Order.customer),
            selectinload(Order.lines),
            selectinload(Order.refunds).joinedload(Refund.payment_method),
        )
    )
    if order is None:
        raise OrderNotFound(order_number)
    payments = await session.execute(
        select(Payment, PaymentMethod)
        .join(PaymentMethod, PaymentMethod.id == Payment.payment_method_id)
        .where(Payment.order_id == order.id)
        .order_by(Payment.created_at, Payment.id)
    )
    return Receipt(
        order_number=order.display_number,
        customer_name=order.customer.full_name if level.sees_private else "",
        address=order.address.seen_by(level),
        placed_on=clock.day_of(order.placed_at) if order.placed_at else None,
        lines=_lines(order),
        goods=Money(sum(line.paid_minor for line in order.lines), order.currency),
        shipping=Money(order.shipping_minor, order.currency),
        total=order.total,
        payments=tuple(
            ReceiptMoney(_name(method, level), Money(each.amount_minor, each.currency), each.created_at)
            for each, method in payments
        ),
        refunds=tuple(
            ReceiptMoney(_name(each.payment_method, level), each.amount, each.created_at)
            for each in order.refunds
            if each.status is not RefundStatus.REVERSED
        ),
    )


def _name(method: PaymentMethod, level: IdentityLevel) -> str:
    return method_name(MethodOnFile.of(method).seen_by(level))


def method_name(method: MethodOnFile) -> str:
    """A payment method as a receipt names it, such as `Card ending in 4242`."""
    is_other = method.kind is PaymentMethodKind.OTHER
    name = (method.brand if is_other else (method.brand or "").capitalize()) or _KINDS[method.kind]
    return f"{name} ending in {method.last_four}" if method.last_four else name


def _lines(order: Order) -> tuple[ReceiptLine, ...]:
    return tuple(
        ReceiptLine(
            line.title,
            ", ".join(line.options.values()),
            line.quantity,
            Money(line.unit_price_minor, order.currency),
            Money(line.discount_minor, order.currency),
            Money(line.paid_minor, order.currency),
        )
        for line in order.lines
    )
