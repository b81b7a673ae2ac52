"""Take something out of the cart, change how many of it there are, or its variant; or empty it."""

from collections.abc import Mapping
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.flows.add_to_cart import short_told, undo_of
from actions.replies.cart import cart_in_short, counted, named
from actions.steps.which_cart_lines import SETS, WhichCartLines
from actions.turn.shop import Turn
from actions.turn.shopping import quoted_cart, speak_of_sku
from actions.wording.formats import joined
from actions.wording.quick_replies import UNDO, quick_reply
from commerce.carts.changing import CartChanged, CartFull, ChangeCart, change_cart
from commerce.errors import CommerceError


class RemoveFromCart(Flow):
    """Changes anybody's cart at once, and offers to undo it."""

    name: ClassVar[str] = "remove_from_cart"
    steps: ClassVar[tuple[Step, ...]] = (WhichCartLines(),)
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {CartFull: "utter_cart_full"}

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Do it, and say what is in now."""
        del progress
        command = ChangeCart(sets=dict(turn.get(SETS)))
        done = await change_cart(turn.session, turn.shopper, command, cause=turn.cause, clock=turn.clock)
        kept = next((each.sku for each in reversed(done.lines) if each.after), None)
        speak_of_sku(turn, kept)
        quote = await quoted_cart(turn)
        lines = [*_told(turn, done), *short_told(turn, done)]
        lines.append(cart_in_short(turn, quote) if quote.lines else turn.words.phrase("utter_cart_is_empty"))
        buttons = [] if quote.is_empty else [quick_reply("Check out", "place_order")]
        if any(each.before != each.after for each in done.lines):
            buttons.append(quick_reply(UNDO, "remove_from_cart", item=undo_of(done)))
        turn.say("utter_cart_changed", told="\n".join(lines), buttons=buttons)
        return None


def _told(turn: Turn, done: CartChanged) -> list[str]:
    gone = [named(each.title, each.options) for each in done.lines if each.before and not each.after]
    left = [
        counted(each.after, each.title, each.options)
        for each in done.lines
        if each.after and each.after != each.before
    ]
    told = []
    if gone:
        told.append(turn.words.phrase("utter_cart_taken_out", items=joined(gone)))
    if left:
        told.append(turn.words.phrase("utter_cart_has_now", items=joined(left)))
    return told or [turn.words.phrase("utter_cart_unchanged")]
