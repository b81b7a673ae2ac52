"""What is in my cart, and what does it come to."""

import re
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.replies.cart import cart_told
from actions.turn.shop import Turn
from actions.turn.shopping import quoted_cart
from actions.wording.quick_replies import quick_reply

_KEPT = re.compile(
    r"\b(?:how long|saved?|still|kept|keep|stay|expire|later|last (?:week|night|month)|yesterday)\b",
    re.IGNORECASE,
)


class ViewCart(Flow):
    """Tells everybody their own cart: a guest's is that of the conversation."""

    name: ClassVar[str] = "view_cart"
    steps: ClassVar[tuple[Step, ...]] = ()

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Say every line, what changed since it was put in, and the sums."""
        del progress
        quote = await quoted_cart(turn)
        if not quote.lines:
            turn.say("utter_cart_empty")
            return None
        told = cart_told(turn, quote)
        if _KEPT.search(turn.said.text):
            told += "\n" + turn.words.phrase("utter_cart_kept")
        buttons = [] if quote.is_empty else [quick_reply("Check out", "place_order")]
        buttons.append(quick_reply("Change something", "remove_from_cart"))
        turn.say("utter_cart", told=told, buttons=buttons)
        return None
