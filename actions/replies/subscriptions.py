"""How a subscription is told."""

from collections.abc import Mapping
from typing import Any

from actions.turn.shop import Turn
from actions.wording.formats import counted, on_day, payment_method
from commerce.subscriptions.models import SubscriptionStatus
from commerce.subscriptions.view import SubscriptionView


def item_of(view: SubscriptionView) -> str:
    """`2 × Coffee Beans (dark roast)`."""
    options = ", ".join(view.options.values())
    return counted(f"{view.title} ({options})" if options else view.title, view.quantity)


def subscription_facts(turn: Turn, view: SubscriptionView) -> Mapping[str, Any]:
    """Return what responses say of it."""
    today = turn.clock.today()
    return {
        "item": item_of(view),
        "interval": str(view.interval),
        "price": str(view.goods),
        "percent": view.percent_off,
        "extra": view.extra_percent,
        "day": on_day(view.due_on, today),
        "until": on_day(view.paused_until, today) if view.paused_until else "",
        "address": str(view.address),
        "method": payment_method(view.method),
    }


def subscription_told(turn: Turn, view: SubscriptionView) -> str:
    """Return it in a line: what, how often, for how much, and when next."""
    state = "running"
    if view.status is SubscriptionStatus.PAUSED:
        state = "paused_until" if view.paused_until else "paused"
    return turn.words.phrase(f"utter_subscription_{state}", **subscription_facts(turn, view))
