"""The figures at the top of the page, each with how it is counted."""

from collections.abc import Mapping
from datetime import date, timedelta

from commerce.figures.reading import Pair, Period
from commerce.figures.report import Headline, Kind, Table
from commerce.figures.tables import share

_HOW = {
    "revenue": "What orders come to with delivery and tax, after discounts and before refunds.",
    "orders": "Placed in these days and not cancelled since.",
    "average_order": "Revenue by orders.",
    "refunded": "Given back in these days, of whichever orders; withdrawn refunds apart.",
    "new_customers": "Whose first order this was.",
    "returning_customers": "Customers with an order on a day before, each counted once a day.",
    "active_month": (
        "In the 30 days up to the last day, and up to the day before the first: ordered, seen in the shop "
        "signed in, or began a conversation."
    ),
    "recurring": (
        "What the subscriptions that run bring in 30 days, at today's prices before what they take off, as "
        "they stood at the last day."
    ),
    "friends_came": "Friends who came with a customer's referral code.",
    "friends_rewarded": "Referrals that were rewarded: the friend's order was kept.",
    "contained": "Conversations without a handoff, of all that began in these days.",
    "sold_by_assistant": "Revenue of the channels in which shoppers talk with it.",
    "saved": "Conversations resolved alone, by what a case costs: the policy case_cost.",
}


def store_headlines(
    whole: Mapping[str, Pair], daily: Mapping[str, Mapping[date, int]], recurring: Pair, period: Period
) -> list[Headline]:
    """Return the figures of the store as a whole."""
    nothing = Pair()
    revenue, orders = whole.get("revenue", nothing), whole.get("orders", nothing)
    new, returning = whole.get("new_customers", nothing), whole.get("returning_customers", nothing)
    refunded, active = whole.get("refunded", nothing), daily["active_month"]
    came, rewarded = whole.get("friends_came", nothing), whole.get("friends_rewarded", nothing)
    average = share(revenue.now, orders.now), share(revenue.before, orders.before)
    were_active = active.get(period.first - timedelta(days=1), 0)
    return [
        _headline("revenue", "Revenue", Kind.MONEY, revenue.now, revenue.before),
        _headline("orders", "Orders", Kind.COUNT, orders.now, orders.before),
        _headline("average_order", "Average order", Kind.MONEY, *average),
        _headline("refunded", "Refunded", Kind.MONEY, refunded.now, refunded.before),
        _headline("new_customers", "New customers", Kind.COUNT, new.now, new.before),
        _headline("returning_customers", "Returning customers", Kind.COUNT, returning.now, returning.before),
        _headline("active_month", "Active customers", Kind.COUNT, active.get(period.last, 0), were_active),
        _headline("recurring", "Recurring, by month", Kind.MONEY, recurring.now, recurring.before),
        _headline("friends_came", "Friends brought", Kind.COUNT, came.now, came.before),
        _headline("friends_rewarded", "Referrals rewarded", Kind.COUNT, rewarded.now, rewarded.before),
    ]


def assistant_headlines(assistant: Table, saved: int | None) -> list[Headline]:
    """Return what the assistant did; `saved` is left out where nobody has said what a case costs."""
    talks = assistant.total("conversations")
    contained = share(talks - assistant.total("handed_over"), talks)
    found = [
        _headline("contained", "Contained", Kind.SHARE, contained, None),
        _headline("sold_by_assistant", "Sold by the assistant", Kind.MONEY, assistant.total("sold"), None),
    ]
    if saved is not None:
        found.append(_headline("saved", "Saved by the assistant", Kind.MONEY, saved, None))
    return found


def _headline(name: str, title: str, kind: Kind, now: float | None, before: float | None) -> Headline:
    return Headline(name, title, kind, now, before, _HOW[name])
