"""What is on my wish list."""

from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.steps.identity import Verified
from actions.steps.wishlist_as_worded import WishlistAsWorded
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from commerce.wishlists.listing import Wish, share_key_of, wishes_of


class ViewWishlist(Flow):
    """Shows a verified shopper's list at today's prices, and whether it is shared."""

    name: ClassVar[str] = "view_wishlist"
    steps: ClassVar[tuple[Step, ...]] = (
        WishlistAsWorded(),
        Verified("utter_offer_account_code"),
    )

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Say it."""
        del progress
        mine = await wishes_of(turn.session, turn.shopper)
        if not mine:
            turn.say("utter_wishlist_empty")
            return None
        is_shared = await share_key_of(turn.session, turn.shopper) is not None
        lines = [_told(turn, each) for each in mine]
        lines.append(turn.words.phrase(f"utter_wishlist_is_{'shared' if is_shared else 'private'}"))
        sharing = ("Stop sharing it", "stop") if is_shared else ("Share it", "share")
        turn.say(
            "utter_wishlist",
            told="\n".join(lines),
            buttons=[
                quick_reply("Move one to my cart", "remove_from_wishlist", refine="cart"),
                quick_reply("Take one off", "remove_from_wishlist"),
                quick_reply(sharing[0], "share_wishlist", refine=sharing[1]),
            ],
        )
        return None


def _told(turn: Turn, wish: Wish) -> str:
    title = f"{wish.title} ({', '.join(wish.options.values())})" if wish.options else wish.title
    if wish.price is None:
        return turn.words.phrase("utter_wish_gone", item=title)
    response = "utter_wish" if wish.is_available else "utter_wish_sold_out"
    return turn.words.phrase(response, item=title, price=str(wish.price))
