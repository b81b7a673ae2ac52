"""Whether an answer in the shopper's own words tells why."""

import re

from actions.language.agreement import says_no
from actions.language.commands import commanded
from actions.language.orders_meant import is_place_among_all
from actions.language.said import Said

# What tells why something is not wanted may be taken for one of these: "I found it cheaper elsewhere".
_MAY_TELL_WHY = frozenset(
    """
    inform nlu_fallback out_of_scope complain report_problem track_late_order ask_price_match ask_size
    check_availability check_price compare_products find_product place_order report_double_charge
    show_product_details ask_delivery_times ask_delivery_costs order_again report_payment_failed
    """.split()  # noqa: SIM905  words read better as a text
)
_OF_PERSONS = ("email", "phone", "person_name", "postcode")
_ASKS = re.compile(
    r"\?|^\W*(?:(?:and|but|so|ok|okay|well|wait|hang on|hold on|actually|please|no|hi|hey|h+m+"
    r"|u[hm]+|oh|er)\W+)*(?:what'?s?|where'?s?|when'?s?|who'?s?|how'?s?|why|which|can|could|may|do|does|did|is|are|was|will|would|should"
    r"|show|send|tell|give"
    r"|change|track|return|exchange|cancel|swap|talk|speak|help|call|let|i (?:want|need|would like"
    r"|wish) (?:to|you)"
    r"|i'?d like|i meant|(?:(?:a|an|the|my|just|rather) )*(?:replacement|exchange|swap|discount|new one)"
    r"|not yet)\b",
    re.IGNORECASE,
)
# Why it is to be kept: "because I need it".
_WANTS_IT = re.compile(
    r"\W*(?:(?:because|cause|cos|but|no|well|since)\W+)*(?:i|we) (?:really |still |do |actually |just )*"
    r"(?:need|want|love|like) (?:it|them|this|that|these)(?: (?:too|now|so much|very much|badly|please))*\W*",
    re.IGNORECASE,
)
# One of several, and no reason: "the keyboard one", "the first one".
_POINTS_AT_ONE = re.compile(
    r"\W*(?:(?:no|not|actually|i mean(?:t)?|wait|oh|sorry|for|cancel|it'?s)\W+)*(?:the|that|this)"
    r"(?: \w+){1,3} (?:one|order)(?:\W+(?:please|pls|thanks|instead))*\W*",
    re.IGNORECASE,
)
_WHAT_WAS_WRONG = re.compile(r"\b(?:wrong|other|bad|broken|incorrect|same|cheaper|better)\b", re.IGNORECASE)


def points_at_one(text: str) -> bool:
    """Whether `text` only points at one of several, "the keyboard one", and says nothing of what is wrong."""
    return _POINTS_AT_ONE.fullmatch(text) is not None and not _WHAT_WAS_WRONG.search(text)


def gives_reason(said: Said) -> bool:
    """Whether the message is a statement that may be a reason, and no question, request or talk."""
    if said.is_payload or said.is_silent or said.intent not in _MAY_TELL_WHY:
        return False
    is_none = _WANTS_IT.fullmatch(said.text) or says_no(said.text) or is_place_among_all(said.text)
    if is_none or commanded(said.text):
        return False
    if points_at_one(said.text):
        return False
    return not (_ASKS.search(said.text) or any(said.first(each) for each in _OF_PERSONS))
