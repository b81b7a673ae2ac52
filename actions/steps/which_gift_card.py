"""The step that finds out which gift card is meant: by its code, each guess counted."""

from typing import ClassVar

from actions.engine.flow import Ask, Outcome, Progress
from actions.language.said import Said
from actions.turn.shop import Turn
from commerce.gift_cards.balance import looked_up
from commerce.gift_cards.codes import code_in

CODE = "gift_card_code"


class WhichGiftCard:
    """Fills `gift_card_code` with a code that a card has; a wrong one is asked for again."""

    slots: ClassVar[tuple[str, ...]] = (CODE,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the code from any message that has one, also as a correction."""
        del progress
        code = None if turn.said.is_payload else code_in(turn.said.text)
        if code is not None and code != turn.get(CODE):
            card = await looked_up(turn.session, turn.shopper, code, clock=turn.clock)
            turn.set(CODE, code if card is not None else None)
            if card is None:
                return Ask(CODE, "utter_request_gift_card_again", again="utter_request_gift_card_again")
        if turn.get(CODE) is not None:
            return None
        return Ask(CODE, "utter_request_gift_card", again="utter_request_gift_card_again")

    def hears(self, said: Said, progress: Progress) -> bool:
        """A code, whatever the message was taken for."""
        return progress.asked == CODE and not said.is_payload and code_in(said.text) is not None
