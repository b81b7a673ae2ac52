"""Check out: the goods are held, and a link leads to the page where they are ordered and paid."""

from collections.abc import Mapping
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Redirect, Step
from actions.flows.add_to_cart import put_in, short_told
from actions.language.cart_words import asks_how, speaks_of_cart
from actions.language.commands import commanded
from actions.replies.cart import cart_in_short
from actions.replies.codes import code_told
from actions.steps.ordered_goods import NotOrderedGoods
from actions.steps.which_wares import WARES, WhichWares
from actions.turn.shop import Turn
from actions.turn.shopping import cart_of
from actions.wording.quick_replies import quick_reply
from commerce.carts.changing import CartFull
from commerce.carts.costs import NoDelivery
from commerce.checkout.holding import Held, hold
from commerce.checkout.links import checkout_ref
from commerce.checkout.refusals import CartIsEmpty
from commerce.errors import CommerceError


class PlaceOrder(Flow):
    """Holds what is in anybody's cart; what a message names goes in first. The page asks for the yes."""

    name: ClassVar[str] = "place_order"
    tells_sums: ClassVar[frozenset[str]] = frozenset({"confirmed"})
    steps: ClassVar[tuple[Step, ...]] = (NotOrderedGoods(), WhichWares(is_optional=True))
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        CartFull: "utter_cart_full",
        CartIsEmpty: "utter_nothing_to_check_out",
        NoDelivery: "utter_no_delivery_there",
    }

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Hold it and give the link; how ordering works is the help's matter."""
        if progress.opening and not turn.get(WARES) and (elsewhere := _elsewhere(turn)):
            return Redirect(elsewhere)
        lines = []
        if turn.get(WARES):
            lines += short_told(turn, await put_in(turn))
        cart = await cart_of(turn)
        if cart is None or not cart.lines:
            turn.say("utter_cart_empty")
            return None
        held = await hold(turn.session, cart.id, clock=turn.clock)
        await _tell(turn, held, lines)
        return None


def _elsewhere(turn: Turn) -> str | None:
    """The request that the words make of an order, or the help where they ask how one orders."""
    text = turn.said.text
    if turn.said.is_payload:
        return None
    if request := commanded(text):
        return request
    return "ask_policy" if asks_how(text) and not speaks_of_cart(text) else None


async def _tell(turn: Turn, held: Held, lines: list[str]) -> None:
    quote = held.quote
    minutes = -int((turn.clock.now() - held.until).total_seconds() // 60)
    gone = [each for each in quote.lines if each.quantity < each.wanted]
    lines += [
        turn.words.phrase("utter_cart_line_gone", item=each.title)
        if each.is_gone
        else turn.words.phrase("utter_cart_fewer_there", item=each.title, left=each.quantity)
        for each in gone
    ]
    lines += [code_told(turn, code, why) for code, why in quote.refused.items()]
    lines.append(turn.words.phrase("utter_checkout_held", cart=cart_in_short(turn, quote), minutes=minutes))
    shopper = turn.shopper
    ref = checkout_ref(held.cart_id, shopper.customer_id, shopper.level)
    link = turn.shop.links.url(ref, clock=turn.clock)
    card = {
        "title": turn.words.phrase("utter_checkout_card"),
        "subtitle": str(quote.total),
        "facts": [],
        "link": {"title": turn.words.phrase("utter_checkout_open"), "url": link},
    }
    turn.say(
        "utter_checkout",
        told="\n".join(lines),
        cards=[card],
        buttons=[quick_reply("Show my cart", "view_cart")],
    )
