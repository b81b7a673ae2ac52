"""What is said while a person is waited for: where they are, thanks, that nobody is needed any more."""

from actions.language.asides import looks_for_somebody
from actions.language.handover_words import (
    asks_after_person,
    beside_calling_off,
    calls_person_off,
    wants_a_call,
)
from actions.language.said import Said
from actions.language.small_words import takes_note
from actions.turn.escalation import say_that_they_write, tell_who_is_waited_for, was_just_promised
from actions.turn.requests import was_followed_up
from actions.turn.shop import Turn
from commerce.support.handoffs import open_handoff, withdraw_handoff
from commerce.support.models import Handoff

_SHORT = 3  # words of a yes or no that says no more


async def speaks_of_handoff(turn: Turn) -> bool:
    """Answer what is said of the person who was asked for; whether that was all that was said."""
    text = turn.said.text
    if turn.said.is_payload or not text or was_followed_up(turn.tracker):
        return False
    is_free = not turn.get("flow")
    is_fresh = is_free and was_just_promised(turn)
    asks_after = asks_after_person(text, just_promised=is_fresh) or (is_free and looks_for_somebody(text))
    is_called_off = calls_person_off(text, just_promised=is_fresh)
    is_noted = is_fresh and _is_noted(turn.said)
    if not (asks_after or is_called_off or is_noted):
        return False
    handoff = await open_handoff(turn.session, turn.conversation.id)
    if handoff is None:
        return False
    if is_called_off:
        return await _call_off(turn, handoff)
    if asks_after:
        if wants_a_call(text):
            turn.say("utter_no_calls")
        await tell_who_is_waited_for(turn, handoff)
    else:
        say_that_they_write(turn, "utter_will_write")
    return True


def _is_noted(said: Said) -> bool:
    """Whether it only takes note of what was promised; a plain yes or no then says no more."""
    is_answer = said.intent in ("affirm", "deny") and not said.requests and len(said.text.split()) <= _SHORT
    return said.intent != "complain" and (is_answer or takes_note(said.text))


async def _call_off(turn: Turn, handoff: Handoff) -> bool:
    is_withdrawn = await withdraw_handoff(turn.session, handoff, turn.clock)
    turn.say("utter_handoff_withdrawn" if is_withdrawn else "utter_handoff_stays")
    return not beside_calling_off(turn.said.text)
