"""What is counted together: the statement that counts it, and which raw rows it hangs on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from commerce.figures.sources import Source

_FOREVER = 40_000  # days


@dataclass(frozen=True, slots=True)
class Watch:
    """Rows of `source` on a day bear on the figures from `back` days before it to `on` days after."""

    source: Source
    back: int = 0
    on: int = 0

    def touched(self, changed: date, last: date) -> tuple[date, date]:
        """The first and last day whose figures a change of that day may have changed, up to `last`."""
        return changed - timedelta(days=self.back), min(last, changed + timedelta(days=self.on))


def for_good(source: Source) -> Watch:
    """Rows that bear on every later day, as a first order decides who is new."""
    return Watch(source, on=_FOREVER)


@dataclass(frozen=True, slots=True)
class Part:
    """Figures of one statement, which answers (figure, day, name, currency, value) rows.

    The statement is given the days wanted and `looks_back` days before them.
    """

    name: str
    figures: tuple[str, ...]
    watches: tuple[Watch, ...]
    statement: str
    looks_back: int = 0
    is_standing: bool = False  # true of the end of a day: counted for the last one alone
    is_of_now: bool = False  # rows tell how it stands, not how it stood: counted for today alone, zeros too

    def of(self, wanted: Iterable[date], today: date) -> set[date]:
        """Return the days of those wanted that it is counted for."""
        days = set(wanted)
        if self.is_of_now:
            return days & {today}
        return {max(days)} if self.is_standing and days else days
