"""Put something on the wish list: at once, and told."""

from collections.abc import Mapping
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.steps.identity import Verified
from actions.steps.naming_wares import Ware
from actions.steps.which_wares import WARES, WhichWares
from actions.steps.wishlist_as_worded import WishlistAsWorded
from actions.turn.shop import Turn
from actions.turn.shopping import speak_of_sku
from actions.wording.formats import joined
from actions.wording.quick_replies import quick_reply
from commerce.errors import CommerceError
from commerce.wishlists.changing import WishlistFull, add_wishes


class WishedWares(WhichWares):
    """Products; which variant is left open where it is not said."""

    def __init__(self) -> None:
        super().__init__(pressed="inform", question="utter_request_wished_ware")

    async def ask_variant(self, turn: Turn, progress: Progress, ware: Ware) -> Outcome:
        """Nothing to ask."""
        del turn, progress, ware
        return None


class AddToWishlist(Flow):
    """Puts products on a verified shopper's list."""

    name: ClassVar[str] = "add_to_wishlist"
    steps: ClassVar[tuple[Step, ...]] = (
        WishlistAsWorded(),
        Verified("utter_offer_account_code"),
        WishedWares(),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {WishlistFull: "utter_wishlist_full"}

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Do it, and say what is on it now."""
        del progress
        wares = turn.get(WARES)
        wanted = {each["product_id"]: each["sku"] for each in wares}
        done = await add_wishes(turn.session, turn.shopper, wanted, cause=turn.cause, clock=turn.clock)
        speak_of_sku(turn, wares[-1]["sku"])
        response = "utter_wishlist_added" if done.added else "utter_wishlist_has_it"
        turn.say(
            response,
            items=joined(done.added or done.kept),
            buttons=[quick_reply("Show my wish list", "view_wishlist")],
        )
        return None
