"""Proves that a new e-mail or number is the shopper's: by a code that is sent to it."""

from typing import Final

from actions.engine.flow import Ask, Outcome, Progress, Refuse
from actions.engine.one_time_code import (
    ASK_A_PERSON,
    CODE,
    SEND_ANOTHER,
    code_in,
    hears_code,
    taken,
    waiting_time,
)
from actions.language.said import Said
from actions.turn.shop import Turn
from commerce.changes import preview
from commerce.customers.codes import (
    CodeResult,
    ContactKind,
    TooManyCodes,
)
from commerce.customers.contact_codes import (
    ContactNotProven,
    check_contact_code,
    contact_code_message,
    issue_contact_code,
    require_proven_contact,
)
from commerce.customers.profile import ChangeEmail, ChangePhone
from commerce.notification import Recipient
from commerce.support.asking import Expects

_SENT_TO: Final = "contact_code"  # whom the last code went to, and in which turn
# The questions for that code, and not for another.
_OURS: Final = (
    "utter_prove_new_email",
    "utter_prove_new_phone",
    "utter_new_contact_code_wrong",
    "utter_new_contact_code_over",
)


class ContactProof:
    """A code typed that was sent to the new contact in `slot`."""

    slots: tuple[str, ...] = ()

    def __init__(self, slot: str, kind: ContactKind) -> None:
        self._slot = slot
        self._kind = kind

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """None once it was typed, a short while ago."""
        change = ChangeEmail if self._kind is ContactKind.EMAIL else ChangePhone
        contact = (await preview(turn.context, change(turn.get(self._slot)))).new
        try:
            await require_proven_contact(turn.session, turn.shopper, contact, turn.clock)
        except ContactNotProven:
            return await self._prove(turn, progress, contact)
        return None

    def hears(self, said: Said, progress: Progress) -> bool:
        """A code."""
        return hears_code(said, progress)

    async def _prove(self, turn: Turn, progress: Progress, contact: str) -> Outcome:
        sent_to, sent_in = progress.memory.get(_SENT_TO) or (None, None)
        if sent_to == contact and sent_in == _moment(turn):  # a step may be taken twice in a turn
            return self._ask(f"utter_prove_{self._slot}", contact)
        if progress.asked != CODE or progress.question not in _OURS or sent_to != contact:
            return await self._send(turn, progress, contact)
        wants_another = hears_code(turn.said, progress) and code_in(turn.said) is None
        guess = code_in(taken(turn, progress))
        if guess is None:
            if wants_another:
                return await self._send(turn, progress, contact)
            return self._ask(f"utter_prove_{self._slot}", contact)
        check = await check_contact_code(
            turn.session, turn.shopper, contact, guess, secret=turn.shop.code_secret, clock=turn.clock
        )
        if check.result is CodeResult.ACCEPTED:
            turn.say("utter_code_accepted")
            return None
        is_over = check.result is not CodeResult.WRONG
        progress.question = None  # a wrong code is no misunderstanding
        return self._ask(
            "utter_new_contact_code_over" if is_over else "utter_new_contact_code_wrong", contact
        )

    async def _send(self, turn: Turn, progress: Progress, contact: str) -> Outcome:
        try:
            issued = await issue_contact_code(
                turn.session,
                turn.shopper,
                self._kind,
                contact,
                secret=turn.shop.code_secret,
                clock=turn.clock,
            )
        except TooManyCodes as refusal:
            return Refuse("utter_too_many_codes", {"wait": waiting_time(refusal)}, buttons=[ASK_A_PERSON])
        is_email = self._kind is ContactKind.EMAIL
        to = Recipient(email=contact) if is_email else Recipient(phone=contact)
        told = await turn.shop.notifier.notify(turn.session, to, contact_code_message(issued))
        if told.email is None and told.phone is None:
            return Refuse("utter_phone_cannot_be_texted", buttons=[ASK_A_PERSON])
        progress.memory[_SENT_TO] = [contact, _moment(turn)]
        progress.question = None
        return self._ask(f"utter_prove_{self._slot}", contact)

    @staticmethod
    def _ask(question: str, contact: str) -> Ask:
        return Ask(
            CODE,
            question,
            again="utter_prove_new_contact_again",
            values={"contact": contact},
            buttons=[SEND_ANOTHER, ASK_A_PERSON],
            expects=Expects.CODE,
        )


def _moment(turn: Turn) -> int:
    """What tells this turn from the next ones."""
    return len(turn.tracker.events)
