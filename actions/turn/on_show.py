"""The products that the latest list shows, as a message may point at them."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from actions.language.shown_goods import OnShow
from actions.turn.shop import Turn
from actions.turn.shown import SHOWN, Shown
from commerce.catalogue.models import Product
from commerce.catalogue.naming import products_by_id

# Flows that do something with what was shown, and list nothing themselves.
_KEEP_THE_LIST = frozenset(
    {"add_to_cart_form", "add_to_wishlist_form", "remove_from_wishlist_form", "apply_code_form"}
)


async def on_show(turn: Turn, ids: Sequence[str]) -> list[OnShow]:
    """The products `ids` in their order, with their lowest price and their rating."""
    return [as_shown(each) for each in await products_by_id(turn.session, ids)]


def as_shown(product: Product) -> OnShow:
    """The product as it is pointed at."""
    offered = [variant for variant in product.variants if variant.is_offered] or product.variants
    lowest = min((variant.price_minor for variant in offered), default=0)
    return OnShow(product.id, product.title, lowest, product.rating)


async def latest_list(turn: Turn) -> list[OnShow]:
    """What the last list of the conversation shows, where it is of products and was shown lately."""
    page = Shown.kept(turn).page
    if not page or not turn.is_fresh(SHOWN) or not _is_last_list(turn.tracker):
        return []
    return await on_show(turn, page)


def _is_last_list(tracker: Tracker) -> bool:
    """Whether nothing else was listed since products were: orders, a cart, a wish list."""
    for event in reversed(tracker.events):
        if event["event"] == "slot" and event["name"] == SHOWN and event["value"]:
            return True
        name = str(event.get("name", "")) if event["event"] == "action" else ""
        if name.endswith("_form") and name not in _KEEP_THE_LIST:
            return False
    return False
