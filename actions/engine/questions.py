"""Questions about the matter itself in the middle of a flow: "do I have to pay postage?" in a return."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from actions.language.delivery_wishes import said_to_carrier
from actions.language.said import Said
from actions.language.spelling import with_apostrophes


@dataclass(frozen=True)
class Query:
    """What the help is searched for instead of the shopper's few words, and in which topic, if in one."""

    words: str
    topic: str | None = None
    nearest: float = 0.0  # how near in meaning what is found must be, as a cosine


class _About(StrEnum):
    """What shoppers ask while something is being settled, whatever it is."""

    POSTAGE = "postage"
    MONEY_WHEN = "money_when"
    WHERE_TO_SEND = "where_to_send"
    AMOUNT = "amount"
    DEADLINE = "deadline"
    PACKAGING = "packaging"
    DIFFERENCE = "difference"
    TOO_LATE = "too_late"
    HOW_LONG = "how_long"  # it takes, whatever "it" is
    GET_IT = "get_it"  # when the money that was just summarised is there


_MONEY = r"(?:money|refund\w*|cash|dosh|dough|quid|bucks|funds|paid back|pay me|credited)"
_SEND = r"(?:send|ship|post|mail|drop|bring|return|hand)(?:ing)?"
_THAT = r"(?:it|them|this|that|these|those|the \w+)"
_ASK = r"\b(?:do|will|would|must|should|have|need|who|does|is|are|am|any|what|how much)\b.{0,40}\b"
_PAY = r"(?:pays?|paid|costs?|charge[ds]?|fees?|free)\b"
_QUESTIONS = {
    # Tried in this order: "how long until I get my money back" is no question of the amount.
    _About.MONEY_WHEN: (
        rf"\b(?:when|how (?:long|soon|fast|quick(?:ly)?|many days))\b.{{0,40}}\b{_MONEY}\b"
        rf"|\bhow (?:do|will|would|can|am|are|is)\b.{{0,20}}\b(?:get|receive|have|paid|sent|refunded?)\b"
        rf"(?:.{{0,12}}\b{_MONEY}\b)?\W*$"
        rf"|\b{_MONEY}\b.{{0,30}}\b(?:take|arrive|be there|when)\b"
        r"|\bwhat(?:'s| is| will| would|'ll)? (?:happens?|going to happen|about|becomes? of)\b"
        rf".{{0,12}}\b{_MONEY}\b"
    ),
    _About.AMOUNT: (
        r"\bhow much\b.{0,30}\b(?:get|back|refund\w*|receive|owe me)\b"
        r"|\bwhat (?:do|will|would) i get(?: back)?\b(?! instead)"
        r"|\b(?:get|refund\w*|receive)\b.{0,15}\b(?:full|whole|all my money|everything)\b.{0,12}\?"
        r"|\b(?:if|whether)\b.{0,20}\b(?:get|refund\w*|receive)\b.{0,15}\b(?:full|whole|all|everything)\b"
    ),
    _About.POSTAGE: (
        rf"{_ASK}(?:postage|restocking|(?:return|shipping) (?:label|fee|cost)s?)\b"
        rf"|{_ASK}{_PAY}.{{0,25}}\b(?:{_SEND}|returning|shipping|back|label|cancel\w*)\b"
        r"|\b(?:is|are)\b.{0,20}\b(?:returns?|returning|shipping|sending|labels?)\b.{0,12}\bfree\b"
        r"|\b(?:do|will|would|must) i (?:have to |need to )?pay(?: for (?:it|that|this)| anything)?\W*$"
        r"|\b(?:is (?:it|that|this) free|does (?:it|that|this) cost\b.{0,15}|any (?:fees?|charges?))\W*$"
        r"|\b(?:is|are) there\b.{0,15}\b(?:fees?|charges?|costs?)\b"
    ),
    _About.WHERE_TO_SEND: (
        rf"\b(?:where|(?:which|what) (?:address|place))\b.{{0,25}}\b{_SEND}\b"
        rf"|\bhow\b.{{0,20}}\b{_SEND} {_THAT}\b"
        rf"|\b(?:can|could|may) i\b.{{0,10}}\b{_SEND} {_THAT}\b.{{0,15}}"
        r"\b(?:stores?|shops?|branch|post office)\b"
        rf"|\b(?:do|will|can) (?:you|they|some(?:body|one))\b.{{0,20}}\b(?:pick|collect) {_THAT}\b"
    ),
    _About.DEADLINE: (
        r"\bhow (?:long|many days|much time)\b.{0,20}\b(?:(?:do|have) i|left|until|till)\b"
        r"|\b(?:what|when)(?:'s| is)\b.{0,12}\b(?:last day|deadline|cut-?off)\b|\b(?:by|until|till) when\b"
    ),
    _About.DIFFERENCE: (
        r"\b(?:why|how come|what(?:'s| is| are))\b.{0,30}(?:[$£€]|\b(?:dollars?|pounds?|euros?|pay|more|extra"
        r"|difference|charged?|cheaper|less)\b)"
    ),
    _About.TOO_LATE: (
        r"\b(?:is|am|are) (?:it|i|we)(?: already)? too late\b"
        r"|\b(?:can|could) i still\b|\bstill (?:in time|possible)\b"
    ),
    _About.HOW_LONG: (
        r"\bhow (?:long|quick(?:ly)?|fast|soon)\b.{0,12}\b(?:it|that|this)\b"
        r".{0,12}(?:takes?|taking|done|through)\W*$"
        r"|\b(?:does|will|would) (?:it|that|this) take (?:long|forever|ages|a while)\b"
    ),
    _About.GET_IT: (
        r"\bwhen\b.{0,12}\b(?:do|will|can|should|would|am)\b.{0,12}\b(?:get|see|have|receive|getting"
        r"|expect)\b"
        r".{0,6}\b(?:it|that|this)\b(?: back)?\W*$|\bwhen (?:is|will) (?:it|that|this)\b.{0,8}\b(?:there"
        r"|arrive"
        r"|paid|back)\b"
    ),
    _About.PACKAGING: (
        r"\b(?:do|must|should|does|have|need|is|what if|without)\b.{0,40}"
        r"\b(?:box|packag\w*|wrapp\w*|carton)\b"
    ),
}
_PATTERNS = {about: re.compile(words, re.IGNORECASE) for about, words in _QUESTIONS.items()}
# A request or a thing of its own: "can I exchange it", "where is my return", "where is order A100234".
_OF_ITS_OWN = re.compile(
    r"\bwhere(?:'s| is| are)\b|\bpoints\b|\bstatus\b|\b(?:to|from) (?:canada|the uk|england)\b", re.IGNORECASE
)

_RETURN = {
    _About.POSTAGE: Query("Who pays for sending a return back?", "ask_return_policy"),
    _About.MONEY_WHEN: Query("When is my return refunded?", "ask_refund_policy"),
    _About.HOW_LONG: Query("When is my return refunded?", "ask_refund_policy"),
    _About.GET_IT: Query("When is my return refunded?", "ask_refund_policy"),
    _About.WHERE_TO_SEND: Query("How do I return an item? With a label to a shop.", "ask_return_policy"),
    _About.AMOUNT: Query("Why is my refund lower than the price? What I get back.", "ask_refund_policy"),
    _About.DEADLINE: Query("How long do I have to return something?", "ask_return_policy"),
    _About.PACKAGING: Query("Do I need the original packaging?", "ask_return_policy"),
}
_CANCEL = {
    _About.POSTAGE: Query("Is there a cancellation fee?", "ask_cancellation_fee"),
    _About.MONEY_WHEN: Query("When do I get my money back after cancelling?", "ask_cancellation_fee"),
    _About.HOW_LONG: Query("When do I get my money back after cancelling?", "ask_cancellation_fee"),
    _About.GET_IT: Query("When do I get my money back after cancelling?", "ask_cancellation_fee"),
    _About.AMOUNT: Query("How do I cancel my order?", "ask_cancellation_fee"),
    _About.TOO_LATE: Query("How do I cancel my order?", "ask_cancellation_fee"),
}
_EXCHANGE = {
    _About.POSTAGE: _RETURN[_About.POSTAGE],
    _About.WHERE_TO_SEND: _RETURN[_About.WHERE_TO_SEND],
    _About.DEADLINE: _RETURN[_About.DEADLINE],
    _About.PACKAGING: _RETURN[_About.PACKAGING],
    _About.MONEY_WHEN: Query("What if the new variant has another price?", "ask_return_policy"),
    _About.AMOUNT: Query("What if the new variant has another price?", "ask_return_policy"),
    _About.DIFFERENCE: Query("What if the new variant has another price?", "ask_return_policy"),
}
_CHANGE = {
    _About.POSTAGE: Query("Is there a fee for changing an order?"),
    _About.TOO_LATE: Query("Can I change my order after placing it?"),
}
_PROBLEM = {
    _About.POSTAGE: Query("Do I have to send a damaged item back?"),
    _About.WHERE_TO_SEND: Query("Do I have to send a damaged item back?"),
    _About.MONEY_WHEN: Query("How long does a refund take?", "ask_refund_policy"),
}
# Words that leave it at the matter at hand: "how much is it then", but not "how much is the lamp".
_OF_THE_MATTER = frozenset(
    """
    more extra less money will would do does is are did should must can to i we it that this these those them
    you they the a of have need got be pay paid get gets cost costs charge charged me us owe receive refund
    refunded back then in all total totally altogether now again please pls for both roughly exactly price
    actually even going gonna my if so and from difference amount sum s ll d re
    """.split()  # noqa: SIM905  words read better as a text
)
_OF_A_SUM = frozenset("difference refund refunded amount sum total pay paid cost costs owe back".split())  # noqa: SIM905
_SUM = re.compile(r"\b(?:(?P<much>how much)|what(?:'?s)?)\b(?P<rest>[^?]*)", re.IGNORECASE)

_BY_FLOW: Mapping[str, Mapping[_About, Query]] = {
    "return_items": _RETURN,
    "cancel_return": _RETURN,
    "check_return_status": _RETURN,
    "check_refund_status": {_About.MONEY_WHEN: Query("How long does a refund take?", "ask_refund_policy")},
    "exchange_items": _EXCHANGE,
    "change_order_address": _CHANGE,
    "change_order_payment": _CHANGE,
    "change_order_items": {**_CHANGE, _About.DIFFERENCE: _EXCHANGE[_About.DIFFERENCE]},
    "cancel_order": _CANCEL,
    "report_problem": _PROBLEM,
}

# "Delay it" is said of the next one here.
OF_DELIVERIES_TO_COME = frozenset({"subscribe", "manage_subscription"})

# Which articles are about what a flow settles, and how near to the question one must be to answer it.
_TOPICS = {
    "return_items": "ask_return_policy",
    "exchange_items": "ask_return_policy",
    "cancel_return": "ask_return_policy",
    "check_return_status": "ask_return_policy",
    "check_refund_status": "ask_refund_policy",
    "cancel_order": "ask_cancellation_fee",
}
_NEAR = 0.3
_ASKS = re.compile(
    r"\?\W*$|^\W*(?:(?:and|but|so|ok|okay|well|also|wait|h+m+|um+|uh|oh|hey|right|actually)\W+)*(?:what"
    r"|where|when|who|how|why|which|can|could|may|do"
    r"|does|did|is|are|will|would|should|must)\b",
    re.IGNORECASE,
)


def question_about(flow: str, said: Said) -> Query | None:
    """What to look up where the message asks about what `flow` is settling; None where it does not.

    What is said to whoever delivers is about an order, whatever is being settled.
    """
    if said.is_silent or said.is_payload:
        return None
    matter = None if flow in OF_DELIVERIES_TO_COME else said_to_carrier(said.text)
    if matter:
        return Query(matter.words, matter.topic)
    queries = _BY_FLOW.get(flow)
    if queries is None or _OF_ITS_OWN.search(said.text):
        return None
    text = with_apostrophes(said.text)
    asked = (about for about in queries if _PATTERNS[about].search(text))
    return next((queries[about] for about in sorted(asked, key=list(_PATTERNS).index)), None)


def asks_the_sum(said: Said) -> bool:
    """Whether the message asks what the shopper gets or pays by what is being settled: "how much more?"."""
    asked = None if said.is_silent or said.is_payload else _SUM.search(said.text)
    if asked is None:
        return False
    words = set(re.findall(r"\w+", asked["rest"].lower()))
    return words <= _OF_THE_MATTER and bool(asked["much"] or words & _OF_A_SUM)


def asks_deadline(text: str) -> bool:
    """Whether `text` asks until when something is possible: "how long have I got to return it"."""
    return _PATTERNS[_About.DEADLINE].search(with_apostrophes(text)) is not None


def question_besides(flow: str, said: Said) -> Query | None:
    """What to look up for any other question, in the articles about what `flow` settles; None for none."""
    topic = _TOPICS.get(flow)
    if topic is None or said.is_silent or said.is_payload or not _ASKS.search(said.text):
        return None
    return Query(said.text, topic, _NEAR)
