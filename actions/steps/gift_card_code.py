"""The step that tells what is on a gift card whose code a message has: whoever holds the code may know."""

from actions.engine.flow import AsksNothing, Done, Outcome, Progress
from actions.turn.shop import Turn
from actions.wording.formats import on_day
from commerce.gift_cards.balance import gift_card_balance
from commerce.gift_cards.codes import code_in


class GiftCardByCode(AsksNothing):
    """Nothing to ask: a message without a code goes on to the next step."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Tell the balance, the code masked; a wrong code and too many guesses sound the same."""
        code = None if turn.said.is_payload or progress.asked is not None else code_in(turn.said.text)
        if code is None:
            return None
        found = await gift_card_balance(turn.session, turn.shopper, code, clock=turn.clock)
        if found is None:
            turn.say("utter_gift_card_unknown")
            return Done()
        until = ""
        if found.expires_on is not None:
            day = on_day(found.expires_on, turn.clock.today())
            until = turn.words.phrase(
                "utter_gift_card_expired" if found.is_expired else "utter_gift_card_until", day=day
            )
        turn.say("utter_gift_card_balance", last_four=found.last_four, amount=str(found.left), until=until)
        return Done()
