"""The step that hands a request on when the words that began it ask for what another flow does."""

import re
from collections.abc import Callable

from actions.engine.flow import AsksNothing, Outcome, Progress, Redirect
from actions.language.cart_words import wants_another
from actions.language.clauses import sends_back
from actions.language.commands import commanded
from actions.language.goods import goods_in
from actions.language.problems import problem_in
from actions.language.reasons import reason_in
from actions.language.same_as import source_in
from actions.language.worded import asked_how_it_was_paid
from actions.turn.shop import Turn
from commerce.orders.problem_reports import ProblemKind

_NOT_HERE = (ProblemKind.MISSING_ITEM, ProblemKind.LOST_PARCEL)
_UNWANTED = re.compile(r"\b((don'?t|do not|no longer|not) (want|need|like)|unwanted)\b", re.IGNORECASE)
_OF_RETURNS = re.compile(r"\b(return|exchange|refund|rma|send\w*|swap|cancel)", re.IGNORECASE)
_TAKES_OVER = re.compile(
    r"^\W*(?:(?:please|can you|could you|i want to|i'd like to)\W+)*"
    r"(?:use|using|take|copy|send|ship|put|pay|charge)\b",
    re.IGNORECASE,
)
_WHAT_WAS_BOUGHT = re.compile(
    r"\b(?:what|everything|anything|all)\b.{0,12}\b(?:(?:did|have|had|'ve) i|i(?:'ve| have)?)\b.{0,8}"
    r"\b(?:order|buy|bought|get|got|purchase)",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:in|on|during|between|since|before|after|from|over)\b"
    r"(?! (?:my |the |this |that )?order\b)"
    r"|\b(?:last|this|past|previous) \w+|\byesterday\b|\btoday\b|\b(?:recent|late)ly\b|\bso far\b",
    re.IGNORECASE,
)
_TAKES_OUT = re.compile(
    r"\W*(?:(?:please|can you|could you|i want to|i'd like to|just)\W+)*"
    r"(?:(?:remove|delete|drop|scrap|cancel)\b"
    r"|take\b.{0,30}\b(?:out|off)\b)(?!.*\b(?:instead|replace|swap|exchange)\b)",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[.!?;,\n]+|(?<!\s)\s++(?:so|and|but)\s+", re.IGNORECASE)
_WRONG_VERSION = re.compile(r"\bwrong (?:colou?r|size|version|variant|model|length|shade)\b", re.IGNORECASE)
_NEWS = re.compile(
    r"\b(?:what(?:'?s| is)|whats) (?:happening|going on|up) (?:with|w/?)\s|\bany (?:news"
    r"|updates?)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"^\W*(?:so |and |hi |hey )?(?:where(?:'?s)?|track|when)\b", re.IGNORECASE)
_SWAPS = ("exchange_items", "change_order_items")


def rather_than_return(text: str) -> str | None:
    """ "The mug came broken, I want my money back" sends nothing back, "swap the lamp" swaps."""
    problem = problem_in(text)
    if problem and not sends_back(text) and (problem in _NOT_HERE or not commanded(text)):
        return "report_problem"
    return found if (found := commanded(text)) in _SWAPS else None


def rather_than_report(text: str) -> str | None:
    """ "Return the lamp, it's broken" is a return, "wrong color, can I swap" a swap; what is up, a status."""
    problem = problem_in(text)
    if commanded(text) == "return_items" and problem not in _NOT_HERE:
        return "return_items"
    asked = (commanded(clause) for clause in _CLAUSES.split(text))
    if _WRONG_VERSION.search(text) and (swap := next((each for each in asked if each in _SWAPS), None)):
        return swap
    return "check_order_status" if problem is None and _NEWS.search(text) else None


def rather_than_details(text: str) -> str | None:
    """ "Use the address of order 12345" shows nothing, and "what did I order in May" asks for a list."""
    if _WHAT_WAS_BOUGHT.search(text) and _PERIOD.search(text):
        return "list_orders"
    if not _TAKES_OVER.search(text):
        return None
    if source_in(text, "address"):
        return "change_order_address"
    return "change_order_payment" if source_in(text, "method") else None


def rather_than_swap(text: str) -> str | None:
    """ "Take the mug out of my order" swaps nothing."""
    return "cancel_order" if _TAKES_OUT.match(text) else None


def rather_than_order_again(text: str) -> str | None:
    """ "Another one of the lamp" is no whole order."""
    return "add_to_cart" if wants_another(text) and goods_in(text) else None


def rather_than_payment(text: str) -> str | None:
    """ "Did I use the Amex?" asks, and changes nothing."""
    return asked_how_it_was_paid(text) or ("check_order_status" if _WHERE.match(text) else None)


def rather_than_cancelled_return(text: str) -> str | None:
    """ "I don't want the lamp anymore" and "return it, changed my mind" are no returns undone."""
    is_unwanted = _UNWANTED.search(text) and not _OF_RETURNS.search(text)
    return "return_items" if is_unwanted or commanded(text) == "return_items" else None


def rather_than_return_status(text: str) -> str | None:
    """ "Return 12345, changed my mind" tells why, so it is a return to come."""
    return "return_items" if commanded(text) == "return_items" and reason_in(text) else None


class Rather(AsksNothing):
    """Hands on to the flow that `elsewhere` names for the opening words; what is said later stays here."""

    def __init__(self, elsewhere: Callable[[str], str | None]) -> None:
        self._elsewhere = elsewhere

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask; only the words that began it count."""
        said = turn.said
        # What another flow has handed on with its facts is not handed back.
        is_handed_on = bool(said.first("problem"))
        is_opening = progress.asked is None and not (said.is_payload or said.is_silent or is_handed_on)
        flow = self._elsewhere(said.text) if is_opening else None
        return Redirect(flow) if flow else None
