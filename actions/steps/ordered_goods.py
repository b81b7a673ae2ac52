"""The step that hands on what is asked of goods that were ordered: "order the lamp again"."""

from actions.engine.flow import AsksNothing, Outcome, Progress, Redirect
from actions.language.cart_words import speaks_of_cart, speaks_of_gift_card
from actions.steps.own_goods import asked_of_own_goods
from actions.turn.shop import Turn


class NotOrderedGoods(AsksNothing):
    """Nothing to ask: what is said of an own order, or of a gift card to be bought, is another matter."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Hand on, when the flow begins."""
        if progress.asked is not None or turn.said.is_payload:
            return None
        if speaks_of_gift_card(turn.said.text):
            return Redirect("ask_gift_cards")
        if speaks_of_cart(turn.said.text):
            return None
        request = await asked_of_own_goods(turn)
        return Redirect(request) if request and request != progress.flow else None
