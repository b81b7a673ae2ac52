"""The steps of subscriptions: what is wished, which one is meant, how often, until when, why it ends."""

import re
from collections.abc import Callable
from datetime import date
from typing import ClassVar
from uuid import UUID

from actions.engine.flow import Ask, CarefulStep, Outcome, Progress, Redirect, Refuse
from actions.language.cart_words import number_alone
from actions.language.intervals import interval_in
from actions.language.items import name_items
from actions.language.later import moment_to_come
from actions.language.lexicon import Item
from actions.language.said import Said
from actions.language.subscription_words import (
    ENDS,
    STAYS,
    WISHES,
    is_without_end,
    manages,
    names_time,
    subscription_wish,
    wishes_to_begin,
)
from actions.replies.subscriptions import item_of
from actions.steps.choice import Choice
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from commerce.subscriptions.changing import offer_for
from commerce.subscriptions.intervals import Interval, IntervalUnit
from commerce.subscriptions.models import EndReason, SubscriptionStatus
from commerce.subscriptions.view import SubscriptionView, subscriptions_of
from commerce.support.asking import Expects

WISH, CHOSEN, INTERVAL, UNTIL, COUNT, WHY, STAY = (
    "subscription_wish", "chosen_subscription", "interval", "paused_until", "subscription_count",
    "end_reason", "stay_or_go",
)  # fmt: skip
OPEN = "open"  # paused until its customer says so
_MOST = 6


class NotManaging:
    """Hands on what is asked of a subscription that runs: "cancel my subscription"."""

    slots: ClassVar[tuple[str, ...]] = ()

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask."""
        is_opening = progress.asked is None and not turn.said.is_payload
        return Redirect("manage_subscription") if is_opening and manages(turn.said.text) else None

    def hears(self, said: Said, progress: Progress) -> bool:
        """It asks nothing."""
        del said, progress
        return False


class SubscriptionWish(Choice):
    """What is to become of a subscription; what says nothing of it shows them."""

    def __init__(self) -> None:
        super().__init__(WISH, {key: words.pattern for key, words in WISHES.items()})

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take it as the flow begins, or where it is put right."""
        said = turn.said
        is_new = progress.asked is None or said.intent in ("correct", "deny", "manage_subscription")
        if is_new and not said.is_payload and not said.is_silent:
            if progress.asked is None and wishes_to_begin(said.text):
                return Redirect("subscribe")
            heard = subscription_wish(said.text)
            if heard is not None and (progress.asked is None or heard != "show"):
                turn.set(WISH, heard)
        pressed = said.first(WISH) if said.is_payload else None
        if pressed in WISHES:
            turn.set(WISH, str(pressed))
        if turn.get(WISH) is None:
            turn.set(WISH, "show")
        progress.memory[WISH] = turn.get(WISH)
        return None

    def claims(self, said: Said, progress: Progress) -> bool:
        """Nothing: a wish is heard by what it was taken for."""
        del said, progress
        return False


class WhichSubscription(CarefulStep):
    """Fills the slot with a subscription's id: by what comes, by its place, or the only one."""

    slots: ClassVar[tuple[str, ...]] = (CHOSEN,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the one that is meant."""
        if turn.get(WISH) == "show":
            return None
        mine = await subscriptions_of(turn.session, turn.shopper)
        if not mine:
            return Refuse("utter_no_subscriptions")
        meant = self._meant(turn, progress, _possible(mine, str(turn.get(WISH))) or mine)
        progress.memory["subscription_titles"] = [[str(each.id), each.title] for each in mine]
        if len(meant) == 1:
            turn.set(CHOSEN, str(meant[0].id))
            return None
        if turn.get(CHOSEN) in [str(each.id) for each in mine]:
            return None
        progress.memory["offered_subscriptions"] = [str(each.id) for each in meant[:_MOST]]
        return Ask(
            CHOSEN,
            "utter_request_subscription",
            again="utter_request_subscription_again",
            buttons=[quick_reply(item_of(each), "inform", item=str(each.id)) for each in meant[:_MOST]],
            about=" ".join(str(each.id) for each in meant),
        )

    def hears(self, said: Said, progress: Progress) -> bool:
        """A place in the list, or the name of one."""
        if progress.asked != CHOSEN or said.is_payload:
            return False
        items = [Item(key, title) for key, title in progress.memory.get("subscription_titles", [])]
        return said.position is not None or name_items(said.text, items, is_answer=True) is not None

    @staticmethod
    def _meant(turn: Turn, progress: Progress, mine: list[SubscriptionView]) -> list[SubscriptionView]:
        said = turn.said
        if said.is_payload:
            pressed = [each for each in mine if str(each.id) == said.first("item")]
            return pressed or (mine if turn.get(CHOSEN) is None else [])
        is_asked = progress.asked == CHOSEN
        offered = progress.memory.get("offered_subscriptions", [])
        if is_asked and said.position and said.is_short and 1 <= said.position <= len(offered):
            return [each for each in mine if str(each.id) == offered[said.position - 1]]
        naming = None
        if not said.is_silent and (is_asked or turn.get(CHOSEN) is None or said.intent == "correct"):
            items = [Item(str(each.id), each.title, each.options) for each in mine]
            naming = name_items(said.text, items, is_answer=is_asked)
        if naming is not None:
            keys = {*naming.chosen, *(key for each in naming.unclear for key in each.keys)}
            if named := [each for each in mine if str(each.id) in keys]:
                return named
        return mine if turn.get(CHOSEN) is None else []


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


class HowManyPieces:
    """Fills the slot with how many come each time."""

    slots: ClassVar[tuple[str, ...]] = (COUNT,)

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

    def hears(self, said: Said, progress: Progress) -> bool:
        """A number, where it was asked for."""
        return progress.asked == COUNT and not said.is_payload and number_alone(said.text) is not None

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
        quantity = said.first("quantity")
        return int(quantity) if quantity is not None else None


_FIGURES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a": 1, "an": 1}
_FIGURE = r"(?P<count>\d{1,2}|one|two|three|four|five|six|an?)"
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
    return 1 if said is None else int(said) if said.isdigit() else _FIGURES[said.lower()]


class WhyEnd(Choice):
    """Why a subscription ends, roughly."""

    def __init__(self) -> None:
        super().__init__(WHY, ENDS, otherwise=EndReason.OTHER.value)


class StayOrGo(Choice):
    """Offers what the policy allows to who wants to go, once; who stays takes it."""

    def __init__(self) -> None:
        super().__init__(STAY, STAYS)

    def claims(self, said: Said, progress: Progress) -> bool:
        """A no here turns the offer down, and "keep it" takes it; neither leaves the matter."""
        return progress.asked == STAY and not said.is_payload and self._heard(said, progress) is not None

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Ask, where there is an offer."""
        if turn.get(STAY) is None and progress.asked != STAY:
            percent = await offer_for(turn.context, UUID(str(turn.get(CHOSEN))))
            if percent == 0:
                turn.set(STAY, "go")
                return None
            return Ask(
                STAY, "utter_request_stay_or_go", "utter_request_stay_or_go_again", {"percent": percent}
            )
        if turn.get(STAY) is None and turn.said.intent in ("affirm", "deny"):
            turn.set(STAY, "stay" if turn.said.intent == "affirm" else "go")
        elif progress.asked != STAY and turn.get(STAY) is not None:
            return None
        question = await super().take(turn, progress)
        if question is None:
            return None
        percent = await offer_for(turn.context, UUID(str(turn.get(CHOSEN))))
        return Ask(STAY, "utter_request_stay_or_go", "utter_request_stay_or_go_again", {"percent": percent})


def _possible(mine: list[SubscriptionView], wish: str) -> list[SubscriptionView]:
    """Those of which it may be meant: only a paused one is resumed."""
    if wish != "resume":
        return mine
    return [each for each in mine if each.status is SubscriptionStatus.PAUSED]
