"""Asks for a code before a change by text that is worth much."""

from typing import Any

from actions.engine.flow import Outcome, Progress
from actions.engine.one_time_code import prove_by_code
from actions.turn.shop import Turn
from commerce.customers.codes import CodeRequired
from commerce.support.text_proof import require_proof_by_text


async def prove_texter(turn: Turn, progress: Progress, plan: Any) -> Outcome:
    """None where the plan needs no code, or one was typed lately; else the question for one."""
    try:
        await require_proof_by_text(turn.session, turn.shopper, plan, turn.clock)
    except CodeRequired:
        return await prove_by_code(turn, progress, "utter_offer_text_code")
    return None
