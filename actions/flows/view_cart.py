"""What is in my cart, and what does it come to."""

import re
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Redirect, Step
from actions.language.cart_words import speaks_of_cart
from actions.replies.cart import cart_told
from actions.turn.shop import Turn
from actions.turn.shopping import quoted_cart, spoken_of_sku
from actions.turn.shown import speak_of
from actions.wording.quick_replies import quick_reply

_KEPT = re.compile(
    r"\b(?:how long|saved?|still|kept|keep|stay|expire|later|last (?:week|night|month)|yesterday)\b",
    re.IGNORECASE,
)


_SUM = re.compile(r"\b(?:total|sum|cost|costs|price|how much)\b", re.IGNORECASE)


class ViewCart(Flow):
    """Tells everybody their own cart: a guest's is that of the conversation."""

    name: ClassVar[str] = "view_cart"
    steps: ClassVar[tuple[Step, ...]] = ()

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Say every line, what changed since it was put in, and the sums."""
        del progress
        if _is_of_order(turn):
            return Redirect("show_order_details")
        quote = await quoted_cart(turn)
        if not quote.lines:
            turn.say("utter_cart_empty")
            return None
        if len(quote.lines) == 1:
            speak_of(turn, quote.lines[0].product_id)
        told = cart_told(turn, quote)
        if _KEPT.search(turn.said.text):
            told += "\n" + turn.words.phrase("utter_cart_kept")
        buttons = [] if quote.is_empty else [quick_reply("Check out", "place_order")]
        buttons.append(quick_reply("Change something", "remove_from_cart"))
        turn.say("utter_cart", told=told, buttons=buttons)
        return None


def _is_of_order(turn: Turn) -> bool:
    """Whether "what's the total" is asked of the order that was spoken of, and not of a cart."""
    text = "" if turn.said.is_payload else turn.said.text
    is_sum = _SUM.search(text) is not None and not speaks_of_cart(text)
    is_spoken_of = bool(turn.get("order_number")) and turn.is_fresh("order_number")
    return is_sum and is_spoken_of and spoken_of_sku(turn) is None
