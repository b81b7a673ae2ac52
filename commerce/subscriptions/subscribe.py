"""Begins a subscription: the first order is made at once, the others at its interval."""

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import uuid4

from sqlalchemy import select

from commerce.audit.service import Operation
from commerce.carts.costs import NoDelivery, delivery_terms
from commerce.carts.finding import MOST_OF_ONE
from commerce.catalogue.variants import (
    VariantNotFound,
    VariantUnavailable,
    require_available,
    variants_by_sku,
)
from commerce.changes import Change, Context
from commerce.customers.addresses import InvalidAddress, served_address
from commerce.customers.payment_methods import (
    STORE_CREDIT,
    PaymentMethodNotFound,
    methods_of,
    require_on_file,
)
from commerce.notification import notification
from commerce.subscriptions.intervals import Interval
from commerce.subscriptions.models import Subscription, SubscriptionStatus
from commerce.subscriptions.policy import subscription_intervals, subscription_terms
from commerce.subscriptions.refusals import (
    AlreadySubscribed,
    CountNotPossible,
    IntervalNotOffered,
    NotSubscribable,
)
from commerce.subscriptions.view import SubscriptionView, view_of


async def require_interval(context: Context, interval: Interval) -> None:
    """Raise IntervalNotOffered unless the store sends anything that often."""
    offered = await subscription_intervals(context.session)
    if not offered.min_days <= interval.days <= offered.max_days:
        raise IntervalNotOffered(interval, offered.min_days, offered.max_days)


def require_count(quantity: int) -> None:
    """Raise CountNotPossible unless so many may be ordered."""
    if not 1 <= quantity <= MOST_OF_ONE:
        raise CountNotPossible(MOST_OF_ONE)


async def own_method(context: Context, payment_method_id: str) -> str:
    """Return the id of a method on the shopper's file, store credit also by its name.

    Raises PaymentMethodNotFound.
    """
    if payment_method_id == STORE_CREDIT:
        payment_method_id = f"store_credit_{context.customer_id}"
    found = await methods_of(context.session, context.customer_id, [payment_method_id], lock=False)
    require_on_file(found[payment_method_id])
    return payment_method_id


@dataclass(frozen=True, slots=True)
class Subscribe(Change[Subscription, SubscriptionView, SubscriptionView]):
    """Subscribes a verified shopper to a variant, from today on."""

    outcome: ClassVar = SubscriptionView
    raises: ClassVar = (
        VariantNotFound,
        VariantUnavailable,
        NotSubscribable,
        AlreadySubscribed,
        IntervalNotOffered,
        CountNotPossible,
        PaymentMethodNotFound,
        InvalidAddress,
        NoDelivery,
    )
    private: ClassVar = frozenset({"address", "method"})

    sku: str
    quantity: int
    interval: Interval
    address: dict[str, str] = field(repr=False)
    payment_method_id: str

    def operation(self, _: Context, /) -> Operation:
        return Operation("subscribe", "variant", self.sku)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Subscription, SubscriptionView]:
        """Check what is wished against the rules, the shelf and what is on file."""
        del lock  # two at once meet at the table's rule, that a variant comes to a customer once
        session, customer_id, today = context.session, context.customer_id, context.clock.today()
        variant = (await variants_by_sku(session, [self.sku], lock=False))[self.sku]
        title = variant.product.title
        if not (await subscription_terms(session, variant.product.category_id)).is_offered:
            raise NotSubscribable(title)
        running = select(Subscription.id).where(
            Subscription.customer_id == customer_id,
            Subscription.sku == self.sku,
            Subscription.status != SubscriptionStatus.CANCELLED,
        )
        if await session.scalar(running):
            raise AlreadySubscribed(title)
        require_count(self.quantity)
        await require_interval(context, self.interval)
        require_available(variant, self.quantity)
        address = await served_address(session, self.address)
        await delivery_terms(session, address.country)
        row = Subscription(
            id=uuid4(),
            customer_id=customer_id,
            sku=self.sku,
            quantity=self.quantity,
            interval_count=self.interval.count,
            interval_unit=self.interval.unit,
            status=SubscriptionStatus.ACTIVE,
            due_on=today,
            month_day=today.day,
            try_on=today,
            failed_tries=0,
            shipping_address=address.as_dict(),
            payment_method_id=await own_method(context, self.payment_method_id),
            extra_percent=0,
            is_offer_used=False,
            announced_on=today,
            created_at=context.clock.now(),
        )
        return row, await view_of(session, row)

    async def apply(self, context: Context, row: Subscription, plan: SubscriptionView, /) -> SubscriptionView:
        """Note it; the job that renews makes its first order."""
        context.session.add(row)
        await context.session.flush()
        news = notification(
            "subscription_begun",
            item=plan.title,
            quantity=plan.quantity,
            interval=plan.interval,
            price=plan.goods,
            address=plan.address,
        )
        await context.tell(row.customer_id, news)
        return plan
