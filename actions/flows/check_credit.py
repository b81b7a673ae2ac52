"""What is left on my gift card, and how much store credit do I have."""

from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.steps.gift_card_code import GiftCardByCode
from actions.steps.identity import Verified
from actions.turn.shop import Turn
from actions.wording.formats import joined, payment_method
from commerce.customers.balances import Balance, balances
from commerce.customers.models import PaymentMethodKind


class CheckCredit(Flow):
    """Tells a verified shopper the balance of each gift card on file and of their store credit."""

    name: ClassVar[str] = "check_credit"
    steps: ClassVar[tuple[Step, ...]] = (GiftCardByCode(), Verified("utter_offer_account_code"))

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Say what is there; an empty one is said too."""
        del progress
        held = await balances(turn.session, turn.shopper)
        if held:
            turn.say("utter_balances", balances=joined([_told(turn, each) for each in held]))
        else:
            turn.say("utter_no_balances")
        return None


def _told(turn: Turn, balance: Balance) -> str:
    method = balance.method
    card = payment_method(method)
    if method.kind is PaymentMethodKind.GIFT_CARD and method.last_four:
        card = turn.words.phrase("utter_gift_card_ending", last_four=method.last_four)
    return turn.words.phrase("utter_balance", amount=str(balance.left), method=card)
