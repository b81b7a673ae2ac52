"""The step that takes one of the shopper's payment methods: where a refund goes, what pays a difference."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.engine.flow import Ask, CarefulStep, Outcome, Progress, Refuse
from actions.language.methods import named_methods, unknown_method
from actions.language.said import Said
from actions.steps.same_as import lender
from actions.turn.shop import Turn
from actions.wording.formats import payment_method
from actions.wording.quick_replies import quick_reply
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import STORE_CREDIT, MethodOnFile

_PRESSED = "payment_method"


@dataclass(frozen=True)
class Methods:
    """The methods that may be chosen; `original` are the ids of those that paid the order."""

    offered: Sequence[MethodOnFile]
    original: Collection[str | None] = ()
    facts: dict[str, Any] = field(default_factory=dict)  # what the question says
    question: str = ""  # its response where it is not that of the slot
    short: Sequence[MethodOnFile] = ()  # on file, but without the balance it takes
    barred: Sequence[MethodOnFile] = ()  # on file, but not for this


# None when there is nothing to choose, because no money moves.
Offer = Callable[[Turn], Awaitable[Methods | None]]


class WhichMethod(CarefulStep):
    """Fills `slot` with the id of a method, by kind, brand, last digits or "the original one".

    The only method there is is taken without asking. `tells_missing`: says so when another one is named.
    """

    def __init__(self, slot: str, offer: Offer, *, tells_missing: bool = False) -> None:
        self.slots = (slot,)
        self._offer = offer
        self._tells_missing = tells_missing

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take what the message says, or ask with the methods as quick replies."""
        (slot,) = self.slots
        methods = await self._offer(turn)
        if methods is None:
            turn.set(slot, None)
            return None
        if not methods.offered:
            return Refuse(f"utter_no_{slot}", methods.facts)
        lent = await lender(turn, "method")
        lent_method = lent.method if lent else None
        meant = [each for each in methods.offered if lent_method and each.id == lent_method.id]
        meant = meant or self._meant(turn.said, progress, methods)
        turn.is_heard |= bool(meant)
        barred = (
            [] if meant or not self._is_answer(progress) else named_methods(turn.said.text, methods.barred)
        )
        if barred:
            turn.say(f"utter_{slot}_not_allowed", method=payment_method(barred[0]))
        elif not meant and self._is_missing(turn, progress, methods):
            turn.say("utter_method_not_on_file", method=unknown_method(turn.said.text, methods.offered))
        if not meant and (short := named_methods(turn.said.text, methods.short)):
            turn.say("utter_method_short", method=payment_method(short[0]), **methods.facts)
            turn.set(slot, None)
        by_id = {method_id(each): each for each in methods.offered}
        if len(meant) == 1:
            turn.set(slot, method_id(meant[0]))
        elif len(methods.offered) == 1:
            turn.set(slot, method_id(methods.offered[0]))
        if turn.get(slot) in by_id and len(meant) < 2:
            return None
        turn.set(slot, None)
        question = methods.question or f"utter_request_{slot}"
        return Ask(
            slot,
            question,
            again=f"{question}_again",
            values=methods.facts,
            buttons=[
                quick_reply(_title(each), "inform", **{_PRESSED: method_id(each)})
                for each in meant or methods.offered
            ],
        )

    def _is_missing(self, turn: Turn, progress: Progress, methods: Methods) -> bool:
        """Whether the message answers with a method that is not there to choose."""
        on_file = [*methods.offered, *methods.short]
        is_answer = self._is_answer(progress)
        return self._tells_missing and is_answer and unknown_method(turn.said.text, on_file) is not None

    def _is_answer(self, progress: Progress) -> bool:
        return progress.asked in self.slots or progress.is_summarised

    def hears(self, said: Said, progress: Progress) -> bool:
        """A method in words or the last digits of a card."""
        kinds = [MethodOnFile(kind.value, kind) for kind in PaymentMethodKind]
        return progress.asked in self.slots and bool(named_methods(said.text, kinds) or said.digit_groups)

    def _meant(self, said: Said, progress: Progress, methods: Methods) -> list[MethodOnFile]:
        (slot,) = self.slots
        if pressed := said.first(_PRESSED):
            return [each for each in methods.offered if method_id(each) == pressed]
        if said.is_payload or said.is_silent:
            return []
        named = named_methods(said.text, methods.offered, methods.original)
        place = said.position
        if not named and progress.asked == slot and place and 1 <= place <= len(methods.offered):
            return [methods.offered[place - 1]]
        return named


def method_id(method: MethodOnFile) -> str:
    """How a method is named to the core; store credit may not have been opened yet."""
    return STORE_CREDIT if method.kind is PaymentMethodKind.STORE_CREDIT else method.id


def _title(method: MethodOnFile) -> str:
    """`Visa ending in 4242`, `Gift card`."""
    name = payment_method(method).removeprefix("your ")
    return name[0].upper() + name[1:]
