"""Everything on the page of figures, in one shape for the page, the CSV and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commerce.figures.forecast import Forecast
from commerce.figures.reading import Period

Value = int | float | str | None


class Kind(StrEnum):
    """What a value is, and so how it is written."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"  # minor units of the report's currency
    SHARE = "share"  # between 0 and 1
    NUMBER = "number"  # with one decimal


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of the store, beside that of the period before. `how` says how it is counted."""

    name: str
    title: str
    kind: Kind
    now: Value
    before: Value
    how: str

    @property
    def change(self) -> float | None:
        """By which share it grew; None where there is nothing to compare with."""
        if isinstance(self.now, int | float) and isinstance(self.before, int | float) and self.before:
            return self.now / self.before - 1
        return None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    title: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by name. `how` says how they are counted."""

    name: str
    title: str
    how: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]

    def total(self, column: str) -> int:
        """The sum of a column of counts or money."""
        place = [each.name for each in self.columns].index(column)
        return sum(int(row[place] or 0) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Odd:
    """A day that is out of line: what came, what is usual, and why, where that is known."""

    day: date
    came: int
    usual: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a period."""

    period: Period
    currencies: Sequence[str]
    headlines: Sequence[Headline]
    days: Table
    cohorts: Table
    tables: Sequence[Table]
    forecast: Forecast | None
    odd_days: Sequence[Odd]

    @property
    def every_table(self) -> dict[str, Table]:
        """All tables by name: what can be exported."""
        return {each.name: each for each in (self.days, self.cohorts, *self.tables)}
