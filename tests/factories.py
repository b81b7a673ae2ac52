"""Rows of a small store, everything defaulted: a test states what matters to it.

`a_...` makes a row; `store(session, ...)` writes rows with the ledgers that belong to them, so that stock,
credit and points are the sums of their entries from the start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause
from commerce.catalogue.models import Category, Product, StockEntry, StockReason, Variant
from commerce.clock import Clock
from commerce.customers.models import (
    Address,
    CreditEntry,
    CreditReason,
    Customer,
    PaymentMethod,
    PaymentMethodKind,
)
from commerce.identity import IdentityLevel, Shopper
from commerce.jobs import job_queue
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.mail import Mail, MailQueue
from commerce.notification import Notification, Recipient, Told
from commerce.notifications.notifier import CatalogueNotifier
from commerce.orders.models import (
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    Shipment,
    ShipmentLine,
    ShipmentStatus,
)
from commerce.postal import PostalAddress
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.models import Conversation, Message, MessageAuthor, MessageStatus, Understanding

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)  # a Monday
SECRET = "a-secret-of-the-tests-that-is-long-enough"
_numbers = count(1)


class FixedClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = NOON, zone: str = "UTC") -> None:
        super().__init__(zone)
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, **duration: int) -> None:
        self.at += timedelta(**duration)


def a_notifier(
    mail: MailQueue, clock: Clock, database_url: str = "postgresql://nobody@localhost/none"
) -> CatalogueNotifier:
    """Tells people by `mail`, and in conversations through the job queue at `database_url`."""
    jobs = job_queue(database_url)
    return CatalogueNotifier(mail, DeliveryQueue(jobs), jobs, clock, "Test Store")


@dataclass
class RecordedMail:
    """A mail queue that keeps what was put, to be looked at."""

    mails: list[Mail] = field(default_factory=list)

    async def put(self, session: AsyncSession, mail: Mail) -> None:
        self.mails.append(mail)


@dataclass
class RecordedNotifier:
    """A notifier that keeps what was to be told to whom, to be looked at."""

    told: list[tuple[Recipient, Notification]] = field(default_factory=list)

    async def notify(
        self,
        session: AsyncSession,
        recipient: Recipient,
        notification: Notification,
        *,
        at: datetime | None = None,
    ) -> Told:
        self.told.append((recipient, notification))
        return Told(recipient.email)


def an_address(**overrides: Any) -> PostalAddress:
    fields = {
        "line1": "12 Elm Street", "line2": "", "city": "Denver", "region": "CO", "postcode": "80202",
        "country": "US",
    }  # fmt: skip
    return PostalAddress(**(fields | overrides))


def a_customer(**overrides: Any) -> Customer:
    number = next(_numbers)
    fields = {
        "id": f"customer_{number}", "first_name": "Ada", "last_name": "Moss",
        "email": f"ada{number}@example.com", "phone": None,
    }  # fmt: skip
    return Customer(**(fields | overrides))


def a_default_address(customer: Customer, **overrides: Any) -> Address:
    postal = an_address(**overrides).as_dict()
    return Address(id=uuid4(), customer_id=customer.id, is_default=True, **postal)


def a_card(customer: Customer, **overrides: Any) -> PaymentMethod:
    fields = {
        "id": f"card_{next(_numbers)}", "customer_id": customer.id, "kind": PaymentMethodKind.CREDIT_CARD,
        "brand": "visa", "last_four": "4242",
    }  # fmt: skip
    return PaymentMethod(**(fields | overrides))


def a_gift_card(customer: Customer, **overrides: Any) -> PaymentMethod:
    fields = {"id": f"gift_card_{next(_numbers)}", "kind": PaymentMethodKind.GIFT_CARD, "currency": "USD"}
    return a_card(customer, **({"brand": None, "last_four": None} | fields | overrides))


def an_opening_balance(method: PaymentMethod, amount_minor: int) -> CreditEntry:
    return CreditEntry(
        payment_method_id=method.id, amount_minor=amount_minor, currency="USD", reason=CreditReason.OPENING
    )


def a_product(**overrides: Any) -> Product:
    fields = {
        "id": f"product_{next(_numbers)}",
        "title": "Desk Lamp",
        "description": "",
        "is_final_sale": False,
    }
    return Product(**(fields | overrides))


def a_variant(product: Product, **overrides: Any) -> Variant:
    fields = {
        "sku": f"sku_{next(_numbers)}", "product_id": product.id, "options": {"color": "black"},
        "price_minor": 4000, "currency": "USD", "stock_on_hand": 10, "is_offered": True,
    }  # fmt: skip
    return Variant(**(fields | overrides))


def a_line(variant: Variant, **overrides: Any) -> OrderLine:
    fields = {
        "id": uuid4(), "sku": variant.sku, "product_id": variant.product_id, "title": "Desk Lamp",
        "options": variant.options, "unit_price_minor": variant.price_minor, "quantity": 1,
        "discount_minor": 0, "returned_quantity": 0,
    }  # fmt: skip
    return OrderLine(**(fields | overrides))


def an_order(customer: Customer, lines: Sequence[OrderLine], **overrides: Any) -> Order:
    """An order of `lines`; its total follows from them unless it is given."""
    shipping = overrides.get("shipping_minor", 0)
    fields = {
        "id": uuid4(), "number": f"W{next(_numbers):07}", "customer_id": customer.id,
        "status": OrderStatus.PENDING, "placed_at": NOON - timedelta(days=2), "currency": "USD",
        "shipping_minor": shipping, "total_minor": sum(line.paid_minor for line in lines) + shipping,
        "shipping_address": an_address().as_dict(), "lines": list(lines),
    }  # fmt: skip
    for position, line in enumerate(lines, start=1):
        line.position = position
    if overrides.get("status") is OrderStatus.DELIVERED:
        fields["delivered_at"] = NOON - timedelta(days=5)
    return Order(**(fields | overrides))


def a_payment(order: Order, method: PaymentMethod, amount_minor: int | None = None) -> Payment:
    return Payment(
        id=uuid4(),
        order_id=order.id,
        payment_method_id=method.id,
        amount_minor=order.total_minor if amount_minor is None else amount_minor,
        currency=order.currency,
    )


def a_parcel(
    order: Order, lines: Iterable[OrderLine], **overrides: Any
) -> tuple[Shipment, list[ShipmentLine]]:
    """A parcel that holds all of each of `lines`."""
    fields = {
        "id": uuid4(), "order_id": order.id, "position": next(_numbers), "carrier": "UPS",
        "tracking_number": f"1Z{next(_numbers)}", "status": ShipmentStatus.DELIVERED,
        "shipped_at": NOON - timedelta(days=9),
    }  # fmt: skip
    shipment = Shipment(**(fields | overrides))
    return shipment, [
        ShipmentLine(shipment_id=shipment.id, order_line_id=line.id, quantity=line.quantity) for line in lines
    ]


def earned_points(order: Order, points: int, **overrides: Any) -> PointsEntry:
    fields = {"reason": PointsReason.EARNED, "order_id": order.id, "created_at": order.placed_at}
    return PointsEntry(customer_id=order.customer_id, points=points, **(fields | overrides))


def an_understood_message(conversation: Conversation, *, is_fallback: bool = False) -> list[Any]:
    """A shopper's message in a conversation, and what the bot made of it."""
    message = Message(
        id=uuid4(),
        conversation_id=conversation.id,
        author=MessageAuthor.SHOPPER,
        channel=conversation.channel,
        text="hello",
        status=MessageStatus.ANSWERED,
    )
    understanding = Understanding(
        message_id=message.id,
        conversation_id=conversation.id,
        text="hello",
        intent="greet",
        confidence=0.9,
        ranking=[],
        entities=[],
        is_fallback=is_fallback,
        actions=[],
    )
    return [message, understanding]


async def store(session: AsyncSession, *rows: Any) -> None:
    """Write rows in the order given; counted stock and gift card payments get their ledger entries."""
    for row in rows:
        for each in row if isinstance(row, list | tuple) else (row,):
            session.add(each)
            await session.flush()
            if isinstance(each, Variant) and each.stock_on_hand:
                session.add(
                    StockEntry(sku=each.sku, quantity=each.stock_on_hand, reason=StockReason.RECEIVED)
                )
            if isinstance(each, Payment):
                await _debit(session, each)
    await session.flush()


async def _debit(session: AsyncSession, payment: Payment) -> None:
    method = await session.get_one(PaymentMethod, payment.payment_method_id)
    if method.kind.holds_balance:
        session.add(
            CreditEntry(
                payment_method_id=method.id,
                amount_minor=-payment.amount_minor,
                currency=payment.currency,
                reason=CreditReason.PAYMENT,
                payment_id=payment.id,
            )
        )


def a_shopper(customer: Customer | str, level: IdentityLevel = IdentityLevel.VERIFIED) -> Shopper:
    customer_id = customer if isinstance(customer, str) else customer.id
    return Shopper(conversation_id=uuid4(), customer_id=customer_id, level=level)


def a_cause(shopper: Shopper | None = None, message_id: UUID | None = None) -> Cause:
    """A shopper's message, a new one unless it is given; without a shopper, a job of the store's."""
    if shopper is None:
        return Cause(ActorKind.SYSTEM, "test-job")
    return Cause(ActorKind.SHOPPER, shopper.customer_id, message_id or uuid4())


def days_ago(days: int) -> date:
    return (NOON - timedelta(days=days)).date()


def a_category(**overrides: Any) -> Category:
    return Category(**({"id": f"category_{next(_numbers)}", "title": "Lighting"} | overrides))
