"""Reads the store's policies: the most specific row decides, category before country.

A policy that no row answers falls back to the store-wide value in `commerce.policies.defaults`.
"""

from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.money import Money
from commerce.policies.defaults import DEFAULT_POLICIES
from commerce.policies.models import Policy
from commerce.postal import PostalAddress

_STORE_WIDE = {row.name: row.value for row in DEFAULT_POLICIES if row.category_id is None is row.country}
DELIVERY_TIMES = "delivery_times"


class MalformedPolicy(Exception):
    """A row of `policies` does not have the shape its name asks for; an operator has to mend it."""


class PolicyValue(BaseModel):
    """The shape of a policy's value."""

    model_config = ConfigDict(frozen=True)


V = TypeVar("V", bound=PolicyValue)


class Days(PolicyValue):
    """A number of calendar days."""

    days: int = Field(ge=0)


class FinalSale(PolicyValue):
    """Whether a category cannot be sent back."""

    is_final: bool


class RefundDays(PolicyValue):
    """How many business days a refund takes to a method that holds no balance here."""

    min: int = Field(ge=0)
    max: int = Field(ge=0)


class ReviewLimit(PolicyValue):
    """The amount above which a person decides; no `above_minor` means none."""

    above_minor: int | None = None
    currency: str | None = None

    def is_exceeded_by(self, amount: Money) -> bool:
        """Whether a person has to look at `amount`; one in another currency than the limit's always."""
        if self.above_minor is None:
            return False
        return amount.currency != (self.currency or amount.currency) or amount.amount_minor > self.above_minor


class Remedy(StrEnum):
    """What the store does about something that went wrong."""

    REPLACEMENT = "replacement"
    REFUND = "refund"
    REFUND_SHIPPING = "refund_shipping"
    STORE_CREDIT = "store_credit"


class Evidence(StrEnum):
    """What the shopper shows for a problem."""

    PHOTO = "photo"
    DESCRIPTION = "description"
    NONE = "none"


class ProblemPolicy(PolicyValue):
    """What the store does about a problem with items, `remedies` in the order they are offered."""

    remedies: tuple[Remedy, ...]
    evidence: Evidence
    report_within_days: int = Field(ge=0)
    review_above_minor: int | None = None
    currency: str | None = None

    @property
    def review(self) -> ReviewLimit:
        """The amount above which a person decides."""
        return ReviewLimit(above_minor=self.review_above_minor, currency=self.currency)


class LatePolicy(PolicyValue):
    """What is offered for a late order; `credit_minor` is what `store_credit` gives, in `currency`."""

    remedies: tuple[Remedy, ...]
    credit_minor: int = Field(default=0, ge=0)
    currency: str | None = None


class ReturnAddress(PolicyValue):
    """Where the store takes returns in: the fields of `PostalAddress`."""

    line1: str
    line2: str = ""
    city: str
    region: str = ""
    postcode: str
    country: str


async def _value(
    session: AsyncSession, name: str, category_id: str | None, country: str | None
) -> dict[str, Any] | None:
    found = await session.scalar(
        select(Policy.value)
        .where(
            Policy.name == name,
            or_(Policy.category_id.is_(None), Policy.category_id == category_id),
            or_(Policy.country.is_(None), Policy.country == country),
        )
        .order_by(Policy.category_id.is_(None), Policy.country.is_(None))
        .limit(1)
    )
    return found if found is not None else _STORE_WIDE.get(name)


async def read_policy(
    session: AsyncSession,
    name: str,
    shape: type[V],
    *,
    category_id: str | None = None,
    country: str | None = None,
) -> V:
    """Policy `name` for this category and country; raises MalformedPolicy when its value is unfit."""
    value = await _value(session, name, category_id, country)
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        raise MalformedPolicy(
            f"policy {name!r} (category {category_id}, country {country}): {error.error_count()} errors, "
            f"first at {error.errors()[0]['loc']}: {error.errors()[0]['msg']}"
        ) from error


async def find_policy(session: AsyncSession, name: str, shape: type[V], *, country: str) -> V | None:
    """As `read_policy` for what a store says by country; None where it says nothing of this one.

    A store that says nothing of any country has the defaults, for others than those the first of them.
    """
    if await _value(session, name, None, country) is not None:
        return await read_policy(session, name, shape, country=country)
    if await session.scalar(select(Policy.id).where(Policy.name == name).limit(1)) is not None:
        return None
    defaults = {row.country: row.value for row in DEFAULT_POLICIES if row.name == name}
    return shape.model_validate(defaults.get(country) or next(iter(defaults.values())))


async def return_window(session: AsyncSession, category_id: str | None, country: str | None) -> int:
    """Calendar days after delivery within which an item may be sent back or exchanged."""
    policy = await read_policy(session, "return_window", Days, category_id=category_id, country=country)
    return policy.days


async def is_final_sale(session: AsyncSession, category_id: str | None, country: str | None) -> bool:
    """Whether items of the category cannot be sent back."""
    policy = await read_policy(session, "final_sale", FinalSale, category_id=category_id, country=country)
    return policy.is_final


async def return_review(session: AsyncSession, country: str | None) -> ReviewLimit:
    """The worth above which a return is looked at by a person before it is approved."""
    return await read_policy(session, "return_review", ReviewLimit, country=country)


async def text_limit(session: AsyncSession, country: str | None) -> ReviewLimit:
    """The worth above which a change by text takes a code: the number it comes from can be forged."""
    return await read_policy(session, "text_limit", ReviewLimit, country=country)


async def refund_days(session: AsyncSession, country: str | None) -> RefundDays:
    """Business days until a refund arrives; gift cards and store credit have it at once."""
    return await read_policy(session, "refund_days", RefundDays, country=country)


async def problem_policy(
    session: AsyncSession, name: str, category_id: str | None, country: str | None
) -> ProblemPolicy:
    """What is done about `name`: damaged_item, wrong_item, missing_item or lost_parcel."""
    return await read_policy(session, name, ProblemPolicy, category_id=category_id, country=country)


async def late_order(session: AsyncSession, country: str | None) -> LatePolicy:
    """What is offered when an order is late."""
    return await read_policy(session, "late_order", LatePolicy, country=country)


async def late_after(session: AsyncSession, country: str | None) -> int:
    """Calendar days after the promised date from which an order counts as late."""
    return (await read_policy(session, "late_after_days", Days, country=country)).days


async def lost_after(session: AsyncSession, country: str | None) -> int:
    """Calendar days after the promised date, or without a scan, from which a parcel counts as lost."""
    return (await read_policy(session, "lost_after_days", Days, country=country)).days


async def return_address(session: AsyncSession, country: str | None) -> PostalAddress:
    """Where returns are sent to."""
    policy = await read_policy(session, "return_address", ReturnAddress, country=country)
    return PostalAddress(**policy.model_dump())


async def countries_served(session: AsyncSession) -> tuple[str, ...]:
    """The countries the store says it delivers to; none where it says nothing of any."""
    query = select(Policy.country).where(Policy.name == DELIVERY_TIMES, Policy.country.is_not(None))
    return tuple(sorted({country for country in await session.scalars(query) if country}))


async def ships_to(session: AsyncSession, country: str) -> bool:
    """Whether the store delivers to `country`: it has a row of delivery times, or no country has one."""
    countries = (await session.scalars(select(Policy.country).where(Policy.name == DELIVERY_TIMES))).all()
    return not countries or None in countries or country in countries
