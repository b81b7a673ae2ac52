"""What the next weeks may bring, with the error that the same way of reckoning had on the last ones.

Two ways are tried, both knowing the days of the week: the average of the last four weeks' same weekdays, and
additive Holt-Winters with a damped trend. The one that was nearer on the four weeks before the last four
forecasts; its error is that on the last four, which chose nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median

WEEK = 7
AHEAD = 4 * WEEK  # days
_LEAST = 8 * WEEK + 2 * AHEAD  # days it takes to choose and to tell the error
_DAMPED = 0.98
_GRID = ((0.05, 0.15, 0.3), (0.0, 0.01, 0.05), (0.05, 0.15, 0.3))  # level, trend, season

Method = Callable[[Sequence[float], int], list[float]]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Sums of the next weeks. `error`: how much of the weekly sums of the last four was missed."""

    method: str
    weeks: tuple[float, ...]
    error: float


def forecast(daily: Sequence[float]) -> Forecast | None:
    """Forecast four weeks after `daily`, one value a day; None for less than sixteen weeks or nothing."""
    if len(daily) < _LEAST or sum(daily[-AHEAD:]) <= 0:
        return None
    until_last, until_choice = daily[:-AHEAD], daily[: -2 * AHEAD]
    chosen = min(
        METHODS, key=lambda name: weekly_error(METHODS[name](until_choice, AHEAD), until_last[-AHEAD:])
    )
    method = METHODS[chosen]
    return Forecast(
        chosen,
        tuple(weekly_sums(method(daily, AHEAD))),
        weekly_error(method(until_last, AHEAD), daily[-AHEAD:]),
    )


def weekly_sums(daily: Sequence[float]) -> list[float]:
    """Sum up each seven days."""
    return [sum(daily[at : at + WEEK]) for at in range(0, len(daily), WEEK)]


def weekly_error(told: Sequence[float], came: Sequence[float]) -> float:
    """By how much the weekly sums differ, of what came; infinite where nothing came."""
    missed = sum(abs(a - b) for a, b in zip(weekly_sums(told), weekly_sums(came), strict=True))
    return missed / sum(came) if sum(came) > 0 else float("inf")


def same_weekdays(daily: Sequence[float], ahead: int) -> list[float]:
    """Continue `daily` by the average of the last four same weekdays."""
    week = [sum(daily[-WEEK * back + at] for back in range(1, 5)) / 4 for at in range(WEEK)]
    return [week[at % WEEK] for at in range(ahead)]


def holt_winters(daily: Sequence[float], ahead: int) -> list[float]:
    """Continue `daily` by additive Holt-Winters, smoothed as misses its own past least; never below zero."""
    best = min(product(*_GRID), key=lambda each: _Smoothed(daily, *each).missed)
    fitted = _Smoothed(daily, *best)
    return [max(0.0, each) for each in fitted.ahead(ahead)]


METHODS: dict[str, Method] = {"same weekdays": same_weekdays, "Holt-Winters": holt_winters}


class _Smoothed:
    """Level, trend and week after all of `daily`, and the squares of what was missed one day ahead."""

    def __init__(self, daily: Sequence[float], alpha: float, beta: float, gamma: float) -> None:
        self.level = sum(daily[:WEEK]) / WEEK
        self.trend = 0.0
        self.week = [each - self.level for each in daily[:WEEK]]
        self.missed = 0.0
        self.days = len(daily)
        for at in range(WEEK, len(daily)):
            self._take(daily[at], at % WEEK, alpha, beta, gamma)

    def _take(self, came: float, weekday: int, alpha: float, beta: float, gamma: float) -> None:
        season = self.week[weekday]
        told = self.level + _DAMPED * self.trend
        self.missed += (came - told - season) ** 2
        level = alpha * (came - season) + (1 - alpha) * told
        self.trend = beta * (level - self.level) + (1 - beta) * _DAMPED * self.trend
        self.week[weekday] = gamma * (came - level) + (1 - gamma) * season
        self.level = level

    def ahead(self, days: int) -> list[float]:
        """The days after the last."""
        trends, reached = [], 0.0
        for number in range(1, days + 1):
            reached += self.trend * _DAMPED**number
            trends.append(reached)
        return [self.level + trend + self.week[(self.days + at) % WEEK] for at, trend in enumerate(trends)]


_BEFORE_WEEKS = 8
_OUT_OF_LINE = 4.5  # as many robust standard deviations
_LEAST_SPREAD = 0.05  # less than so much is no difference
_SIGMA = 1.4826  # a standard deviation, of a median absolute deviation


def out_of_line(daily: Sequence[float], last: int) -> list[tuple[int, float]]:
    """The places among the `last` days that are far from their weekday's usual value, with that value.

    Usual is the median of the same weekday in the eight weeks before; far is 4.5 times the share by which
    days usually differ from it. A day without eight weeks before it is never told of.
    """
    found = []
    for at in range(max(len(daily) - last, _BEFORE_WEEKS * WEEK), len(daily)):
        usual = _usual(daily, at)
        spread = _SIGMA * median(_misses(daily[at - _BEFORE_WEEKS * WEEK : at]))
        if usual > 0 and abs(daily[at] / usual - 1) > _OUT_OF_LINE * max(spread, _LEAST_SPREAD):
            found.append((at, usual))
    return found


def _usual(daily: Sequence[float], at: int) -> float:
    return median(daily[at - WEEK * back] for back in range(1, _BEFORE_WEEKS + 1))


def _misses(days: Sequence[float]) -> list[float]:
    """By which share each of the days differs from the median of its weekday among them."""
    usual = [median(days[weekday::WEEK]) for weekday in range(WEEK)]
    return [abs(each / usual[at % WEEK] - 1) if usual[at % WEEK] else 0.0 for at, each in enumerate(days)]
