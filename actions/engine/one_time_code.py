"""Asks for a one-time code sent to the e-mail on file: who reads it is the customer."""

import re
from typing import Any

from actions.engine.flow import Ask, Outcome, Progress, Refuse
from actions.language.said import SILENCE, Said
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from commerce.customers.codes import (
    CodeResult,
    ContactKind,
    NoSuchContact,
    TooManyCodes,
    check_code,
    code_message,
    is_code_awaited,
    issue_code,
    masked_contact,
)
from commerce.customers.models import Customer
from commerce.identity import IdentityLevel
from commerce.notification import Recipient
from commerce.support.asking import Expects
from commerce.support.conversations import vouch

CODE = "code"  # the slot of the question; nothing is ever kept in it
ASK_A_PERSON = quick_reply("Talk to a person", "ask_human")
SEND_ANOTHER = quick_reply("Send a new code", "inform", code_request="new")
_SEND = quick_reply("Send the code", "inform", code_request="new")
_CODE = re.compile(r"(?<![\d+])(?<!\d[\s-])\d{3}[\s-]?\d{3}(?![\s-]?\d)")
_WRONG_LENGTH = re.compile(r"^\W*(?:(?:the |my )?code(?: is|:)?\s*)?\d{4,8}\W*$", re.IGNORECASE)
_WANTS_ONE = re.compile(
    r"\b(re-?send|send|again|another|new)\b|\bexpired\b"
    r"|\A(?>.*?\b(didn'?t|did not|don'?t|do not|haven'?t|not|never|no)\b)"
    r".*\b(get|got|received?|arrived?|come|code|mail|e-?mail)\b",
    re.IGNORECASE | re.DOTALL,
)
_YES = re.compile(r"^\W*(yes|yep|yeah|sure|ok|okay|please|go ahead|do it|send)\b", re.IGNORECASE)
_FORBIDS_ONE = re.compile(
    r"^\W*(?:no|nope|nah)\b(?!\W+(?:problem|worries))|\b(?:do not|don'?t|dont|without|no|not)\W+"
    r"(?:(?:want|need|like|send|sending|use|a|any|the|me|to|get)\W+)*(?:codes?|one|it|that|this)\b",
    re.IGNORECASE,
)
_KEPT = "before_code"  # what the code, which looks like an order number, must not overwrite


async def prove_by_code(turn: Turn, progress: Progress, offer: str) -> Outcome:
    """None once the code was typed, and the shopper is verified by it; else the question, or a refusal.

    `offer` is the response that says why a code is needed and asks whether to send it.
    """
    customer = await turn.session.get_one(Customer, turn.shopper.known_customer())
    facts = {"contact": masked_contact(ContactKind.EMAIL, customer.email)}
    if progress.asked != CODE:
        keep_number(turn, progress)
        return Ask(
            CODE, offer, again=offer, values=facts, buttons=[_SEND, ASK_A_PERSON], expects=Expects.CODE
        )
    said = taken(turn, progress)
    if guess := code_in(said):
        return await _check(turn, progress, guess, facts)
    if _WRONG_LENGTH.match(said.text):
        return _asked(progress, "utter_code_six_digits", facts)
    if progress.question == offer and (said.intent == "deny" or _FORBIDS_ONE.search(said.text)):
        return Refuse("utter_needs_verified", buttons=[ASK_A_PERSON])
    if said.first("code_request") or _wants_one(said, is_offered=progress.question == offer):
        return await _send(turn, progress, facts)
    is_offer = progress.question == offer
    buttons = [_SEND if is_offer else SEND_ANOTHER, ASK_A_PERSON]
    question = offer if is_offer else "utter_code_sent"
    return Ask(
        CODE,
        question,
        again=offer if is_offer else "utter_code_sent_again",
        values=facts,
        buttons=buttons,
        expects=Expects.CODE,
    )


def hears_code(said: Said, progress: Progress) -> bool:
    """Whether the message is a code, or about one, while one is asked for."""
    if progress.asked != CODE or said.is_silent:
        return False
    is_code = _CODE.search(said.text) or _WRONG_LENGTH.match(said.text)
    return bool(is_code or (said.is_short and _WANTS_ONE.search(said.text)) or said.first("code_request"))


def code_in(said: Said) -> str | None:
    """The code that is typed in a message; None where it holds none."""
    guess = None if said.is_payload else _CODE.search(said.text)
    return guess.group() if guess else None


def keep_number(turn: Turn, progress: Progress) -> None:
    """Keep the order number that was said, before a code is asked for that looks like one."""
    progress.memory[_KEPT] = [turn.get("order_number"), progress.memory.get("named_order")]


def taken(turn: Turn, progress: Progress) -> Said:
    """The message, which no later step hears: it answers this question or nothing."""
    said, turn.said = turn.said, SILENCE
    written = Said.by(turn.tracker)
    if said.is_silent and written.intent == "repeat_question" and _WANTS_ONE.search(written.text):
        said = written  # "I didn't get it" is about the code, not about the question
    number, named = progress.memory.get(_KEPT) or [None, None]
    turn.set("order_number", number)
    progress.memory["named_order"] = named
    return said


def _wants_one(said: Said, *, is_offered: bool) -> bool:
    if said.is_silent or said.intent == "deny":
        return not is_offered and bool(_WANTS_ONE.search(said.text))
    is_yes = said.intent == "affirm" or bool(_YES.match(said.text))
    return (is_offered and is_yes) or bool(_WANTS_ONE.search(said.text))


async def _send(turn: Turn, progress: Progress, facts: dict[str, Any]) -> Outcome:
    conversation_id, customer_id = turn.shopper.conversation_id, turn.shopper.known_customer()
    try:
        issued = await issue_code(
            turn.session,
            conversation_id=conversation_id,
            customer_id=customer_id,
            to=ContactKind.EMAIL,
            secret=turn.shop.code_secret,
            clock=turn.clock,
        )
    except NoSuchContact:
        return Refuse("utter_needs_verified", buttons=[ASK_A_PERSON])
    except TooManyCodes as refusal:
        wait = waiting_time(refusal)
        if not await is_code_awaited(
            turn.session, conversation_id=conversation_id, customer_id=customer_id, clock=turn.clock
        ):
            return Refuse("utter_too_many_codes", {"wait": wait}, buttons=[ASK_A_PERSON])
        return _asked(progress, "utter_code_sent_just_now", facts | {"wait": wait})
    recipient = Recipient(customer_id, email=issued.destination)
    await turn.shop.notifier.notify(turn.session, recipient, code_message(issued))
    return _asked(progress, "utter_code_sent", facts)


def waiting_time(refusal: TooManyCodes) -> str:
    """`40 seconds`, `12 minutes`: until a code may be sent again."""
    seconds = int(refusal.retry_after.total_seconds()) + 1
    return f"{seconds} seconds" if seconds < 90 else f"{seconds // 60} minutes"


async def _check(turn: Turn, progress: Progress, guess: str, facts: dict[str, Any]) -> Outcome:
    customer_id = turn.shopper.known_customer()
    check = await check_code(
        turn.session,
        conversation_id=turn.shopper.conversation_id,
        customer_id=customer_id,
        guess=guess,
        secret=turn.shop.code_secret,
        clock=turn.clock,
    )
    if check.result is CodeResult.ACCEPTED:
        await vouch(turn.session, turn.shopper.conversation_id, customer_id)
        turn.shopper = type(turn.shopper)(turn.shopper.conversation_id, customer_id, IdentityLevel.VERIFIED)
        turn.say("utter_code_accepted")
        return None
    return _asked(progress, f"utter_code_{check.result.value}", facts | {"left": check.guesses_left})


def _asked(progress: Progress, question: str, facts: dict[str, Any]) -> Ask:
    """The question again after a real answer: that is no misunderstanding, so none is counted."""
    progress.question = None
    return Ask(
        CODE,
        question,
        again="utter_code_sent_again",
        values=facts,
        buttons=[SEND_ANOTHER, ASK_A_PERSON],
        expects=Expects.CODE,
    )
