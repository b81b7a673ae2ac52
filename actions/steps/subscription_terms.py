"""The terms of a subscription: how often it comes, how many come, and until when it is paused."""

import re
from collections.abc import Callable
from datetime import date
from typing import ClassVar

from actions.engine.flow import Ask, Outcome, Progress
from actions.language.cart_words import number_alone
from actions.language.intervals import interval_in
from actions.language.later import moment_to_come
from actions.language.number_words import SPELT, number_of
from actions.language.said import Said
from actions.language.subscription_words import is_without_end, names_time
from actions.steps.subscription_steps import CHOSEN
from actions.turn.shop import Turn
from commerce.subscriptions.intervals import Interval, IntervalUnit
from commerce.subscriptions.view import subscriptions_of
from commerce.support.asking import Expects

INTERVAL, UNTIL, COUNT = "interval", "paused_until", "subscription_count"
OPEN = "open"  # paused until its customer says so


class HowOften:
    """Fills the slot with an interval."""

    slots: ClassVar[tuple[str, ...]] = (INTERVAL,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the interval of any message that names one."""
        found = _interval_of(turn.said, is_asked=progress.asked == INTERVAL)
        if found is not None:
            turn.set(INTERVAL, {"count": found.count, "unit": found.unit.value})
        if turn.get(INTERVAL) is not None:
            return None
        return Ask(INTERVAL, "utter_request_interval", again="utter_request_interval_again")

    def hears(self, said: Said, progress: Progress) -> bool:
        """An interval, asked for or put right at the summary."""
        is_asked = progress.asked == INTERVAL
        return (is_asked or progress.is_summarised) and _interval_of(said, is_asked=is_asked) is not None


def interval_said(turn: Turn) -> Interval:
    """Return the interval that was settled."""
    stored = turn.get(INTERVAL)
    return Interval(int(stored["count"]), IntervalUnit(stored["unit"]))


def _interval_of(said: Said, *, is_asked: bool) -> Interval | None:
    if said.is_silent:
        return None
    pressed = said.first("interval") if said.is_payload else None
    return interval_in(str(pressed) if pressed else "" if said.is_payload else said.text, is_answer=is_asked)


class UntilWhen:
    """Fills the slot with the day until which a subscription is paused, or OPEN."""

    slots: ClassVar[tuple[str, ...]] = (UNTIL,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the day that is named."""
        found = _until(turn, progress)
        if found is not None:
            turn.set(UNTIL, found)
        if turn.get(UNTIL) is not None:
            return None
        return Ask(UNTIL, "utter_request_paused_until", again="utter_request_paused_until_again")

    def hears(self, said: Said, progress: Progress) -> bool:
        """A day or a span, or that it is open, where it was asked for."""
        is_time = said.first("date") or is_without_end(said.text) or names_time(said.text)
        return progress.asked == UNTIL and not said.is_payload and bool(is_time)


def until_said(turn: Turn) -> date | None:
    """Return the day that was settled; None for a pause without an end."""
    stored = str(turn.get(UNTIL))
    return None if stored == OPEN else date.fromisoformat(stored)


def _until(turn: Turn, progress: Progress) -> str | None:
    said = turn.said
    if said.is_silent:
        return None
    text = str(said.first("until") or "") if said.is_payload else said.text
    if not text:
        return None
    bare = progress.asked == UNTIL and not re.search(r"\b(?:in|after|for|until|till)\b", text, re.IGNORECASE)
    clock = turn.clock
    moment = moment_to_come(text, clock.now(), clock.zone)
    if moment is None and bare:
        moment = moment_to_come(f"for {text}", clock.now(), clock.zone)
    day = clock.day_of(moment) if moment is not None else None
    if day is not None and day > clock.today():
        return day.isoformat()
    return OPEN if is_without_end(text) else None


class OtherCount:
    """Fills the slot with how many come instead of the impossible number that was named."""

    slots: ClassVar[tuple[str, ...]] = (COUNT,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the number, where it was asked for anew."""
        if self.hears(turn.said, progress):
            turn.set(COUNT, str(number_alone(turn.said.text)))
        return None

    def hears(self, said: Said, progress: Progress) -> bool:
        """A number, where it was asked for."""
        return progress.asked == COUNT and not said.is_payload and number_alone(said.text) is not None


class HowManyPieces(OtherCount):
    """Fills the slot with how many come each time."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the number, or reckon it from what comes now: "double it", "one more"."""
        found = await self._said(turn, progress)
        if found is not None:
            turn.set(COUNT, str(found))
        if turn.get(COUNT) is not None:
            return None
        return Ask(
            COUNT,
            "utter_request_subscription_count",
            again="utter_request_subscription_count_again",
            expects=Expects.NUMBER,
        )

    @staticmethod
    async def _said(turn: Turn, progress: Progress) -> int | None:
        said = turn.said
        if said.is_silent or said.is_payload:
            pressed = said.first("quantity") if said.is_payload else None
            return int(pressed) if pressed is not None else None
        if progress.asked == COUNT or progress.is_summarised:
            return number_alone(said.text)
        if turn.get(COUNT) is not None:
            return None
        mine = await subscriptions_of(turn.session, turn.shopper)
        now = next((each.quantity for each in mine if str(each.id) == turn.get(CHOSEN)), 1)
        for pattern, reckon in _RECKONED:
            if found := pattern.search(said.text):
                return max(1, reckon(now, _figure(found["count"] if "count" in found.groupdict() else None)))
        # Where something else was asked, a number answers that: the second subscription, two weeks.
        quantity = said.first("quantity") if progress.asked is None else None
        return int(quantity) if quantity is not None else None


_FIGURE = rf"(?P<count>\d{{1,2}}|{SPELT}|an?)"
_NO_COUNT = r"(?! (?:days?|weeks?|months?|address|card|\w+ address))"


def _reckoned(
    pattern: str, reckon: Callable[[int, int], int]
) -> tuple[re.Pattern[str], Callable[[int, int], int]]:
    return re.compile(rf"\b(?:{pattern})\b{_NO_COUNT}", re.IGNORECASE), reckon


# From how many come now, and the figure that was said.
_RECKONED = (
    _reckoned("double|twice as many", lambda now, _: 2 * now),
    _reckoned("triple|three times as many", lambda now, _: 3 * now),
    _reckoned("halve|half as many|half of", lambda now, _: now // 2),
    _reckoned(f"{_FIGURE} (?:more|extra|additional)", lambda now, by: now + by),
    _reckoned(f"{_FIGURE} (?:fewer|less)", lambda now, by: now - by),
    _reckoned(f"(?:to|only|just|make it|send(?: me)?) {_FIGURE}", lambda _, to: to),
    _reckoned(f"{_FIGURE} (?:instead|of (?:it|them|each)|each time|per|every)", lambda _, to: to),
)


def _figure(said: str | None) -> int:
    return 1 if said is None or said.lower() in ("a", "an") else number_of(said)
