"""Quiet hours: when nobody is sold anything, on whatever clock the recipient may live by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Zones all around the world leave no hour in which it is day in each; then there is none.
_LONGEST = timedelta(days=8)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Quiet from `since` until `until` on the wall's clock, and all day on `closed` days (0 is Monday)."""

    since: time
    until: time
    closed: frozenset[int] = frozenset()

    def is_quiet(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether `moment` is a quiet one in `zone`."""
        local = moment.astimezone(zone)
        at = local.time()
        if local.weekday() in self.closed:
            return True
        if self.since <= self.until:
            return self.since <= at < self.until
        return at >= self.since or at < self.until

    def ends(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """When the wall's clock shows `until` next after `moment`, on a day that is not closed.

        Of an hour that comes twice both do; one that is left out counts by the clock before it.
        """
        day = moment.astimezone(zone)
        while True:
            shown = datetime.combine(day, self.until, zone)
            ends = sorted(shown.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
            later = [end for end in ends if end > moment]
            if later and day.weekday() not in self.closed:
                return later[0]
            day += _DAY


def first_allowed(moment: datetime, zones: Iterable[ZoneInfo], hours: QuietHours) -> datetime | None:
    """`moment`, or the first one after it that is quiet in none of `zones`; None where there never is one."""
    everywhere = tuple(zones)
    found = moment.astimezone(UTC)
    while found - moment <= _LONGEST:
        quiet = [zone for zone in everywhere if hours.is_quiet(found, zone)]
        if not quiet:
            return found
        found = max(hours.ends(found, zone) for zone in quiet)
    return None
