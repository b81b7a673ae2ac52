"""Why a subscription cannot be begun or changed."""

from dataclasses import dataclass

from commerce.errors import CommerceError, NotFound
from commerce.subscriptions.intervals import Interval


class SubscriptionNotFound(NotFound):
    """no such subscription of this customer"""


class SubscriptionOver(CommerceError):
    """the subscription was cancelled"""


@dataclass(eq=False)
class NotSubscribable(CommerceError):
    """{title!r} cannot be subscribed to"""

    title: str


@dataclass(eq=False)
class AlreadySubscribed(CommerceError):
    """{title!r} is subscribed to already

    The same variant comes to this customer already.
    """

    title: str


@dataclass(eq=False)
class IntervalNotOffered(CommerceError):
    """{wanted} is not between {min_days} and {max_days} days"""

    wanted: Interval
    min_days: int
    max_days: int


class SubscriptionUnchanged(CommerceError):
    """the subscription is that way already"""


class RenewalUnderWay(CommerceError):
    """an order of the subscription is being paid for at this moment"""


@dataclass(eq=False)
class DayNotPossible(CommerceError):
    """a subscription is paused until a day to come, not {day}"""

    day: str


class OfferNotOpen(CommerceError):
    """there is no offer for staying, or it was used"""


@dataclass(eq=False)
class CountNotPossible(CommerceError):
    """between 1 and {most} pieces of it can be subscribed to"""

    most: int
