"""Where the bars and squares of a chart stand: numbers for the templates, in the units of their view box."""

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.figures.report import Table, Value

WIDTH, HEIGHT = 720.0, 150.0
_LABELS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, from the floor up. `label` is under it where there is room."""

    x: float
    width: float
    height: float
    day: str
    value: int
    label: str


def bars(table: Table, column: str) -> list[Bar]:
    """The column as bars, a day each, the highest as high as the chart."""
    place = [each.name for each in table.columns].index(column)
    values = [max(0, int(row[place] or 0)) for row in table.rows]
    highest = max(values, default=0) or 1
    step = WIDTH / max(1, len(values))
    every = max(1, len(values) // _LABELS)
    return [
        Bar(
            round(at * step, 2),
            round(step * 0.8, 2),
            round(value / highest * HEIGHT, 2),
            str(row[0]),
            value,
            str(row[0])[5:] if at % every == 0 else "",
        )
        for at, (value, row) in enumerate(zip(values, table.rows, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class Square:
    """One square of the heat map: how much ink it gets, between 0 and 1; None where the month is to come."""

    share: float | None
    ink: float
    is_dark: bool


def squares(row: Sequence[Value]) -> list[Square]:
    """A cohort's months. The month in which they came is always whole, so ink is of what comes after it."""
    shares = [each if isinstance(each, int | float) else None for each in row[3:]]
    return [Square(each, _ink(each), (each or 0) >= 0.5) for each in shares]


def _ink(share: float | None) -> float:
    return round(min(1.0, (share or 0) * 1.6), 3) if share else 0.0
