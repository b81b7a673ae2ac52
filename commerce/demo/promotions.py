"""The demo store's promotion codes: running, over, and still to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commerce.demo.people import CURRENCY
from commerce.orders.amounts import share


@dataclass(frozen=True, slots=True)
class DemoPromotion:
    """A code that takes a percentage or an amount off."""

    code: str
    description: str
    percent_off: int | None
    amount_off_minor: int | None
    minimum_minor: int
    starts_at: datetime
    ends_at: datetime | None

    @property
    def currency(self) -> str | None:
        """Of the amount it takes off, if it takes an amount."""
        return CURRENCY if self.amount_off_minor else None

    def applies(self, goods_minor: int, at: datetime) -> bool:
        """Whether an order of that worth could use it then."""
        runs = self.starts_at <= at and (self.ends_at is None or at < self.ends_at)
        return runs and goods_minor >= self.minimum_minor

    def discounts(self, line_totals: list[int]) -> list[int]:
        """What it takes off each line; the parts add up to what it takes off the order."""
        goods = sum(line_totals)
        whole = (
            share(goods, self.percent_off, 100)
            if self.percent_off
            else min(self.amount_off_minor or 0, goods)
        )
        parts, before, given = [], 0, 0
        for total in line_totals:
            before += total
            due = share(whole, before, goods)
            parts.append(due - given)
            given = due
        return parts


def make_promotions(now: datetime) -> list[DemoPromotion]:
    """Codes with dates relative to now."""

    def days(count: int) -> datetime:
        return now - timedelta(days=count)

    return [
        DemoPromotion("WELCOME10", "10% off a first order", 10, None, 0, days(900), None),
        DemoPromotion("TAKE15", "$15 off orders over $100", None, 1_500, 10_000, days(400), None),
        DemoPromotion("BUNDLE20", "20% off orders over $250", 20, None, 25_000, days(120), days(-60)),
        DemoPromotion("SPRING25", "25% off for one week", 25, None, 5_000, days(210), days(203)),
        DemoPromotion(
            "OLDFRIEND", "$5 off, the code of an earlier year", None, 500, 2_000, days(800), days(365)
        ),
        DemoPromotion("EARLYBIRD", "15% off, starts next week", 15, None, 0, days(-7), days(-21)),
    ]
