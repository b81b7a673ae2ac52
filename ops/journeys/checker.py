"""Checks a simulated month against what is promised, without a line of the engine's own code.

It reads the month as whoever made it happen wrote it down, and what left the house. The promises are spelled
out here once more, in the plainest way: of the night it asks the clock on the wall.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ops.journeys.history import History, Leaving, Person, Sending

_CART = "abandoned_cart"
_FIRST_AFTER = timedelta(hours=1)
_SMALLEST_MINOR = 1_000
_A_DAY, _A_WEEK, _A_MONTH = timedelta(hours=20), timedelta(days=7), timedelta(days=30)


@dataclass
class Verdict:
    """What is wrong with a month."""

    violations: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


class Checker:
    """Looks at one month; `tick` is how often the simulated worker looked."""

    def __init__(self, history: History, tick: timedelta) -> None:
        self._history = history
        self._tick = tick
        self._to: dict[str, list[Sending]] = defaultdict(list)
        for sending in history.sendings:
            self._to[sending.customer_id].append(sending)
        self._left = history.of_cart()

    def verdict(self) -> Verdict:
        """Everything that is wrong."""
        found = Verdict()
        for sending in self._history.sendings:
            for reason in self._against(sending):
                found.violations.append(f"{_told(sending)}: {reason}")
        found.duplicates += self._twice()
        found.missed += self._missed()
        return found

    def _against(self, sending: Sending) -> Iterator[str]:
        person, at = self._history.people[sending.customer_id], sending.at
        consent = person.by_text if sending.channel == "sms" else person.by_email
        if not consent.at(at):
            yield f"no consent by {sending.channel}"
        if sending.address != (person.phone if sending.channel == "sms" else person.email):
            yield "somebody else's address"
        if quiet_somewhere(person, at):
            yield "in the night"
        if person.in_case.at(at):
            yield "while one of the store's people is at it"
        if (sending.journey, sending.customer_id) in self._history.held_out:
            yield "to the holdout"
        yield from self._too_often(sending)
        yield from self._of_cart(sending)

    def _too_often(self, sending: Sending) -> Iterator[str]:
        before = [
            each for each in self._to[sending.customer_id] if each.at <= sending.at and each is not sending
        ]
        texts = [each for each in before if each.channel == "sms"]
        mails = [each for each in before if each.channel == "email"]
        if _within(before, sending.at, _A_DAY) >= 1:
            yield "the second within twenty hours"
        if _within(before, sending.at, _A_WEEK) >= 4:
            yield "the fifth within a week"
        if sending.channel == "sms" and _within(texts, sending.at, timedelta(hours=48)) >= 1:
            yield "the second text within two days"
        if sending.channel == "sms" and _within(texts, sending.at, _A_MONTH) >= 6:
            yield "the seventh text within a month"
        if sending.channel == "email" and _within(mails, sending.at, _A_WEEK) >= 3:
            yield "the fourth mail within a week"

    def _of_cart(self, sending: Sending) -> Iterator[str]:
        leaving = self._leaving(sending)
        if leaving is None:
            yield "about a cart that nobody left then"
            return
        if sending.at - leaving.at < _FIRST_AFTER:
            yield "sooner than an hour after it was left"
        if leaving.over is not None and leaving.over <= sending.at:
            yield "about a cart that was touched, bought or emptied since"
        if not self._can_be_bought(leaving, sending.at):
            yield "about what cannot be bought"
        if any(leaving.at < bought <= sending.at for bought in leaving.person.bought):
            yield "to somebody who has bought meanwhile"
        if sending.channel == "sms":
            same = [each for each in self._to[sending.customer_id] if each.subject == sending.subject]
            if any(each.channel == "sms" and each.at < sending.at for each in same):
                yield "the second text about one cart"
            if sending.at - leaving.at > timedelta(hours=48):
                yield "a text about a cart that was left long ago"

    def _leaving(self, sending: Sending) -> Leaving | None:
        return next((each for each in self._left[sending.subject] if each.at == sending.started_at), None)

    def _can_be_bought(self, leaving: Leaving, at: datetime) -> bool:
        return any(self._history.available[sku].at(at) for sku in leaving.lines)

    def _twice(self) -> Iterator[str]:
        seen: set[tuple[str, datetime, str]] = set()
        for each in self._history.sendings:
            told = each.subject, each.started_at, each.step
            if told in seen:
                yield _told(each)
            seen.add(told)

    def _missed(self) -> Iterator[str]:
        """Carts that nothing stood against being reminded of, and of which nothing was said."""
        reminded = {
            (each.subject, each.started_at) for each in self._history.sendings if each.step == "reminder"
        }
        for leaving in self._history.leavings:
            if (leaving.cart_id, leaving.at) in reminded or not self._is_to_be_told(leaving):
                continue
            yield f"{leaving.at:%d %H:%M} the cart of {leaving.person.id}"

    def _is_to_be_told(self, leaving: Leaving) -> bool:
        """Whether, at the moment the reminder was due, everything spoke for it."""
        worth = sum(self._history.prices[sku] * count for sku, count in leaving.lines.items())
        is_held_out = (_CART, leaving.person.id) in self._history.held_out
        moment = None if is_held_out or worth < _SMALLEST_MINOR else self._told_at(leaving)
        if moment is None:
            return False
        person = leaving.person
        speaks_against = (
            leaving.over is not None and leaving.over <= moment,
            any(leaving.at < bought <= moment for bought in person.bought),
            person.in_case.at(moment),
            not self._can_be_bought(leaving, moment),
        )
        return not any(speaks_against) and self._may_be_told_at(leaving, moment)

    def _told_at(self, leaving: Leaving) -> datetime | None:
        """When a worker first sees it due by day; None where that cannot be told."""
        began_at, ended_at = self._history.began_at, self._history.ended_at
        assert began_at is not None
        assert ended_at is not None
        ticks = -(-(leaving.at + _FIRST_AFTER - began_at) // self._tick)
        due = moment = began_at + ticks * self._tick
        while quiet_somewhere(leaving.person, moment) and moment - due < timedelta(days=3):
            moment += self._tick
        is_open = moment > ended_at or moment - due >= timedelta(days=3) or moved(leaving.person, due, moment)
        return None if is_open else moment

    def _may_be_told_at(self, leaving: Leaving, moment: datetime) -> bool:
        person = leaving.person
        before = [each for each in self._to[person.id] if each.at <= moment]
        if _within(before, moment, _A_DAY) or _within(before, moment, _A_WEEK) >= 4:
            return False
        texts = [each for each in before if each.channel == "sms"]
        mails = [each for each in before if each.channel == "email"]
        by_text = (
            person.by_text.at(moment)
            and moment - leaving.at <= timedelta(hours=48)
            and not _within(texts, moment, timedelta(hours=48))
            and _within(texts, moment, _A_MONTH) < 6
            and not any(each.subject == leaving.cart_id for each in texts)
        )
        return by_text or (person.by_email.at(moment) and _within(mails, moment, _A_WEEK) < 3)


def quiet_somewhere(person: Person, at: datetime) -> bool:
    """Whether it is night in any zone that they may be in."""
    since, until = person.quiet.at(at)
    for zone in person.zones.at(at):
        hour = at.astimezone(ZoneInfo(zone)).hour
        if hour >= since or hour < until:
            return True
    return False


def moved(person: Person, since: datetime, until: datetime) -> bool:
    """Whether they changed their address in between: then their morning was another one."""
    return any(since <= at <= until for at in person.zones.changes())


def _told(sending: Sending) -> str:
    return f"{sending.at:%d %H:%M} {sending.step} by {sending.channel} to {sending.customer_id}"


def _within(sendings: list[Sending], at: datetime, span: timedelta) -> int:
    return sum(at - span < each.at <= at for each in sendings)
