"""The step that finds out whose orders are asked about."""

from collections.abc import Iterator
from typing import ClassVar

from actions.engine.flow import Ask, Outcome, OutlivingStep, Progress
from actions.engine.one_time_code import hears_code, prove_by_code
from actions.language.evidence import lacks
from actions.language.people import full_name
from actions.language.places import postcode_in
from actions.language.said import Said
from actions.steps.claim_code import hear_claim_code, prove_claim
from actions.turn.shop import Turn
from commerce.identity import IdentityLevel
from commerce.orders.numbers import display_number
from commerce.support.identification import Identification, identify_by_name, identify_by_order

EVIDENCE = ("order_number", "email", "person_name", "postcode")
TRIED = "tried_evidence"
# As which a bare name is understood, where it answers the question for an order number.
_NO_REQUEST = frozenset({"inform", "nlu_fallback", "out_of_scope"})
_FIRST_AND_LAST = 2  # words
_LACKED = "lacked_evidence"  # what cannot be given, in a flow's memory


class Known(OutlivingStep):
    """An order number with its e-mail, or a full name with a postcode, taken in any order and any message.

    What proves who somebody is stays in the conversation and is asked for once, whatever flow needs it.
    """

    slots: ClassVar[tuple[str, ...]] = ()
    asks: ClassVar[tuple[str, ...]] = ("order_number", "email", "person_name", "postcode", "code")

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask once the shopper is known."""
        is_anonymous = turn.shopper.level is IdentityLevel.ANONYMOUS
        if is_anonymous and (question := await hear_claim_code(turn, progress)):
            return question
        if turn.shopper.level is not IdentityLevel.ANONYMOUS:
            return None
        if name := _name_alone(turn.said, progress):
            turn.set("person_name", name)
        elif lacked := _lacked(turn.said, progress):
            progress.memory[_LACKED] = lacked
        outcome = await try_to_identify(turn)
        if outcome is Identification.IDENTIFIED:
            return None
        if outcome is Identification.LOCKED:
            untried = (pair for pair in _complete_pairs(turn) if pair not in (turn.get(TRIED) or []))
            return await prove_claim(turn, progress, next(untried))
        if outcome is Identification.NO_MATCH or any(_complete_pairs(turn)):
            return Ask("order_number", "utter_no_match", again="utter_no_match_again")
        return _missing_part(turn, progress.memory.get(_LACKED, ""))

    def hears(self, said: Said, progress: Progress) -> bool:
        """Any piece of evidence is an answer, and a code where one is asked for."""
        if hears_code(said, progress) or _name_alone(said, progress) or _lacked(said, progress):
            return True
        is_asked = progress.asked in EVIDENCE
        return is_asked and said.is_mere_answer and any(said.first(slot) for slot in EVIDENCE)


class Verified(Known):
    """As `Known`, and the store itself is sure who it is: by its own sign-in, or by a one-time code.

    `offer` is the response that says why a code is needed.
    """

    def __init__(self, offer: str = "utter_offer_code") -> None:
        self._offer = offer

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Offer a code to whoever only knew an order number: what is on file reaches its owner alone."""
        outcome = await super().take(turn, progress)
        if outcome is not None or turn.shopper.level is IdentityLevel.VERIFIED:
            return outcome
        return await prove_by_code(turn, progress, self._offer)


def _name_alone(said: Said, progress: Progress) -> str:
    """The name that the message is, where a name may come; names are of no shape that a ruler knows."""
    if said.is_payload or progress.asked not in EVIDENCE or said.first("person_name"):
        return ""
    found = postcode_in(said.text)
    if found:
        return full_name(f"{said.text[: found[0].start()]} {said.text[found[0].end() :]}")
    name = full_name(said.text)
    # Asked a second time, the question says that a name will do.
    is_expected = progress.asked == "person_name" or (
        (said.intent in _NO_REQUEST or progress.misses > 0)
        and not said.entities
        and len(name.split()) == _FIRST_AND_LAST
    )
    return name if is_expected else ""


def _lacked(said: Said, progress: Progress) -> str:
    """Which piece of evidence the message says that the shopper cannot give."""
    if said.is_payload or progress.asked not in EVIDENCE or not said.entities.keys().isdisjoint(EVIDENCE):
        return ""
    return lacks(said.text, progress.asked)


async def try_to_identify(turn: Turn) -> Identification | None:
    """Identify the shopper by what they have said so far; None when it is not enough, or was tried before."""
    tried = list(turn.get(TRIED) or [])
    outcome = None
    for pair in _complete_pairs(turn):
        if pair in tried:
            continue
        _, first, second = pair
        identify = identify_by_order if pair[0] == "order" else identify_by_name
        outcome, turn.shopper = await identify(turn.session, turn.shopper, first, second, clock=turn.clock)
        if outcome is not Identification.NO_MATCH:
            break
        tried.append(pair)
    turn.set(TRIED, tried or None)
    return outcome


def _complete_pairs(turn: Turn) -> Iterator[list[str]]:
    order_number, email, name, postcode = (turn.get(slot) for slot in EVIDENCE)
    if order_number and email:
        yield ["order", order_number, email]
    if name and postcode:
        yield ["name", name, postcode]


def _missing_part(turn: Turn, lacked: str) -> Ask:
    """The question for what completes what is known: never for what cannot be given."""
    order_number, email, name, postcode = (turn.get(slot) for slot in EVIDENCE)
    lacked = "" if turn.get(lacked) else lacked
    is_by_name = lacked in ("order_number", "email") or (name and not order_number)
    if is_by_name and lacked != "postcode":
        return _ask_postcode() if name else _ask_name(is_instead=not postcode)
    if order_number and not postcode:
        number = {"number": display_number(order_number)}
        return Ask("email", "utter_request_email", again="utter_request_email_again", values=number)
    if email:
        return Ask("order_number", "utter_request_order_number", again="utter_request_order_number_again")
    if postcode:
        return _ask_name()
    return Ask("order_number", "utter_request_identity", again="utter_request_identity_again")


def _ask_postcode() -> Ask:
    return Ask("postcode", "utter_request_postcode", again="utter_request_postcode_again")


def _ask_name(*, is_instead: bool = False) -> Ask:
    response = "utter_request_name_instead" if is_instead else "utter_request_name"
    return Ask("person_name", response, again="utter_request_name_again")
