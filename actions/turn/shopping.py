"""What the conversation remembers of shopping: the last thing put into the cart, and what was shown."""

from collections.abc import Sequence
from typing import Any

from actions.turn.shop import Turn
from commerce.carts.finding import find_cart
from commerce.carts.models import Cart
from commerce.carts.quote import Contents, Quote, quote

LAST_SKU = "cart_sku"  # the variant that was put in or spoken of last
_SHOWN = "shown"  # what a search has shown


def speak_of_sku(turn: Turn, sku: str | None) -> None:
    """Let "it" mean this variant from now on."""
    turn.remember(LAST_SKU, sku)


def spoken_of_sku(turn: Turn) -> str | None:
    """The variant that was put in or spoken of in the last minutes."""
    return turn.get(LAST_SKU) if turn.is_fresh(LAST_SKU) else None


def shown_products(turn: Turn) -> Sequence[str]:
    """The products that a search has just shown, by id, in their order."""
    shown: Any = turn.get(_SHOWN)
    if not isinstance(shown, dict):
        return []
    start, size = int(shown.get("start", 0)), int(shown.get("size", 0))
    return list(shown.get("ids", []))[start : start + size]


def shown_product(turn: Turn) -> str | None:
    """The one of them that was spoken of last, or the only one."""
    shown: Any = turn.get(_SHOWN)
    spoken_of = shown.get("spoken_of") if isinstance(shown, dict) else None
    page = shown_products(turn)
    return str(spoken_of) if spoken_of else (page[0] if len(page) == 1 else None)


async def cart_of(turn: Turn) -> Cart | None:
    """The shopper's cart."""
    return await find_cart(turn.session, turn.shopper, clock=turn.clock)


async def quoted_cart(turn: Turn) -> Quote:
    """What the shopper's cart comes to now."""
    return await quote(turn.session, Contents.of(await cart_of(turn)), clock=turn.clock)
