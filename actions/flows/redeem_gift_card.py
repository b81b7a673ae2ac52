"""Take what is on a gift card into store credit."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow
from actions.engine.flow import Step
from actions.steps.identity import Verified
from actions.steps.which_gift_card import CODE, WhichGiftCard
from actions.turn.shop import Turn
from commerce.errors import CommerceError
from commerce.gift_cards.balance import GiftCardNotFound
from commerce.gift_cards.redeeming import GiftCardEmpty, RedeemGiftCard, RedeemPlan


class RedeemGiftCardFlow(ChangeFlow):
    """Redeems a card into a verified shopper's credit, whoever bought it."""

    name: ClassVar[str] = "redeem_gift_card"
    steps: ClassVar[tuple[Step, ...]] = (Verified("utter_offer_account_code"), WhichGiftCard())
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        GiftCardNotFound: "utter_gift_card_unknown",
        GiftCardEmpty: "utter_gift_card_empty",
    }

    def change(self, turn: Turn) -> RedeemGiftCard:
        """The card."""
        return RedeemGiftCard(str(turn.get(CODE)))

    def facts(self, turn: Turn, plan: RedeemPlan) -> dict[str, Any]:
        """Which card, by its last four, and what it comes to."""
        del turn
        return {"last_four": plan.last_four, "amount": str(plan.credit)}
