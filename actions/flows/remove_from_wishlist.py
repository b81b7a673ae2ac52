"""Take something off the wish list, or move it from there into the cart."""

from collections.abc import Mapping
from typing import ClassVar

from actions.engine.flow import AsksNothing, Flow, Outcome, Progress, Step
from actions.flows.add_to_cart import put_in, short_told
from actions.language.wishlist_words import moves_wishes
from actions.replies.cart import cart_in_short, counted
from actions.steps.identity import Verified
from actions.steps.which_wares import WARES, WhichWares
from actions.steps.which_wishes import WISHES, WhichWishes
from actions.steps.wishlist_as_worded import WishlistAsWorded
from actions.turn.shop import Turn
from actions.turn.shopping import quoted_cart
from actions.wording.formats import joined
from actions.wording.quick_replies import quick_reply
from commerce.carts.changing import CartFull
from commerce.errors import CommerceError
from commerce.wishlists.changing import remove_wishes
from commerce.wishlists.listing import wishes_of

MOVES = "wish_moves"


class IsMoved(AsksNothing):
    """Notes whether what is meant goes into the cart."""

    slots: ClassVar[tuple[str, ...]] = (MOVES,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Hear it as the flow begins."""
        if progress.asked is None and not turn.said.is_silent:
            pressed = turn.said.first("refine") if turn.said.is_payload else None
            moves = pressed == "cart" or (not turn.said.is_payload and moves_wishes(turn.said.text))
            turn.set(MOVES, "cart" if moves else None)
        return None


class WishedVariants(WhichWares):
    """Which variant of each wish goes into the cart; nothing where they are only taken off."""

    def __init__(self) -> None:
        super().__init__(is_optional=True, pressed="inform")

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Begin with the wishes, then hear the variants that are said."""
        if turn.get(MOVES) is None:
            return None
        if turn.get(WARES) is None:
            mine = {each.product_id: each for each in await wishes_of(turn.session, turn.shopper)}
            chosen = [mine[each] for each in turn.get(WISHES) if each in mine]
            turn.set(WARES, [{"product_id": each.product_id, "sku": each.sku, "count": 1} for each in chosen])
            return await self.settle(turn, progress)
        return await super().take(turn, progress)


class RemoveFromWishlist(Flow):
    """Takes products off a verified shopper's list; moved ones are in the cart then."""

    name: ClassVar[str] = "remove_from_wishlist"
    steps: ClassVar[tuple[Step, ...]] = (
        WishlistAsWorded(),
        IsMoved(),
        Verified("utter_offer_account_code"),
        WhichWishes(),
        WishedVariants(),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {CartFull: "utter_cart_full"}

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Do it, and say so; what ran out stays on the list."""
        del progress
        if turn.get(MOVES) is not None:
            await _move(turn)
            return None
        done = await remove_wishes(turn.session, turn.shopper, turn.get(WISHES), cause=turn.cause)
        turn.say(
            "utter_wishlist_removed",
            items=joined(done.removed),
            buttons=[quick_reply("Show my wish list", "view_wishlist")],
        )
        return None


async def _move(turn: Turn) -> None:
    by_sku = {each["sku"]: each["product_id"] for each in turn.get(WARES)}
    done = await put_in(turn)
    put = [each for each in done.lines if each.after > each.before]
    await remove_wishes(turn.session, turn.shopper, [by_sku[each.sku] for each in put], cause=turn.cause)
    lines = short_told(turn, done)
    if put:
        items = joined([counted(each.after - each.before, each.title, each.options) for each in put])
        lines.insert(0, turn.words.phrase("utter_cart_added", items=items))
        lines.append(cart_in_short(turn, await quoted_cart(turn)))
    buttons = [quick_reply("Check out", "place_order"), quick_reply("Show my wish list", "view_wishlist")]
    turn.say("utter_cart_changed", told="\n".join(lines), buttons=buttons)
