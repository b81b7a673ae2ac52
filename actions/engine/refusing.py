"""What becomes of a flow that the core refuses to serve."""

from actions.engine.flow import Ask, Flow, HandOver, Outcome, Progress, Refuse
from actions.engine.refusal_facts import refusal_facts
from actions.turn.shop import Turn
from commerce.errors import CommerceError


async def refused(flow: Flow, turn: Turn, progress: Progress, refusal: CommerceError) -> Outcome:
    """Ask for another answer, pass it on, or end with its words; raises `refusal` where there are none."""
    response = flow.response_to(refusal)
    if response is None:
        raise refusal
    facts = refusal_facts(refusal, turn.clock.today())
    if slot := flow.asked_anew.get(type(refusal)):
        turn.set(slot, None)
        return Ask(slot, response, values=facts)
    if type(refusal) in flow.for_a_person:
        return HandOver(response, await flow.summary(turn, progress, refusal), facts)
    return Refuse(response, facts)
