"""What a store asks of its desk: hours, how soon shoppers are answered, and how many cases one person has."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from commerce.desk.hours import DeskHours

_TARGET = re.compile(r"(?P<clock>first|next|resolution)\s+(?P<count>\d{1,5})\s*(?P<unit>m|h|d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Targets:
    """Within which time of the desk's hours something is to have happened; None is no target."""

    first: timedelta | None = None  # the first reply since the shopper was handed over
    next: timedelta | None = None  # a reply to what the shopper wrote since
    resolution: timedelta | None = None

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read targets such as `first 15m, next 30m, resolution 8h`. Raises ValueError."""
        found = {}
        for part in filter(None, (each.strip().lower() for each in written.split(","))):
            target = _TARGET.fullmatch(part)
            if target is None:
                raise ValueError("must be written as first 15m, next 30m, resolution 8h")
            found[target["clock"]] = timedelta(**{_UNITS[target["unit"]]: int(target["count"])})
        return cls(**found)


@dataclass(frozen=True, slots=True)
class DeskRules:
    """The rules of one store's desk."""

    hours: DeskHours = field(default_factory=DeskHours)
    targets: Targets = field(default_factory=Targets)
    capacity: int | None = None  # cases in one agent's hands at once

    @classmethod
    def parse(cls, hours: str, holidays: str, targets: str, capacity: int) -> Self:
        """Read the rules as settings have them; a capacity of 0 is no limit. Raises ValueError."""
        return cls(DeskHours.parse(hours, holidays), Targets.parse(targets), capacity or None)
