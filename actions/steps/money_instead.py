"""The step of a swap that hears that the money is wanted instead: "then just the money"."""

import re

from actions.engine.flow import AsksNothing, ClaimingStep, Done, Outcome, Progress
from actions.language.said import Said
from actions.steps.lines import chosen_of, spoken_order
from actions.turn.requests import hand_on
from actions.turn.shop import Turn
from actions.wording.formats import joined
from commerce.orders.numbers import display_number

_RETURN = "return_items"
_MONEY = re.compile(
    r"\W*(?:(?:no|ok|okay|fine|well|then|so|actually|rather|please|in that case|forget (?:it|that)|just|i"
    r"|i'?d|we|want|like|prefer|would|take|have|get|give me|can i|could i|to|a|the|my|me|only|all)\W+)*"
    r"(?:money(?:\W+back)?|refund(?:ed)?|cash(?:\W+back)?)"
    r"(?:\W+(?:then|instead|please|back|rather|now|for it))*\W*",
    re.IGNORECASE,
)
_ASKED = "new_variants"


class MoneyInstead(AsksNothing, ClaimingStep):
    """Begins a return of the chosen items, where the question which versions they become is answered so."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask."""
        if not self.claims(turn.said, progress):
            return None
        order = await spoken_order(turn)
        titles = joined([line.title for line in chosen_of(turn, order).values()])
        text = f"return the {titles} of order {display_number(order.number)}"
        entities = {"order_number": (order.number,)}
        hand_on(turn, Said(_RETURN, text, entities), _RETURN)
        return Done()

    def claims(self, said: Said, progress: Progress) -> bool:
        """The money, and nothing else."""
        is_asked = progress.asked == _ASKED and not (said.is_payload or said.is_silent)
        return is_asked and _MONEY.fullmatch(said.text) is not None
