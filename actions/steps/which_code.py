"""The step that finds out which promotion or friend's code is meant, and whether it goes on or off."""

import re
from typing import ClassVar

from actions.engine.flow import Ask, Outcome, Progress
from actions.language.said import Said
from actions.turn.shop import Turn
from commerce.carts.codes import normalise_code
from commerce.gift_cards.codes import code_in
from commerce.referrals.codes import code_in as friends_code_in

CODE, ALL = "promotion_code", "all"
_TAKES_OFF = re.compile(
    r"\b(?:remove|delete|drop|cancel|undo|take|get rid of)\b(?:(?!\b(?:use|apply|instead|and)\b).){0,40}"
    r"\b(?:code|coupon|voucher|discount|promo\w{0,10})\b(?!.{0,60}\b(?:use|apply|instead|for)\b)"
    r"|\btake\b.{0,30}\boff (?:my|the) cart\b(?!.{0,60}\b(?:use|instead)\b)"
    r"|\bwithout (?:the|my|any) (?:code|coupon|voucher|discount)\b",
    re.IGNORECASE,
)
_BALANCE = re.compile(r"\b(?:gift ?cards?|store credit|my (?:credit|balance))\b", re.IGNORECASE)
_WRITTEN = re.compile(r"\b(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{3,31}\b|\b[A-Z][A-Z0-9]{3,31}\b")
_ANSWER = re.compile(
    r"^\W*(?:(?:it'?s|the code is|my code is|code|it is|try|use)\W+)?([A-Za-z0-9][A-Za-z0-9-]{2,31})\W*$",
    re.IGNORECASE,
)
_NO_CODES = frozenset({"yes", "none", "stop", "help", "what", "nothing", "sorry", "never"})


def takes_off(text: str) -> bool:
    """Whether a code is to go off the cart."""
    return _TAKES_OFF.search(text) is not None


def speaks_of_balance(text: str) -> bool:
    """Whether a gift card or store credit is meant, and no code."""
    return _BALANCE.search(text) is not None


class WhichCode:
    """Fills `promotion_code`; ALL where every code is to go. A gift card or store credit needs none."""

    slots: ClassVar[tuple[str, ...]] = (CODE,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the code from any message that has one."""
        said = turn.said
        if progress.asked is None:
            progress.memory["takes_off"] = not said.is_payload and takes_off(said.text)
            progress.memory["balance"] = not said.is_payload and speaks_of_balance(said.text)
            if not said.is_payload and code_in(said.text) is not None:
                turn.set(CODE, ALL)  # a gift card's own, which is another flow's
                progress.memory["balance"] = False
                return None
        code = _code_in(said, is_asked=progress.asked == CODE)
        if code is not None:
            turn.set(CODE, code)
        if turn.get(CODE) is not None or progress.memory.get("balance"):
            return None
        if progress.memory.get("takes_off"):
            turn.set(CODE, ALL)
            return None
        return Ask(CODE, "utter_request_promotion_code", again="utter_request_promotion_code_again")

    def hears(self, said: Said, progress: Progress) -> bool:
        """Whatever looks like a code, where it was asked for."""
        return progress.asked == CODE and _code_in(said, is_asked=True) is not None


def _code_in(said: Said, *, is_asked: bool) -> str | None:
    if said.is_silent:
        return None
    if not said.is_payload and (friends := friends_code_in(said.text)):
        return friends
    found = said.first("promotion_code")
    if found is not None:
        return normalise_code(str(found))
    if said.is_payload:
        return None
    if written := _WRITTEN.search(said.text):
        return normalise_code(written[0])
    answer = _ANSWER.match(said.text) if is_asked else None
    return normalise_code(answer[1]) if answer and answer[1].lower() not in _NO_CODES else None
