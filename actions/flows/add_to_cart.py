"""Put something into the cart: at once, and told with what it comes to."""

from collections.abc import Mapping
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.replies.cart import cart_in_short, counted, named
from actions.steps.into_no_order import IntoNoOrder
from actions.steps.ordered_goods import NotOrderedGoods
from actions.steps.which_wares import WARES, WhichWares
from actions.turn.shop import Turn
from actions.turn.shopping import quoted_cart, speak_of_sku
from actions.wording.formats import joined
from actions.wording.quick_replies import UNDO, quick_reply
from commerce.carts.changing import CartChanged, CartFull, ChangeCart, LineChange, change_cart
from commerce.errors import CommerceError


async def put_in(turn: Turn) -> CartChanged:
    """Put the wares that were chosen into the cart. Raises CartFull."""
    adds: dict[str, int] = {}
    for ware in turn.get(WARES) or []:
        adds[ware["sku"]] = adds.get(ware["sku"], 0) + ware["count"]
    done = await change_cart(
        turn.session, turn.shopper, ChangeCart(adds=adds), cause=turn.cause, clock=turn.clock
    )
    speak_of_sku(turn, done.lines[-1].sku)
    return done


def undo_of(done: CartChanged) -> str:
    """What a quick reply sets to have it as it was."""
    return ";".join(f"{each.sku}:{each.before}" for each in done.lines)


def short_told(turn: Turn, done: CartChanged) -> list[str]:
    """What there are fewer of than was asked for."""
    return [_short(turn, each) for each in done.lines if each.is_short]


class AddToCart(Flow):
    """Puts products into anybody's cart, no more than there are; nothing is bought by it."""

    name: ClassVar[str] = "add_to_cart"
    steps: ClassVar[tuple[Step, ...]] = (IntoNoOrder(), NotOrderedGoods(), WhichWares())
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {CartFull: "utter_cart_full"}

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Do it, and say what is in now."""
        del progress
        done = await put_in(turn)
        lines = short_told(turn, done)
        put = [each for each in done.lines if each.after > each.before]
        quote = await quoted_cart(turn)
        buttons = [] if quote.is_empty else [quick_reply("Check out", "place_order")]
        buttons.append(quick_reply("Show my cart", "view_cart"))
        if put:
            items = joined([counted(each.after - each.before, each.title, each.options) for each in put])
            lines.insert(0, turn.words.phrase("utter_cart_added", items=items))
            lines.append(cart_in_short(turn, quote))
            buttons.append(quick_reply(UNDO, "remove_from_cart", item=undo_of(done)))
        turn.say("utter_cart_changed", told="\n".join(lines), buttons=buttons)
        return None


def _short(turn: Turn, change: LineChange) -> str:
    item = named(change.title, change.options)
    if change.after == 0:
        return turn.words.phrase("utter_cart_none_there", item=item)
    return turn.words.phrase("utter_cart_fewer_there", item=item, left=change.after)
