"""A subscription as its customer is shown it, now or after a change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Product, Variant
from commerce.customers.models import PaymentMethod
from commerce.customers.payment_methods import MethodOnFile
from commerce.identity import Shopper
from commerce.money import Money
from commerce.orders.amounts import share
from commerce.plans import VOLATILE
from commerce.postal import PostalAddress
from commerce.subscriptions.intervals import Interval
from commerce.subscriptions.models import Subscription, SubscriptionStatus
from commerce.subscriptions.policy import subscription_terms


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """What comes, how many, how often, at what price, where to and paid with what."""

    id: UUID = field(metadata=VOLATILE)  # of one that is not begun yet, it is another each time
    sku: str
    title: str
    options: dict[str, str]
    quantity: int
    interval: Interval
    status: SubscriptionStatus
    due_on: date
    paused_until: date | None
    address: PostalAddress = field(repr=False)
    method: MethodOnFile
    unit_price: Money
    percent_off: int  # of every order
    extra_percent: int  # of the next one, beside

    @property
    def goods(self) -> Money:
        """Return what the next order's goods cost, without delivery."""
        whole = self.unit_price.amount_minor * self.quantity
        return Money(whole - self.discount_minor, self.unit_price.currency)

    @property
    def discount_minor(self) -> int:
        """Return what the next order's goods cost less than in the shop, in minor units."""
        whole = self.unit_price.amount_minor * self.quantity
        return share(whole, min(100, self.percent_off + self.extra_percent), 100)


async def view_of(
    session: AsyncSession, row: Subscription, changes: Mapping[str, Any] | None = None
) -> SubscriptionView:
    """Return how a subscription reads, or would with other values in these columns."""
    wished = dict(changes or {})

    def now(column: str) -> Any:
        return wished.get(column, getattr(row, column))

    variant, product = (
        await session.execute(
            select(Variant, Product)
            .join(Product, Product.id == Variant.product_id)
            .where(Variant.sku == row.sku)
        )
    ).one()
    method = await session.get_one(PaymentMethod, now("payment_method_id"))
    terms = await subscription_terms(session, product.category_id)
    return SubscriptionView(
        id=row.id,
        sku=row.sku,
        title=product.title,
        options=variant.options,
        quantity=now("quantity"),
        interval=Interval(now("interval_count"), now("interval_unit")),
        status=now("status"),
        due_on=now("due_on"),
        paused_until=now("paused_until"),
        address=PostalAddress(**now("shipping_address")),
        method=MethodOnFile.of(method),
        unit_price=variant.price,
        percent_off=terms.percent_off,
        extra_percent=now("extra_percent"),
    )


async def subscriptions_of(session: AsyncSession, shopper: Shopper) -> list[SubscriptionView]:
    """Return a verified shopper's subscriptions that are not over, the next one due first."""
    rows = await session.scalars(
        select(Subscription)
        .where(
            Subscription.customer_id == shopper.verified_customer(),
            Subscription.status != SubscriptionStatus.CANCELLED,
        )
        .order_by(Subscription.due_on, Subscription.created_at)
    )
    return [await view_of(session, row) for row in rows]
