"""Hands the conversation to a person and says so honestly."""

from actions.turn.history import was_set_in_previous_turn
from actions.turn.shop import Turn
from actions.wording.formats import about, on_day, waiting
from commerce.channels import facts_of
from commerce.desk.waiting import expected_wait
from commerce.support.handoffs import TooManyHandoffs, open_handoff, queue_handoff, require_room
from commerce.support.models import Escalation, Handoff

_HANDED_OVER = "handed_over"
_SUMMARIES = {
    Escalation.ASKED: "The shopper asked for a person.",
    Escalation.NOT_UNDERSTOOD: "The bot did not understand two messages in a row.",
    Escalation.POLICY: "The store's rules want a person's decision.",
    Escalation.NO_ANSWER: "The help articles have no answer.",
    Escalation.NOT_SERVED: "The bot cannot settle this itself.",
    Escalation.FAILURE: "Something of ours broke.",
    Escalation.UPSET: "The shopper is upset.",
    Escalation.IDENTIFICATION: "The shopper could not be identified.",
    Escalation.SENSITIVE: "The matter is one for people: money, law or safety.",
    Escalation.STAFF: "One of our people took it over.",
}


async def hand_over(turn: Turn, escalation: Escalation, topic: str = "", matter: str = "") -> None:
    """Queue the conversation for a person, once, and tell the shopper who will write back and where.

    `topic` is what it is about, in words for the agent; `matter` all there is to know of it, in sentences.
    """
    order_number = turn.get("order_number")
    about = f" Topic: {topic.rstrip('?.')}." if topic else ""
    about += f" It is about order {order_number}." if order_number and not matter else ""
    about += f" {matter}" if matter else ""
    if await open_handoff(turn.session, turn.conversation.id) is None:
        try:
            await require_room(turn.session, turn.conversation, turn.clock)
        except TooManyHandoffs:
            turn.say("utter_too_many_handoffs")
            return
    handoff, is_new = await queue_handoff(
        turn.session,
        turn.conversation.id,
        escalation,
        summary=_SUMMARIES[escalation] + about,
        contact=turn.get("email") if turn.shopper.customer_id is None else None,
        clock=turn.clock,
    )
    place = facts_of(turn.conversation.channel).place
    if not is_new:
        if matter and matter not in handoff.summary:
            handoff.summary += f" {matter}"
        await tell_who_is_waited_for(turn, handoff)
        return
    is_our_fault = escalation is Escalation.NOT_UNDERSTOOD
    response = "utter_handed_over_not_understood" if is_our_fault else "utter_handed_over"
    turn.say(response, place=place, wait=await _wait(turn))
    turn.remember(_HANDED_OVER, True)
    if turn.shopper.customer_id is None and handoff.contact is None:
        turn.say("utter_request_contact")


async def tell_who_is_waited_for(turn: Turn, handoff: Handoff) -> None:
    """Say since when a person is asked for, where they write and how long it takes."""
    since = waiting(turn.clock.now() - handoff.created_at)
    place = facts_of(turn.conversation.channel).place
    turn.say("utter_person_already_asked", place=place, since=since, wait=await _wait(turn))
    turn.remember(_HANDED_OVER, True)


def was_just_promised(turn: Turn) -> bool:
    """Whether the bot's last words were of the person who will write."""
    return bool(was_set_in_previous_turn(turn.tracker, _HANDED_OVER))


def say_that_they_write(turn: Turn, response: str) -> None:
    """Say `response`, which tells where the person writes back, as the last word of them."""
    turn.say(response, place=facts_of(turn.conversation.channel).place)
    turn.remember(_HANDED_OVER, True)


async def _wait(turn: Turn) -> str:
    """How long it will take, as far as that can be said."""
    expected = await expected_wait(turn.session, turn.shop.desk_hours, turn.clock)
    if expected.opens_at is not None:
        opens = expected.opens_at
        day = on_day(turn.clock.day_of(opens), turn.clock.today())
        return turn.words.phrase("utter_wait_closed", opens=f"{day} at {opens:%H:%M}")
    if expected.usual is not None and expected.is_attended:
        return turn.words.phrase("utter_wait_usual", usual=about(expected.usual))
    return turn.words.phrase("utter_wait_unknown")
