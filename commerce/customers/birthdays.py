"""On which day of a year a birthday is: that of February 29 is on the 28th of other years."""

from calendar import isleap
from datetime import date

from sqlalchemy import ColumnElement, and_, extract, or_

from commerce.customers.models import Customer


def birthday_in(birthday: date, year: int) -> date:
    """Return the day of `year` on which it is."""
    is_missing = (birthday.month, birthday.day) == (2, 29) and not isleap(year)
    return birthday.replace(year=year, day=28 if is_missing else birthday.day)


def has_birthday(day: date) -> ColumnElement[bool]:
    """Return the condition for the customers whose birthday is on `day`."""
    days = [(day.month, day.day)]
    if days == [(2, 28)] and not isleap(day.year):
        days.append((2, 29))
    return or_(
        *(
            and_(extract("month", Customer.birthday) == month, extract("day", Customer.birthday) == number)
            for month, number in days
        )
    )
