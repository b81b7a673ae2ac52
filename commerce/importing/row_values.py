"""The values that the rows of an imported file are made of, each checked as it is read."""

import re
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from commerce.customers.addresses import checked_country
from commerce.importing.assumptions import Assumption
from commerce.money import Money
from commerce.orders.models import OrderStatus
from commerce.orders.numbers import normalise_number

HIGHEST_MINOR = 10**11
HIGHEST_QUANTITY = 100_000
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,3})?", re.ASCII)
_STATUSES = {status.value: status for status in OrderStatus} | {"canceled": OrderStatus.CANCELLED}


@cache
def _country_code(value: str) -> str:
    code = checked_country(value, {})
    if not code:
        raise ValueError(f"{value!r} is not the name or the code of a country")
    return code


def _amount(value: str) -> str:
    if not _AMOUNT.fullmatch(value):
        raise ValueError(f'{value!r} is not an amount such as "12.50"')
    return value


def _status(value: str) -> str:
    status = _STATUSES.get(value.lower())
    if status is None:
        raise ValueError(f"{value!r} is not a status this import knows")
    return status.value


def _order_number(value: str) -> str:
    number = normalise_number(value)
    if not number:
        raise ValueError(f"{value!r} has neither letters nor digits")
    return number


def _moment(value: str) -> str:
    moment_of(value)
    return value


def moment_of(value: str) -> datetime:
    """Read an ISO 8601 moment; without an offset it is of UTC. Raises ValueError."""
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _assumption(value: str) -> str:
    if value not in Assumption.__members__:
        raise ValueError(f"{value!r} is no assumption of this import")
    return value


def _birthday(value: str) -> str:
    if not 1900 <= date.fromisoformat(value).year <= datetime.now(UTC).year:
        raise ValueError(f"{value!r} is nobody's birthday")
    return value


@lru_cache(maxsize=10_000)  # a store has few prices and many orders
def minor_units(amount: str, currency: str) -> int:
    """`amount` in minor units; raises ValueError when it is too precise or beyond what the store can hold."""
    minor = Money.parse(amount, currency).amount_minor
    if minor > HIGHEST_MINOR:
        raise ValueError(f"{amount!r} is more than the store can hold")
    return minor


Moment = Annotated[str, AfterValidator(_moment)]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Email = Annotated[Text, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]
Amount = Annotated[str, AfterValidator(_amount)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
CountryCode = Annotated[Name, AfterValidator(_country_code)]
OrderNumber = Annotated[Name, AfterValidator(_order_number)]
Status = Annotated[Name, AfterValidator(_status)]
AssumptionName = Annotated[str, AfterValidator(_assumption)]
Birthday = Annotated[str, AfterValidator(_birthday)]
