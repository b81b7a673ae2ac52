"""Changes a subscription: each way is a class that says which columns become what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, select

from commerce.audit.service import Operation
from commerce.carts.costs import NoDelivery, delivery_terms
from commerce.changes import Change, Context
from commerce.checkout.models import Checkout
from commerce.customers.addresses import InvalidAddress, served_address
from commerce.customers.payment_methods import PaymentMethodNotFound
from commerce.errors import CommerceError
from commerce.payments.models import AttemptStatus, PaymentAttempt
from commerce.subscriptions.intervals import Interval
from commerce.subscriptions.models import Subscription, SubscriptionStatus
from commerce.subscriptions.refusals import (
    CountNotPossible,
    DayNotPossible,
    IntervalNotOffered,
    RenewalUnderWay,
    SubscriptionNotFound,
    SubscriptionOver,
    SubscriptionUnchanged,
)
from commerce.subscriptions.subscribe import own_method, require_count, require_interval
from commerce.subscriptions.view import SubscriptionView, view_of

# What every way of changing one may be refused for.
REFUSED_ALWAYS: tuple[type[CommerceError], ...] = (
    SubscriptionNotFound,
    SubscriptionOver,
    SubscriptionUnchanged,
    RenewalUnderWay,
)


@dataclass(frozen=True, slots=True)
class SubscriptionChanged:
    """A subscription as it was and as it is with the change."""

    before: SubscriptionView
    after: SubscriptionView


@dataclass(frozen=True, slots=True)
class ChangeSubscription(
    Change[tuple[Subscription, Mapping[str, Any]], SubscriptionChanged, SubscriptionChanged]
):
    """Changes one of a verified shopper's subscriptions."""

    outcome: ClassVar = SubscriptionChanged
    raises: ClassVar = REFUSED_ALWAYS
    private: ClassVar = frozenset({"before", "after"})
    name: ClassVar[str]

    subscription_id: UUID

    def operation(self, _: Context, /) -> Operation:
        return Operation(self.name, "subscription", str(self.subscription_id), self.reason)

    @property
    def reason(self) -> str:
        """Return why, where that is asked."""
        return ""

    async def columns(self, context: Context, row: Subscription, /) -> Mapping[str, Any]:
        """Return the columns that become something else."""
        raise NotImplementedError

    async def plan(
        self, context: Context, /, *, lock: bool
    ) -> tuple[tuple[Subscription, Mapping[str, Any]], SubscriptionChanged]:
        """Read how it is, and how it would be."""
        row = await own_subscription(context, self.subscription_id, lock=lock)
        if row.status is SubscriptionStatus.CANCELLED:
            raise SubscriptionOver
        columns = await self.columns(context, row)
        if all(getattr(row, column) == value for column, value in columns.items()):
            raise SubscriptionUnchanged
        paid = select(Subscription.id).where(Subscription.id == row.id, is_being_paid())
        if await context.session.scalar(paid) is not None:
            raise RenewalUnderWay
        before = await view_of(context.session, row)
        after = await view_of(context.session, row, columns)
        return (row, columns), SubscriptionChanged(before, after)

    async def apply(
        self, context: Context, rows: tuple[Subscription, Mapping[str, Any]], plan: SubscriptionChanged, /
    ) -> SubscriptionChanged:
        """Write them."""
        row, columns = rows
        for column, value in columns.items():
            setattr(row, column, value)
        await context.session.flush()
        return plan


@dataclass(frozen=True, slots=True)
class SkipNext(ChangeSubscription):
    """Leaves out the next order."""

    name: ClassVar[str] = "skip_subscription"

    async def columns(self, context: Context, row: Subscription, /) -> Mapping[str, Any]:
        """The day after the next one; of a paused one the same, counted from when it goes on."""
        following = interval_of(row).first_after(context.clock.today(), row.due_on, row.month_day)
        return {"due_on": following} | _anew(following)


@dataclass(frozen=True, slots=True)
class PauseSubscription(ChangeSubscription):
    """Makes no orders before a day, on which the next one is due at the earliest, or until it is resumed."""

    name: ClassVar[str] = "pause_subscription"
    raises: ClassVar = (*REFUSED_ALWAYS, DayNotPossible)

    until: date | None

    async def columns(self, context: Context, row: Subscription, /) -> Mapping[str, Any]:
        """Paused, and due on that day unless it is due later."""
        paused: dict[str, Any] = {"status": SubscriptionStatus.PAUSED, "paused_until": self.until}
        if self.until is None:
            return paused
        if self.until <= context.clock.today():
            raise DayNotPossible(self.until.isoformat())
        if self.until <= row.due_on:
            return paused
        return paused | {"due_on": self.until, "month_day": self.until.day} | _anew(self.until)


@dataclass(frozen=True, slots=True)
class ResumeSubscription(ChangeSubscription):
    """Goes on with a paused one: on the day it was due; tomorrow if that has passed or the pause moved it."""

    name: ClassVar[str] = "resume_subscription"

    async def columns(self, context: Context, row: Subscription, /) -> Mapping[str, Any]:
        """Active again."""
        if row.status is SubscriptionStatus.ACTIVE:
            raise SubscriptionUnchanged
        tomorrow = date.fromordinal(context.clock.today().toordinal() + 1)
        was_moved = row.paused_until == row.due_on
        due = tomorrow if was_moved else max(row.due_on, tomorrow)
        anchor = {} if due == row.due_on else {"month_day": due.day}
        return (
            {"status": SubscriptionStatus.ACTIVE, "paused_until": None, "due_on": due} | anchor | _anew(due)
        )


@dataclass(frozen=True, slots=True)
class ChangeInterval(ChangeSubscription):
    """Makes the orders come more or less often; the next one stays where it is."""

    name: ClassVar[str] = "change_subscription_interval"
    raises: ClassVar = (*REFUSED_ALWAYS, IntervalNotOffered)

    interval: Interval

    async def columns(self, context: Context, row: Subscription, /) -> Mapping[str, Any]:
        """The interval."""
        del row
        await require_interval(context, self.interval)
        return {"interval_count": self.interval.count, "interval_unit": self.interval.unit}


@dataclass(frozen=True, slots=True)
class ChangeQuantity(ChangeSubscription):
    """Makes each order one of more or fewer pieces."""

    name: ClassVar[str] = "change_subscription_quantity"
    raises: ClassVar = (*REFUSED_ALWAYS, CountNotPossible)

    quantity: int

    async def columns(self, context: Context, row: Subscription, /) -> Mapping[str, Any]:
        """The number of pieces."""
        del context, row
        require_count(self.quantity)
        return {"quantity": self.quantity}


@dataclass(frozen=True, slots=True)
class ChangeDestination(ChangeSubscription):
    """Sends the orders to come elsewhere."""

    name: ClassVar[str] = "change_subscription_address"
    raises: ClassVar = (*REFUSED_ALWAYS, InvalidAddress, NoDelivery)

    address: dict[str, str] = field(repr=False)

    async def columns(self, context: Context, row: Subscription, /) -> Mapping[str, Any]:
        """The address, as the store writes it."""
        del row
        address = await served_address(context.session, self.address)
        await delivery_terms(context.session, address.country)
        return {"shipping_address": address.as_dict()}


@dataclass(frozen=True, slots=True)
class ChangeMethod(ChangeSubscription):
    """Pays the orders to come otherwise; a payment that failed is tried again with it the same day."""

    name: ClassVar[str] = "change_subscription_payment"
    raises: ClassVar = (*REFUSED_ALWAYS, PaymentMethodNotFound)

    payment_method_id: str

    async def columns(self, context: Context, row: Subscription, /) -> Mapping[str, Any]:
        """The method."""
        again = {"try_on": min(row.try_on, max(row.due_on, context.clock.today()))}
        return {"payment_method_id": await own_method(context, self.payment_method_id)} | again


def interval_of(row: Subscription) -> Interval:
    """Return how often it comes."""
    return Interval(row.interval_count, row.interval_unit)


def _anew(due_on: date) -> dict[str, Any]:
    """What goes with another due day: nothing of it was tried yet."""
    return {"try_on": due_on, "failed_tries": 0}


async def own_subscription(context: Context, subscription_id: UUID, *, lock: bool) -> Subscription:
    """Return the shopper's subscription of this id. Raises SubscriptionNotFound."""
    query = (
        select(Subscription)
        .where(Subscription.id == subscription_id, Subscription.customer_id == context.customer_id)
        .execution_options(populate_existing=True)
    )
    row = await context.session.scalar(query.with_for_update(key_share=True) if lock else query)
    if row is None:
        raise SubscriptionNotFound
    return row


def is_being_paid() -> ColumnElement[bool]:
    """Whether money for the order of a subscription that is due is on its way, as a condition of a query."""
    return (
        select(PaymentAttempt.id)
        .join(Checkout, Checkout.id == PaymentAttempt.checkout_id)
        .where(
            Checkout.subscription_id == Subscription.id,
            Checkout.renews_on == Subscription.due_on,
            PaymentAttempt.status == AttemptStatus.STARTED,
        )
        .exists()
    )
