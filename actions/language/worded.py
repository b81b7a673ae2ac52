"""What a message asks about an order by its words, where the classifier did not say."""

import re

from actions.language.commands import commanded
from actions.language.problems import problem_in
from commerce.orders.problem_reports import ProblemKind

# A question how something was paid asks for no change of it.
_METHOD = r"(?:card|visa|master\s?card|amex|american express|discover|pay\s?pal|credit)"
_PAID_WITH_IT = (
    rf"\b(?:did|have|had) i\b.{{0,20}}\b(?:use|pay|paid)\w*\b.{{0,20}}\b{_METHOD}\b|\bwhat\b.{{0,20}}\b"
    rf"(?:paid|bought|ordered|pay|buy|order|charged?)\b.{{0,15}}\b(?:with|on|to|by)\b.{{0,15}}\b{_METHOD}\b"
)
_PAID_HOW = (
    rf"\b(?:which|what)\b.{{0,12}}\b(?:{_METHOD}|method|account)\b.{{0,12}}\b(?:did i|was|were|is|got)\b"
    r"|\bhow (?:did i|was (?:it|that|this|the|my)).{0,30}\bpa(?:y|id)\b"
)
_SPENT = r"\b(?:how much|what)\b.{0,20}\bspen[dt]\b|\b(?:sum|total)\b.{0,15}\b(?:of|for)\b.{0,15}\borders\b"
_COST = r"\b(?:what|how much)\b.{0,60}\b(?:costs?|pay|paid|together|in total|come to|add up to|worth)\b"
_REVIEW = (
    r"^\W*(?:(?:here(?:'?s| is)|this is|i (?:want|would like) to (?:give|leave)|my|a|an|the|short|quick)\W+)*"
    r"(?:review|rating) (?:of|for)\b"
    r"|^\W*(?:[1-5]|one|two|three|four|five)(?: ?stars?|/5| out of 5)\W+(?:for|to)\b"
)
_REQUESTS = (
    ("leave_review", _REVIEW),
    (
        "ask_human",
        (
            r"\b(?:talk|speak|chat|connect)\b.{0,15}\b(?:to|with)\b.{0,20}"
            r"\b(?:humans?|persons?|people|agent|some(?:one|body)|rep\w*|staff|operator|manager)\b"
        ),
    ),
    ("list_orders", _PAID_WITH_IT),
    ("show_order_details", _PAID_HOW),
    ("show_order_details", _COST),
    ("show_order_details", _SPENT),
    ("check_order_status", r"\b(?:was|is|been|got|did|why|were|are)\b.{0,40}\bcancel"),
    ("cancel_order", r"^(?!.*\b(?:do not|don'?t|not|never|without)\b.{0,12}\bcancel).*\bcancel\b"),
    ("get_invoice", r"\b(?:receipt|invoice|bill|proof of purchase)\b"),
    ("order_again", r"\b(?:order|buy|purchase|get)\b.{0,40}\bagain\b|\bre-?(?:order|buy)\b"),
    (
        "return_items",
        r"\b(?:return(?:ing)?|refund)\b|\b(?:send|give|take|bring|ship)\b.{0,30}\bback\b",
    ),
    ("exchange_items", r"\b(?:exchange|swap|trade)\b"),
    (
        "check_order_status",
        (
            r"\bwhere(?:'?s)?\b|\btrack(?:ing)?\b|\blate\b|\bdelayed\b|\b(?:arriv|deliver|ship|dispatch)\w*\b"
            r"|\bwhen (?:will|do|does|is|are|can)\b|\bstatus\b|\bwaiting\b|\bget here\b"
            r"|\b(?:come|coming|update|news|progress|eta|on (?:its|their) way)\b|\bhow (?:long|far)\b"
            r"|\bwhat(?:'?s| is) (?:up|happening|going on)\b"
        ),
    ),
)
_WORDS = [(intent, re.compile(words, re.IGNORECASE)) for intent, words in _REQUESTS]
_QUESTIONS = frozenset(
    {"check_order_status", "show_order_details", "list_orders", "get_invoice", "ask_human"}
)
_CLAUSES = re.compile(r"[.!?;,\n]+|(?<!\s)\s++(?:but|and|so|just)\s+", re.IGNORECASE)
_LEAVES = re.compile(
    r"\bnever ?mind\b|\bnvm\b|\bforget\b|\b(?:leave|drop|skip|scrap) (?:it|that|this)\b|\bno worries\b"
    r"|\bstop\b"
    r"|\bnot\b|n'?t\b|\bno\b|\b(?:i|we)(?:'?ll| will| can)? (?:wait|find|found|see|sorted|figured|have|got)\b"
    r"|\b(?:found|sorted|arrived|came|here)\b",
    re.IGNORECASE,
)
_LATE = (ProblemKind.LATE_ORDER, ProblemKind.LOST_PARCEL)


def worded_request(text: str) -> str | None:
    """The request that the words of `text` make of an order or a parcel; None when they make none."""
    if found := commanded(text):
        return found
    worded = next((intent for intent, words in _WORDS if words.search(text)), None)
    problem = problem_in(text)
    if problem and problem not in _LATE and worded in (None, "check_order_status"):
        return "report_problem"
    return worded or ("check_order_status" if problem else None)


def asked_while_leaving(text: str) -> str | None:
    """The question that stands beside "never mind", or that is all there is: "forget it, where is it now"."""
    clauses = [clause for clause in _CLAUSES.split(text) if clause.strip() and not _LEAVES.search(clause)]
    asked = (worded_request(clause) for clause in clauses)
    return next((request for request in asked if request in _QUESTIONS), None)


def asked_how_it_was_paid(text: str) -> str | None:
    """The flow that answers what was paid with a method, or how an order was; None when that is not asked."""
    found = worded_request(text) if not re.search(_COST, text, re.IGNORECASE) else None
    return found if found in ("list_orders", "show_order_details") else None
