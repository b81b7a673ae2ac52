"""What an operator runs about the store's figures."""

from datetime import date

from aisle.settings import Settings
from ops.errors import OperatorError
from ops.steps import Say
from ops.store import open_store


async def figures(settings: Settings, say: Say, *, first: str, last: str) -> None:
    """Count the days whose rows changed; or those from `first` to `last` anew, whatever was counted.

    Raises OperatorError for days that have not begun, or a last one without a first.
    """
    from commerce.clock import SystemClock
    from commerce.figures.snapshots import catch_up, count_days

    if last and not first:
        raise OperatorError("LAST without FIRST: from which day on is it to be counted?")
    clock = SystemClock(settings.time_zone)
    async with open_store(settings, "make figures", say) as sessions:
        if not first:
            say(f"{await catch_up(sessions, clock)} days counted")
            return
        begin, end = _day(first), _day(last or first)
        if not begin <= end <= clock.today():
            raise OperatorError(f"from {begin} to {end} are no days that have begun")
        await count_days(sessions, begin, end, clock)
        say(f"{(end - begin).days + 1} days counted anew")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise OperatorError(f"{written!r} is no day such as 2026-11-28") from None
