"""Triggers about customers themselves."""

from datetime import date, timedelta
from typing import Any, ClassVar

from pydantic import Field
from sqlalchemy import Select, literal, select, union_all

from commerce.customers.birthdays import has_birthday
from commerce.customers.models import Customer
from commerce.journeys.models import SubjectKind
from commerce.journeys.triggers import TRIGGERS, Beginnings, Trigger, Window


@TRIGGERS.register("birthday")
class Birthday(Trigger):
    """A customer has their birthday in `days`."""

    subject_kind = SubjectKind.CUSTOMER
    looks_every: ClassVar[timedelta] = timedelta(hours=1)
    days: int = Field(0, ge=0, le=60)

    @property
    def lead(self) -> timedelta:
        """So long before the day."""
        return -timedelta(days=self.days)

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by year, from when the day begins on the store's clock."""
        first, last = (window.clock.day_of(each) for each in (window.since, window.until))
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        begun = [day for day in days if window.since < window.clock.start_of(day) <= window.until]
        found = union_all(*(_of(window, day) for day in begun)) if begun else _of(window, first)
        every = found.subquery()
        return select(*every.c).where(literal(value=bool(begun)))


def _of(window: Window, day: date) -> Select[Any, Any, Any, Any]:
    began_at = literal(window.clock.start_of(day))
    return select(
        Customer.id.label("customer_id"),
        Customer.id.label("subject"),
        literal(str(day.year)).label("occasion"),
        began_at.label("moment"),
    ).where(has_birthday(day))
