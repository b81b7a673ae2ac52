"""A customer with orders in any state, dated from the real now, because the servers' clock is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from commerce.customers.models import Address, Customer, PaymentMethod
from commerce.database import Sessions
from commerce.orders.models import Order, OrderStatus, Refund, ShipmentStatus
from tests.factories import (
    a_card,
    a_customer,
    a_default_address,
    a_line,
    a_parcel,
    a_payment,
    a_product,
    a_variant,
    an_order,
    store,
)

_numbers = count(1)


STORE_ZONE = ZoneInfo("America/New_York")  # the default of AISLE_TIME_ZONE


def today() -> datetime:
    return datetime.now(STORE_ZONE)


def ago(**duration: int) -> datetime:
    return today() - timedelta(**duration)


def ahead(**duration: int) -> datetime:
    return today() + timedelta(**duration)


@dataclass
class ShopperWithOrders:
    """A stored customer; orders are added one by one."""

    sessions: Sessions
    customer: Customer
    address: Address
    card: PaymentMethod

    @property
    def id(self) -> str:
        return self.customer.id

    @property
    def email(self) -> str:
        return self.customer.email

    async def orders(self, *titles: str, **overrides: Any) -> Order:
        """A paid order of one of each of `titles`, placed two days ago and pending unless it is said."""
        lines, rows = [], []
        for title in titles or ("Desk Lamp",):
            product = a_product(title=title)
            variant = a_variant(product)
            rows += [product, variant]
            lines.append(a_line(variant, title=title))
        fields = {
            "number": f"A{200000 + next(_numbers)}",
            "placed_at": ago(days=2),
            "payment_method_id": self.card.id,
        }
        order = an_order(self.customer, lines, **(fields | overrides))
        await self.add(*rows, order, a_payment(order, self.card))
        return order

    async def ships(self, order: Order, *places: int, **overrides: Any) -> str:
        """A parcel with the order's lines at `places` (from 1; all, unless said); its tracking number."""
        lines = [line for line in order.lines if not places or line.position in places]
        fields = {"status": ShipmentStatus.IN_TRANSIT, "shipped_at": ago(days=1)}
        shipment, shipment_lines = a_parcel(order, lines, **(fields | overrides))
        await self.add(shipment, shipment_lines)
        assert shipment.tracking_number is not None or "tracking_number" in overrides
        return shipment.tracking_number or ""

    async def shipped(self, *titles: str, **overrides: Any) -> tuple[Order, str]:
        """An order on its way in one parcel, and its tracking number."""
        order = await self.orders(*titles, **({"status": OrderStatus.SHIPPED} | overrides))
        return order, await self.ships(order)

    async def refunds(self, order: Order, **fields: Any) -> Refund:
        """Money on its way back for the order."""
        refund = Refund(
            id=uuid4(), order_id=order.id, payment_method_id=self.card.id, currency="USD",
            reason="order_cancelled", created_at=ago(days=1), **fields,
        )  # fmt: skip
        await self.add(refund)
        return refund

    async def add(self, *rows: Any) -> None:
        async with self.sessions.begin() as session:
            await store(session, *rows)


async def a_shopper_with_orders(sessions: Sessions, **overrides: Any) -> ShopperWithOrders:
    """A stored customer with a default address and a card."""
    number = uuid4().hex[:8]
    customer = a_customer(**({"id": f"c_{number}", "email": f"shopper.{number}@example.com"} | overrides))
    shopper = ShopperWithOrders(
        sessions,
        customer,
        a_default_address(customer, postcode=f"{int(number, 16) % 90000 + 10000}"),
        a_card(customer),
    )
    await shopper.add(customer, shopper.address, shopper.card)
    return shopper
