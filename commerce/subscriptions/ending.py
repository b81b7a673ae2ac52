"""Ends a subscription, or keeps it for what the store offers for staying."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from commerce.changes import Context
from commerce.notification import notification
from commerce.subscriptions.changing import (
    REFUSED_ALWAYS,
    ChangeSubscription,
    SubscriptionChanged,
    own_subscription,
)
from commerce.subscriptions.models import EndReason, Subscription, SubscriptionStatus
from commerce.subscriptions.policy import stay_offer
from commerce.subscriptions.refusals import OfferNotOpen


@dataclass(frozen=True, slots=True)
class TakeStayOffer(ChangeSubscription):
    """Keeps a subscription for what the store offers: its next order costs less. Once."""

    name: ClassVar[str] = "stay_subscribed"
    raises: ClassVar = (*REFUSED_ALWAYS, OfferNotOpen)

    async def columns(self, context: Context, row: Subscription, /) -> Mapping[str, Any]:
        """The reduction, and that it was given."""
        return {"extra_percent": await open_offer(context, row), "is_offer_used": True}


@dataclass(frozen=True, slots=True)
class CancelSubscription(ChangeSubscription):
    """Ends a subscription; what was ordered before stays ordered."""

    name: ClassVar[str] = "cancel_subscription"

    why: EndReason

    @property
    def reason(self) -> str:
        """Return why it ends."""
        return self.why.value

    async def columns(self, context: Context, row: Subscription, /) -> Mapping[str, Any]:
        """Over."""
        del row
        return {
            "status": SubscriptionStatus.CANCELLED,
            "end_reason": self.why,
            "ended_at": context.clock.now(),
        }

    async def apply(
        self, context: Context, rows: tuple[Subscription, Mapping[str, Any]], plan: SubscriptionChanged, /
    ) -> SubscriptionChanged:
        """End it, and confirm it in writing."""
        done = await ChangeSubscription.apply(self, context, rows, plan)
        await context.tell(
            rows[0].customer_id, notification("subscription_cancelled", item=plan.before.title)
        )
        return done


async def offer_for(context: Context, subscription_id: UUID) -> int:
    """Return by how many percent the next order may cost less for staying; 0 where nothing is offered."""
    row = await own_subscription(context, subscription_id, lock=False)
    try:
        return await open_offer(context, row)
    except OfferNotOpen:
        return 0


async def open_offer(context: Context, row: Subscription) -> int:
    """Return what is offered for staying. Raises OfferNotOpen."""
    percent = (await stay_offer(context.session)).percent_off
    if row.is_offer_used or percent == 0:
        raise OfferNotOpen
    return percent
