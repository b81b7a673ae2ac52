"""Numbers as they are spelt."""

from collections.abc import Mapping
from typing import Final

NUMBERS: Final[Mapping[str, int]] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
SPELT: Final = "|".join(NUMBERS)


def number_of(said: str) -> int:
    """Return the number that `said` spells, or has in figures; raises ValueError when it is none."""
    return NUMBERS.get(said.lower()) or int(said)
