"""Proves by a code who a shopper is, where too many guesses were made to go by what they say."""

from collections.abc import Sequence
from typing import Final

from actions.engine.flow import Ask, HandOver, Outcome, Progress
from actions.engine.one_time_code import (
    ASK_A_PERSON,
    CODE,
    SEND_ANOTHER,
    code_in,
    hears_code,
    keep_number,
    taken,
)
from actions.turn.shop import Turn
from commerce.customers.codes import CodeResult
from commerce.support.asking import Expects
from commerce.support.identification import Evidence, by_name, by_order, claim_by_code, request_proof
from commerce.support.models import Escalation

_PROVEN: Final = "proof_of"  # the evidence that the last code was sent for


async def prove_claim(turn: Turn, progress: Progress, pair: Sequence[str]) -> Outcome:
    """Have a code sent to whom the evidence fits and ask for it, in the same words where it is nobody's."""
    if progress.memory.get(_PROVEN) == list(pair):
        return _asked("utter_proof_sent")
    progress.memory[_PROVEN] = list(pair)
    return await _send(turn, progress)


async def hear_claim_code(turn: Turn, progress: Progress) -> Ask | HandOver | None:
    """Take a code that was typed; None when it was right, or the message is about something else."""
    if progress.asked != CODE or progress.memory.get(_PROVEN) is None or not hears_code(turn.said, progress):
        return None
    said = taken(turn, progress)
    guess = code_in(said)
    if guess is None:
        is_short = not said.first("code_request") and any(each.isdigit() for each in said.text)
        return _asked("utter_code_six_digits") if is_short else await _send(turn, progress)
    check, turn.shopper = await claim_by_code(
        turn.session, turn.shopper, guess, secret=turn.shop.code_secret, clock=turn.clock
    )
    if check.result is CodeResult.ACCEPTED:
        turn.say("utter_code_accepted")
        return None
    is_over = check.result is not CodeResult.WRONG
    progress.question = None  # a wrong code is no misunderstanding
    return _asked("utter_proof_over" if is_over else "utter_proof_wrong")


async def _send(turn: Turn, progress: Progress) -> Ask | HandOver:
    is_sent = await request_proof(
        turn.session,
        turn.shopper,
        _evidence(progress.memory[_PROVEN]),
        secret=turn.shop.code_secret,
        notifier=turn.shop.notifier,
        clock=turn.clock,
    )
    if not is_sent:
        return HandOver(
            "utter_identification_locked",
            "Too many details didn't match what is on file.",
            escalation=Escalation.IDENTIFICATION,
        )
    keep_number(turn, progress)
    progress.question = None
    return _asked("utter_proof_sent")


def _evidence(pair: Sequence[str]) -> Evidence:
    kind, first, second = pair
    return by_order(first, second) if kind == "order" else by_name(first, second)


def _asked(response: str) -> Ask:
    return Ask(
        CODE,
        response,
        again="utter_proof_sent_again",
        buttons=[SEND_ANOTHER, ASK_A_PERSON],
        expects=Expects.CODE,
    )
