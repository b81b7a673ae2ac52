"""How a flow takes a message, before any step hears it: decided from the words alone."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from actions.engine.flow import Flow, Progress
from actions.language.asides import is_reaction, looks_for_somebody, names_only_the_order, waits
from actions.language.delivery_wishes import said_to_carrier
from actions.language.mood import Mood
from actions.language.said import Said
from actions.language.small_words import says_nothing
from actions.language.worded import worded_request

# What a message that refuses may be taken for as a whole, whatever the rest of it asks.
_OF_THE_MATTER = frozenset(
    """
    never_mind deny affirm correct inform goodbye nlu_fallback out_of_scope wait cancel_return cancel_order
    return_items exchange_items ask_cancellation_fee ask_return_policy ask_refund_policy
    """.split()  # noqa: SIM905  words read better as a text
)
_LEAVING = frozenset({"never_mind", "goodbye"})
_PARTED = re.compile(
    r"[.!;,\n]+\s*(?:(?:but|and|so)\s+)?|(?<!\s)\s++(?:[-–—]|but|and|so|plus|then|also)\s+"
    r"|^(?P<no>\W*(?:no|nope|nah)(?: (?:thanks|thank you|thx|ty))?)\s+"
    r"(?=(?:where|what|when|how|why|who|tell me|send me|show me|let me (?:talk|speak))\b)"
    r"|^(?P<never>\W*(?:(?:ok|okay|oh|wait|actually|no|well)\W+)*"
    r"(?:never ?mind|nvm|forget it|scrap that|drop it))\s+"
    r"(?=(?:where|what|when|how|why|who|tell|send|show|let me|i want|i need|i'd|i would|can|could|please)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|^\W*(?:and |also |then |just )*(?:where'?s?|when'?s?|what'?s?|which|why|who'?s?|how'?s?|has|have"
    r"|did|is|are|was|can|could|tell me|send me|show me"
    r"|(?:i(?:'m| am|'d| would| was)? )?(?:just )?(?:asking|wondering|(?:want(?:ed)?|like) to know)"
    r")\b",
    re.IGNORECASE,
)
# "And if I keep the lamp" leaves nothing.
_SUPPOSES = re.compile(r"\W*(?:(?:and|but|so|or|ok|okay|hm+)\W+)*(?:what (?:happens )?)?if\b", re.IGNORECASE)
# "Cancel that" leaves whatever is under way, except where something is being cancelled.
_CANCELS_IT = re.compile(
    r"\W*(?:(?:please|just|ok|okay|no|wait|actually|then|can you|let'?s)\W+)*"
    r"(?:cancel|undo|abort|stop)(?: (?:it|that|this|everything|the request))?(?:\W+(?:please|then|now"
    r"|thanks))*\W*",
    re.IGNORECASE,
)


class Taken(StrEnum):
    """What a message is to the question that is open."""

    AGREES = "agrees"  # a plain yes to the summary
    DECLINES = "declines"  # a plain no to it
    LEAVES = "leaves"  # nothing is to be done, at whatever question
    WAITS = "waits"  # the answer comes later
    REACTS = "reacts"  # a phone reports a reaction, or nothing is said: "hmm"
    NUDGES = "nudges"  # is anybody there?
    INSISTS = "insists"  # what the flow does is asked for again
    ASKS_WHETHER = "asks_whether"  # whether it was done
    OTHERWISE = (
        "otherwise"  # an answer, a correction, a question or another request: the steps and rules know
    )


def taken(flow: Flow, said: Said, progress: Progress) -> Taken:
    """How `flow` takes `said`; what a step knows for its own is left to the steps."""
    if said.is_silent:
        return Taken.OTHERWISE
    if flow.is_agreed(said, progress) or flow.further(said, progress):
        return Taken.AGREES
    if flow.is_declined(said, progress):
        return Taken.DECLINES
    if said.is_payload:
        return Taken.LEAVES if said.intent in _LEAVING else Taken.OTHERWISE
    return _typed(flow, said, progress)


def _typed(flow: Flow, said: Said, progress: Progress) -> Taken:
    if is_reaction(said.text):
        return Taken.REACTS
    if flow.claims(said, progress):
        return Taken.OTHERWISE
    return Taken.REACTS if says_nothing(said.text) else _beside_the_steps(flow, said, progress)


def _beside_the_steps(flow: Flow, said: Said, progress: Progress) -> Taken:
    if said_to_carrier(said.text):  # "leave it at the back door" leaves nothing as it is
        return Taken.OTHERWISE
    if waits(said.text) or (said.intent == "wait" and "?" not in said.text):
        return Taken.WAITS
    if looks_for_somebody(said.text):
        return Taken.NUDGES
    if flow.insists(said.text, progress) or (not progress.is_summarised and names_only_the_order(said.text)):
        return Taken.INSISTS
    mood = flow.mood(said)
    is_called_off = _CANCELS_IT.fullmatch(said.text) is not None and not flow.cancels(progress)
    is_left = is_called_off or flow.leaves(said.text, progress) or mood is Mood.FORBIDS
    is_question = _SUPPOSES.match(said.text) or (is_own_matter(said) and not said.leaves)
    if is_left or (said.intent in _LEAVING and not is_question):
        return Taken.LEAVES
    return Taken.ASKS_WHETHER if mood is Mood.ASKS_WHETHER else Taken.OTHERWISE


def beside_refusal(flow: Flow, said: Said, progress: Progress) -> Said | None:
    """What is asked for beside a no: of "no thanks, but send me the receipt" the receipt.

    None where there is no such no, or where what follows corrects instead.
    """
    if said.is_payload or flow.claims(said, progress):
        return None
    found = None
    for boundary in _PARTED.finditer(said.text):
        end = max(boundary.end("no"), boundary.end("never"), boundary.start())
        head, rest = said.text[:end], said.text[boundary.end() :]
        if rest.strip() and _refuses(flow, replace(said, text=head, intent=""), progress):
            later = [intent for intent, start in said.parts if start >= boundary.end()]
            found = replace(said, intent=_asked_in(flow, rest, later, said), text=rest, requests=(), parts=())
    return found


def _refuses(flow: Flow, head: Said, progress: Progress) -> bool:
    is_plain = flow.is_declined(head, progress) or flow.leaves(head.text, progress)
    return is_plain or flow.mood(head) is Mood.FORBIDS


def _asked_in(flow: Flow, rest: str, later: Sequence[str], said: Said) -> str:
    """What the rest of the message asks for: by its own intent, the whole message's, or its words."""
    whole = () if said.intent == flow.name or said.intent in _OF_THE_MATTER else (said.intent,)
    asked = (*later, *whole, worded_request(rest), said.intent)
    return next((each for each in asked if each and each != flow.name), "")


def is_own_matter(said: Said) -> bool:
    """Whether the text asks something, so that it is no correction of what was said before."""
    return _ASKS.search(said.text) is not None
