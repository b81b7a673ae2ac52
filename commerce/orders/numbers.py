"""Order numbers: one spelling inside, another one shown, and parts of them as people quote them."""

import re
from collections.abc import Iterable

_SHORTEST_PART = 3


def normalise_number(written: str) -> str:
    """`written` as it is stored: letters and digits only, upper case (`#w 123-456` is `W123456`)."""
    return re.sub(r"[^A-Z0-9]", "", written.upper())


def display_number(number: str) -> str:
    """`number` as shoppers read it."""
    return f"#{normalise_number(number)}"


def matching_numbers(part: str, numbers: Iterable[str]) -> list[str]:
    """Which of `numbers` a shopper may mean by `part`: that very number, else those that end or begin so.

    Fewer than three characters name no order.
    """
    wanted = normalise_number(part)
    known = list(numbers)
    if wanted in known:
        return [wanted]
    if len(wanted) < _SHORTEST_PART:
        return []
    return [
        number
        for number in known
        if number.endswith(wanted)
        or number.startswith(wanted)
        or number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == wanted
    ]
