"""The products that the latest list shows, as a message may point at them."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from actions.language.shown_goods import OnShow, picked
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


async def latest_list(turn: Turn, text: str = "") -> list[OnShow]:
    """What the last list of the conversation shows, where it is of products and was shown lately."""
    shown = Shown.kept(turn)
    page = shown.page or ([shown.spoken_of] if shown.spoken_of else [])
    if not page or not turn.is_fresh(SHOWN) or not _is_last_list(turn.tracker):
        return []
    return await pointed_list(turn, shown, text) if shown.page else await on_show(turn, page)


async def pointed_list(turn: Turn, shown: Shown, text: str) -> list[OnShow]:
    """What was shown last; the longer list that it was chosen from, where only there is such a place."""
    page = await on_show(turn, shown.page)
    if shown.chosen_from and not picked(text, page):
        longer = await on_show(turn, shown.chosen_from)
        return longer if picked(text, longer) else page
    return page


def _is_last_list(tracker: Tracker) -> bool:
    """Whether nothing else was listed since products were: orders, a cart, a wish list."""
    said_at = [place for place, event in enumerate(tracker.events) if event["event"] == "user"]
    # Since the latest message, Rasa has the form that is asked about it among what has run.
    for event in reversed(tracker.events[: said_at[-1]] if said_at else []):
        if event["event"] == "slot" and event["name"] == SHOWN and event["value"]:
            return True
        name = str(event.get("name", "")) if event["event"] == "action" else ""
        if name.endswith("_form") and name not in _KEEP_THE_LIST:
            return False
    return False
