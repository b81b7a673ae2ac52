"""What the conversation remembers of shopping: the last thing put into the cart, and what was shown."""

import re
from collections.abc import Sequence

from actions.language.cart_words import Wish, cart_wish
from actions.turn.history import ran_in_previous_turn, was_set_in_previous_turn
from actions.turn.shop import Turn
from actions.turn.shown import Shown
from commerce.carts.finding import find_cart
from commerce.carts.models import Cart
from commerce.carts.quote import Contents, Quote, quote

_OF_WHAT_IS_IN = frozenset({Wish.SET, Wish.LESS, Wish.MORE, Wish.OTHER_VARIANT})
_OF_ORDERS = re.compile(r"\b(?:order(?:ed)?|bought|received|arrived|came|delivered)\b|\d{5}", re.IGNORECASE)
LAST_SKU = "cart_sku"  # the variant that was put in or spoken of last


def speak_of_sku(turn: Turn, sku: str | None) -> None:
    """Let "it" mean this variant from now on."""
    turn.remember(LAST_SKU, sku)


def spoken_of_sku(turn: Turn) -> str | None:
    """The variant that was put in or spoken of in the last minutes."""
    return turn.get(LAST_SKU) if turn.is_fresh(LAST_SKU) else None


def of_cart_just_changed(turn: Turn) -> str | None:
    """Return changing the cart, where what was just put in or shown is to be other: "make it two"."""
    was_told = was_set_in_previous_turn(turn.tracker, LAST_SKU) is not None or ran_in_previous_turn(
        turn.tracker, "view_cart_form"
    )
    if not was_told or turn.said.is_payload or _OF_ORDERS.search(turn.said.text):
        return None
    return "remove_from_cart" if cart_wish(turn.said.text).kind in _OF_WHAT_IS_IN else None


def shown_products(turn: Turn) -> Sequence[str]:
    """The products that a search has just shown, by id, in their order."""
    return Shown.kept(turn).page


def shown_product(turn: Turn) -> str | None:
    """The one of them that was spoken of last, or the only one."""
    shown = Shown.kept(turn)
    return shown.spoken_of or (shown.page[0] if len(shown.page) == 1 else None)


async def cart_of(turn: Turn) -> Cart | None:
    """The shopper's cart."""
    return await find_cart(turn.session, turn.shopper, clock=turn.clock)


async def quoted_cart(turn: Turn) -> Quote:
    """What the shopper's cart comes to now."""
    return await quote(turn.session, Contents.of(await cart_of(turn)), clock=turn.clock)
