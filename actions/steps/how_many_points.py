"""The step that finds out how many points are to be redeemed."""

import re
from typing import ClassVar

from actions.engine.flow import Ask, Outcome, Progress
from actions.language.said import Said
from actions.turn.shop import Turn
from actions.wording.formats import points
from commerce.loyalty.policy import points_value
from commerce.loyalty.statement import points_statement
from commerce.support.asking import Expects

ALL = "all"
_ALL = re.compile(
    r"\b(all|everything|every (last )?(one|point)|the (lot|rest|max(imum)?)|max(imum)?|as (many|much) as"
    r"( i)? (can|possible)|whole (lot|thing|balance)|entire)\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"\bhalf\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\$ ?(\d[\d,]*(?:\.\d\d)?)|(?<![\w,])(\d[\d,]*+(?:\.\d\d)?) ?(?:dollars?|bucks|usd)\b", re.IGNORECASE
)
_NUMBER = r"(?<![#\w.,-])(\d{1,3}(?:,\d{3})+|\d{1,9})(k)?\b"
_COUNT = re.compile(_NUMBER + r"(?![.,]\d)", re.IGNORECASE)
_COUNT_OF_POINTS = re.compile(
    _NUMBER + r" ?(?:of (?:my|the) )?(?:loyalty |reward |bonus )?(?:points?|pts)\b", re.IGNORECASE
)
# What is said of points that were just spoken of: "can I use 200 of them", "ok turn them into credit".
_TAKES = re.compile(
    r"\W*(?:(?:ok|okay|then|please|so|and|yes|great|cool|can|could|i|we|let me|want to|wanna|like to"
    r"|i'?d like to|i'?ll|just)\W+)*(?:use|redeem|spend|convert|cash in|turn|apply|exchange)\W+"
    r"(?=[^.?!]*(?:\d|\b(?:them|it|those|half|all|points|pts)\b))"
    r"(?!.*\b(?:card|visa|order|address|code|coupon)\b)",
    re.IGNORECASE,
)


def takes_points(text: str) -> bool:
    """Whether `text`, said of a balance of points, asks to redeem of them: "use 100"."""
    return _TAKES.match(text) is not None


class HowManyPoints:
    """Fills `points` with a number, or ALL; "$5" is what is worth five dollars."""

    slots: ClassVar[tuple[str, ...]] = ("points",)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the number from any message that speaks of one, also as a correction."""
        said = await _said(turn, is_asked=progress.asked in self.slots or progress.is_summarised)
        if said is not None:
            turn.set("points", said)
        if turn.get("points") is not None:
            return None
        statement = await points_statement(turn.session, turn.shopper, clock=turn.clock)
        if statement.available < (await points_value(turn.session)).points:
            turn.set("points", ALL)  # which is refused, with the reason
            return None
        return Ask(
            "points",
            "utter_request_points",
            again="utter_request_points_again",
            values={"points": points(statement.available), "worth": str(statement.worth)},
            expects=Expects.NUMBER,
        )

    def hears(self, said: Said, progress: Progress) -> bool:
        """Hear a number or "all of them" where it was asked for."""
        return (
            progress.asked in self.slots
            and not said.is_payload
            and any(pattern.search(said.text) for pattern in (_ALL, _HALF, _MONEY, _COUNT))
        )


async def _said(turn: Turn, *, is_asked: bool) -> str | None:
    said = turn.said
    if said.is_silent:
        return None
    if said.is_payload:
        pressed = said.first("points")
        return None if pressed is None else str(pressed)
    if _HALF.search(said.text):
        statement = await points_statement(turn.session, turn.shopper, clock=turn.clock)
        return str(max(0, statement.available) // 2)
    money = _MONEY.search(said.text)
    if money:
        value = await points_value(turn.session)
        return str(value.points_for(round(float((money[1] or money[2]).replace(",", "")) * 100)))
    count = (_COUNT if is_asked or takes_points(said.text) else _COUNT_OF_POINTS).search(said.text)
    if count:
        return str(int(count[1].replace(",", "")) * (1000 if count[2] else 1))
    return ALL if _ALL.search(said.text) else None
