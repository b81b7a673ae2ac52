"""When the store keeps silent and how often it may write first, as `data/writing_first.yml` says."""

from datetime import time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from commerce.durations import Duration
from commerce.notifications.quiet import QuietHours

LIMITS = Path(__file__).resolve().parents[2] / "data" / "writing_first.yml"
EVERYWHERE = "everywhere"

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Hours(_Strict):
    """Quiet hours as they are written."""

    since: time = Field(alias="from")
    until: time
    closed: tuple[Day, ...] = ()

    def quiet(self) -> QuietHours:
        """The hours, to be reckoned with."""
        return QuietHours(self.since, self.until, frozenset(map(_DAYS.index, self.closed)))


class Cap(_Strict):
    """At most so many messages within so long a time."""

    at_most: int = Field(ge=0)
    within: Annotated[Duration, Field(le=timedelta(days=90))]  # as far as is looked back


class Caps(_Strict):
    """The caps of all journeys together, and those of single channels."""

    person: tuple[Cap, ...] = ()
    channels: dict[str, tuple[Cap, ...]] = Field(default_factory=dict)


class CartLimits(_Strict):
    """What holds for messages about a cart."""

    texts: int = Field(ge=0)
    texted_within: Duration
    apart: Duration = timedelta(0)


class Limits(_Strict):
    """The whole file."""

    quiet_hours: dict[str, Hours]
    caps: Caps
    carts: CartLimits

    def quiet_in(self, country: str | None, region: str | None) -> QuietHours:
        """The hours that hold in a region of a country: the most specific entry."""
        for name in (f"{country}-{region}", country or EVERYWHERE, EVERYWHERE):
            if name in self.quiet_hours:
                return self.quiet_hours[name].quiet()
        raise KeyError(EVERYWHERE)


@cache
def limits() -> Limits:
    """The store's limits. Raises pydantic's ValidationError for a file of another shape."""
    return Limits.model_validate(yaml.safe_load(LIMITS.read_text(encoding="utf-8")))
