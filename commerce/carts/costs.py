"""What delivery costs and how much tax is in a price, as the store's policies say for a country."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.orders.calendar import add_business_days
from commerce.policies.service import (
    DELIVERY_TIMES,
    PolicyValue,
    find_policy,
    read_policy,
    return_address,
    ships_to,
)


class Delivery(StrEnum):
    """How fast."""

    STANDARD = "standard"
    EXPRESS = "express"


@dataclass(eq=False)
class NoDelivery(CommerceError):
    """no delivery to {country}"""

    country: str


class DeliveryCosts(PolicyValue):
    """What delivery costs, tax included, in minor units; standard is free from a worth of goods on."""

    currency: str
    standard_minor: int = Field(ge=0)
    express_minor: int = Field(ge=0)
    free_from_minor: int | None = None

    def of(self, delivery: Delivery, goods_minor: int) -> int:
        """Return what it costs to deliver goods of that worth."""
        if delivery is Delivery.EXPRESS:
            return self.express_minor
        is_free = self.free_from_minor is not None and goods_minor >= self.free_from_minor
        return 0 if is_free else self.standard_minor

    def missing_to_free(self, goods_minor: int) -> int:
        """Return how much more has to be bought for free delivery; 0 where it is free, or never is."""
        return max(0, self.free_from_minor - goods_minor) if self.free_from_minor is not None else 0


class _Span(BaseModel):
    model_config = ConfigDict(frozen=True)

    min: int = Field(ge=0)
    max: int = Field(ge=0)


class DeliveryTimes(PolicyValue):
    """How many business days each takes."""

    standard: _Span
    express: _Span


class TaxRate(PolicyValue):
    """The tax that is in every price, in hundredths of a percent of the price without it."""

    basis_points: int = Field(ge=0)

    def within(self, amount_minor: int) -> int:
        """Return the tax in an amount, to the nearest minor unit."""
        return (amount_minor * self.basis_points * 2 + 10_000 + self.basis_points) // (
            2 * (10_000 + self.basis_points)
        )


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """The rules of one country."""

    country: str
    costs: DeliveryCosts
    times: DeliveryTimes
    tax: TaxRate

    def arrives_by(self, delivery: Delivery, clock: Clock) -> date:
        """Return the last day of its arrival for what is ordered today."""
        span = self.times.express if delivery is Delivery.EXPRESS else self.times.standard
        return add_business_days(clock.today(), span.max)


async def delivery_terms(session: AsyncSession, country: str) -> DeliveryTerms:
    """Read the rules of a country. Raises NoDelivery, and MalformedPolicy."""
    costs = await find_policy(session, "delivery_costs", DeliveryCosts, country=country)
    times = await find_policy(session, DELIVERY_TIMES, DeliveryTimes, country=country)
    if costs is None or times is None or not await ships_to(session, country):
        raise NoDelivery(country)
    return DeliveryTerms(
        country, costs, times, await read_policy(session, "tax_rate", TaxRate, country=country)
    )


async def home_currency(session: AsyncSession) -> str:
    """Return the currency in which the store sells at home."""
    return (await delivery_terms(session, await home_country(session))).costs.currency


async def home_country(session: AsyncSession) -> str:
    """Return the country the store is in, where somebody lives whose address is not known."""
    return (await return_address(session, None)).country
