"""Asks for a code before a change by text that is worth much: when it is summarised, and when it is done."""

from typing import Any

from actions.engine.flow import Outcome, Progress
from actions.engine.one_time_code import prove_by_code
from actions.turn.shop import Turn
from commerce.customers.codes import CodeRequired, require_recent_code
from commerce.support.text_proof import takes_proof

_TAKES_CODE = "takes_code"  # of a plan that was summarised; it is done as summarised or not at all


async def prove_texter(turn: Turn, progress: Progress, plan: Any) -> Outcome:
    """None where the plan needs no code, or one was typed lately; else the question for one."""
    progress.memory[_TAKES_CODE] = await takes_proof(turn.session, turn.shopper, plan, turn.clock)
    return await prove_texter_again(turn, progress)


async def prove_texter_again(turn: Turn, progress: Progress) -> Outcome:
    """As before the summary: the yes may come long after the code."""
    if progress.memory.get(_TAKES_CODE):
        try:
            await require_recent_code(turn.session, turn.shopper, turn.clock)
        except CodeRequired:
            return await prove_by_code(turn, progress, "utter_offer_text_code")
    return None
