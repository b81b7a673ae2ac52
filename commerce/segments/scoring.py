"""Makes figures of facts: the chance to buy again, a year's value, intent and fatigue, each with why."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from commerce.money import Money
from commerce.segments.facts import WEEK, Facts, Models, purchases_of

CHANCE_WITHIN = timedelta(days=90)
_YEAR = timedelta(days=365)
_HALVES_IN = timedelta(days=2)  # purchase intent
_MOST = 100
_PER_MESSAGE = 18


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one customer; see CustomerScores."""

    chance: float | None
    expected_orders: float | None
    value_minor: int | None
    intent: int
    fatigue: int
    why: dict[str, str] = field(default_factory=dict)


def score(facts: list[Facts], models: Models, now: datetime) -> list[Scores]:
    """Return the scores of customers in their order."""
    buyers = [each for each in facts if each.first_at is not None]
    ahead = dict(zip((each.customer_id for each in buyers), _ahead(buyers, models, now), strict=True))
    return [_scores(each, ahead.get(each.customer_id), models, now) for each in facts]


@dataclass(frozen=True, slots=True)
class _Ahead:
    chance: float
    orders: float
    order_minor: float | None


def _ahead(buyers: list[Facts], models: Models, now: datetime) -> list[_Ahead | None]:
    if models.buying is None or not buyers:
        return [None] * len(buyers)
    seen = purchases_of(buyers, now)
    chances = models.buying.buys_within(seen, CHANCE_WITHIN / WEEK)
    orders = models.buying.expected(seen, _YEAR / WEEK)
    values: list[float | None] = [None] * len(buyers)
    if models.value is not None:
        means = [each.later_minor / each.repeats if each.repeats else 0.0 for each in buyers]
        drawn = models.value.expected(seen.repeats, np.array(means))
        is_known = [each.currency == models.currency for each in buyers]
        values = [float(each) if known else None for each, known in zip(drawn, is_known, strict=True)]
    rows = zip(chances, orders, values, strict=True)
    return [_Ahead(float(chance), float(count), value) for chance, count, value in rows]


def _scores(facts: Facts, ahead: _Ahead | None, models: Models, now: datetime) -> Scores:
    why = {"intent": _why_intent(facts), "fatigue": _why_fatigue(facts)}
    value = None
    if ahead is None:
        why["chance"] = why["value"] = "orders tell too little" if facts.orders else "no order yet"
    else:
        assert facts.last_at is not None  # who has ordered
        why["chance"] = f"{_count(facts.orders, 'order')}, the last one {_days(now - facts.last_at)} ago"
        why["value"] = "orders in another currency than most"
        if ahead.order_minor is not None and models.currency is not None:
            value = round(ahead.orders * ahead.order_minor)
            each = Money(round(ahead.order_minor), models.currency)
            why["value"] = f"{ahead.orders:.1f} orders expected in a year at {each}"
    return Scores(
        chance=None if ahead is None else ahead.chance,
        expected_orders=None if ahead is None else ahead.orders,
        value_minor=value,
        intent=_intent(facts, now),
        fatigue=_fatigue(facts),
        why=why,
    )


def _intent(facts: Facts, now: datetime) -> int:
    """More for what is nearer to buying, half of it every two days; nothing of what led to an order."""
    acted_at = max(filter(None, (facts.acted_at, facts.cart_at)), default=None)
    if acted_at is None or (facts.last_at is not None and facts.last_at >= acted_at):
        return 0
    points = 8 * min(facts.views, 5) + 20 * (facts.adds > 0)
    points += 25 * (facts.cart_at is not None) + 30 * (facts.checkouts > 0)
    left = pow(0.5, (now - acted_at) / _HALVES_IN)
    return round(min(points, _MOST) * float(left))


def _why_intent(facts: Facts) -> str:
    parts = [
        _count(facts.views, "product") + " looked at" if facts.views else "",
        "something put into the cart" if facts.adds else "",
        "a cart with something in it" if facts.cart_at else "",
        "a checkout begun" if facts.checkouts else "",
    ]
    return ", ".join(filter(None, parts)) or "nothing done in the shop within a week"


def _fatigue(facts: Facts) -> int:
    return max(0, min(_MOST, _PER_MESSAGE * (facts.sent - 2 * facts.answered)))


def _why_fatigue(facts: Facts) -> str:
    return f"{_count(facts.sent, 'offer')} in two weeks, {facts.answered} answered"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _days(span: timedelta) -> str:
    return _count(span.days, "day")
