"""Whether a promotion is for this shopper, now, with this basket; if not, exactly why."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import TypeAdapter

from commerce.clock import Clock
from commerce.customers.birthdays import birthday_in
from commerce.money import Money
from commerce.promotions.models import Promotion
from commerce.promotions.reductions import Basket, Left, reduction, scope_of

_BIRTHDAY_DAYS = 7  # before and after it


class Failure(StrEnum):
    """Why a code takes nothing off."""

    UNKNOWN = "unknown"  # no code of the store's
    TO_COME = "to_come"
    ENDED = "ended"
    MINIMUM = "minimum"  # the cart is worth too little
    OTHER_GOODS = "other_goods"  # nothing in the cart is of the goods it is for
    MORE_PIECES = "more_pieces"  # it takes more, or all of a bundle
    USED = "used"
    USED_UP = "used_up"  # by others
    FIRST_ORDER = "first_order"  # it is for a first order alone
    BIRTHDAY = "birthday"
    NOT_YOURS = "not_yours"
    SIGN_IN = "sign_in"  # it is for certain customers, and the store does not know who this is
    NOT_COMBINED = "not_combined"  # another one that cannot be combined with it takes more off
    EMPTY = "empty"  # there is nothing in the cart


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why, with what the words about it need."""

    failure: Failure
    day: datetime | None = None
    minimum: Money | None = None
    missing: Money | None = None
    other: str | None = None  # the code that takes more off


@dataclass(frozen=True, slots=True)
class Buyer:
    """What promotions ask of a shopper; `customer_id` is None for a guest."""

    customer_id: str | None = None
    has_ordered: bool = False
    birthday: date | None = None
    uses: dict[str, int] = field(default_factory=dict)  # theirs, by promotion


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a promotion is for; empty for all."""

    first_order: bool = False
    birthday: bool = False
    customers: frozenset[str] = field(default_factory=frozenset)


_AUDIENCE = TypeAdapter(Audience)


def refusal(
    promotion: Promotion, buyer: Buyer, basket: Basket, *, uses: int = 0, clock: Clock
) -> Refusal | None:
    """Return why the promotion takes nothing off; None where it does. `uses` are those of all customers.

    Raises pydantic's ValidationError where its data has another shape.
    """
    return (
        _by_time(promotion, clock)
        or _by_buyer(promotion, buyer, uses, clock)
        or _by_basket(promotion, basket)
    )


def _by_time(promotion: Promotion, clock: Clock) -> Refusal | None:
    now = clock.now()
    if now < promotion.starts_at:
        return Refusal(Failure.TO_COME, day=promotion.starts_at)
    if promotion.ends_at is not None and now >= promotion.ends_at:
        return Refusal(Failure.ENDED, day=promotion.ends_at)
    return None


def _by_buyer(promotion: Promotion, buyer: Buyer, uses: int, clock: Clock) -> Refusal | None:
    if promotion.most_uses is not None and uses >= promotion.most_uses:
        return Refusal(Failure.USED_UP)
    used = buyer.uses.get(promotion.code, 0)
    if promotion.most_uses_each is not None and used >= promotion.most_uses_each:
        return Refusal(Failure.USED)
    return _by_audience(_AUDIENCE.validate_python(promotion.audience or {}), buyer, clock)


def _by_audience(audience: Audience, buyer: Buyer, clock: Clock) -> Refusal | None:
    is_personal = audience.birthday or audience.customers
    if is_personal and buyer.customer_id is None:
        return Refusal(Failure.SIGN_IN)
    if audience.customers and buyer.customer_id not in audience.customers:
        return Refusal(Failure.NOT_YOURS)
    if audience.first_order and buyer.has_ordered:
        return Refusal(Failure.FIRST_ORDER)
    if audience.birthday and not _is_near(buyer.birthday, clock.today()):
        return Refusal(Failure.BIRTHDAY)
    return None


def _by_basket(promotion: Promotion, basket: Basket) -> Refusal | None:
    if not basket.lines:
        return Refusal(Failure.EMPTY)
    scope = scope_of(promotion)
    goods = sum(line.unit_minor * line.quantity for line in basket.lines if scope.has(line))
    if not any(scope.has(line) for line in basket.lines):
        return Refusal(Failure.OTHER_GOODS)
    if goods < promotion.minimum_minor:
        currency = promotion.currency or basket.currency
        minimum = Money(promotion.minimum_minor, currency)
        return Refusal(
            Failure.MINIMUM, minimum=minimum, missing=Money(promotion.minimum_minor - goods, currency)
        )
    if reduction(promotion, basket, Left.of(basket)).amount_minor == 0 and basket.goods_minor:
        is_free = promotion.kind == "free_delivery"  # free already: nothing is wrong with the code
        return None if is_free else Refusal(Failure.MORE_PIECES)
    return None


def _is_near(birthday: date | None, today: date) -> bool:
    """Whether a birthday is within a week of today."""
    if birthday is None:
        return False
    within = timedelta(days=_BIRTHDAY_DAYS)
    return any(
        abs(birthday_in(birthday, year) - today) <= within
        for year in (today.year - 1, today.year, today.year + 1)
    )
