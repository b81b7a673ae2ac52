"""How dates, items and payment methods are worded for people."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from commerce.customers.models import PaymentMethod, PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile
from commerce.identity import IdentityLevel
from commerce.orders.contents import Good, name_among

_SHORT_LIST = 3
_BRANDS = {"mastercard": "Mastercard", "visa": "Visa", "amex": "American Express", "discover": "Discover"}


def on_day(day: date, today: date) -> str:
    """`Tue 24 Nov`, with the year when it is not this one."""
    worded = f"{day:%a} {day.day} {day:%b}"
    return worded if day.year == today.year else f"{worded} {day.year}"


def days(count: int) -> str:
    """`1 day`, `4 days`."""
    return f"{count} day" if count == 1 else f"{count} days"


def points(count: int) -> str:
    """`1 point`, `1,250 points`."""
    return f"{count:,} point" if count == 1 else f"{count:,} points"


def joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


class Counted(Good, Protocol):
    """So many of a good."""

    @property
    def quantity(self) -> int:
        """How many."""
        ...


def counted(name: str, quantity: int) -> str:
    """`Mug`, or `2 × Mug`."""
    return name if quantity == 1 else f"{quantity} × {name}"


def item_with_options(line: Counted) -> str:
    """`2 × Mug (blue, 300 ml)`."""
    options, item = ", ".join(line.options.values()), counted(line.title, line.quantity)
    return f"{item} ({options})" if options else item


def contents(lines: Sequence[Counted], among: Sequence[Good] = ()) -> str:
    """All items in one sentence's part, told apart from each other and from those of `among`."""
    return joined([counted(name_among(line, among or lines), line.quantity) for line in lines])


def short_contents(goods: Sequence[Good]) -> str:
    """Enough of an order's items to tell it from others."""
    names = [name_among(each, goods) for each in goods]
    if len(names) <= _SHORT_LIST:
        return joined(names)
    return f"{', '.join(names[: _SHORT_LIST - 1])} and {len(names) - _SHORT_LIST + 1} more"


def payment_method(
    method: PaymentMethod | MethodOnFile, level: IdentityLevel = IdentityLevel.VERIFIED
) -> str:
    """`your Visa ending in 4242`, `your PayPal`, `your gift card`; digits only where `level` sees them."""
    if isinstance(method, PaymentMethod):
        method = MethodOnFile.of(method)
    method = method.seen_by(level)
    if method.kind is PaymentMethodKind.CREDIT_CARD:
        brand = _BRANDS.get((method.brand or "").lower(), "card")
        return f"your {brand} ending in {method.last_four}" if method.last_four else f"your {brand}"
    if method.kind is PaymentMethodKind.OTHER:
        return f"your {method.brand}" if method.brand else "your other payment method"
    names = {
        PaymentMethodKind.PAYPAL: "your PayPal account",
        PaymentMethodKind.GIFT_CARD: "your gift card",
        PaymentMethodKind.STORE_CREDIT: "your store credit",
    }
    return names[method.kind]


def about(duration: timedelta) -> str:
    """`a few minutes`, `about 25 minutes`, `about 3 hours`, `about 2 days`: never less than it is."""
    minutes = -(-int(duration.total_seconds()) // 60)
    if minutes <= 5:
        return "a few minutes"
    for size, unit in ((1440, "day"), (60, "hour")):
        if minutes > size:
            return f"about {-(-minutes // size)} {unit}s"
    return f"about {minutes} minutes"


def waiting(since: timedelta) -> str:
    """`a moment ago`, `12 minutes ago`, `3 hours ago`, `2 days ago`."""
    minutes = int(since.total_seconds()) // 60
    if minutes < 1:
        return "a moment ago"
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "a moment ago"
