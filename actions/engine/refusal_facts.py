"""What a refusal of the core knows, worded for the response that tells it."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from actions.wording.formats import joined, on_day, payment_method
from commerce.customers.payment_methods import MethodOnFile
from commerce.errors import CommerceError
from commerce.money import Money
from commerce.orders.numbers import display_number


def refusal_facts(refusal: CommerceError, today: date) -> dict[str, Any]:
    """The refusal's public attributes as words, with the order's number as shoppers read it in `number`."""
    facts = {name: _worded(value, today) for name, value in vars(refusal).items()}
    number = facts.get("order_number")
    return facts | ({"number": display_number(number)} if number else {})


def _worded(value: Any, today: date) -> Any:
    if isinstance(value, date):
        return on_day(value, today)
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, MethodOnFile):
        return payment_method(value)
    if isinstance(value, Mapping):
        return ", ".join(map(str, value.values()))
    if isinstance(value, tuple):
        return joined([str(_worded(each, today)) for each in value])
    return value.value if isinstance(value, Enum) else value if isinstance(value, int) else str(value)
