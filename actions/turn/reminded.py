"""The reminder of a cart that the store sent first, so that what is said next is understood as its answer."""

from dataclasses import replace

from actions.turn.shop import Turn
from actions.turn.shown import Shown
from commerce.identity import IdentityLevel
from commerce.journeys.answering import Reminded, reminded_in
from commerce.journeys.world import goods_in


async def reminded(turn: Turn) -> Reminded | None:
    """The reminder that the shopper may still answer, if it was sent to them."""
    found = await reminded_in(turn.session, turn.conversation.id, clock=turn.clock)
    is_theirs = (
        found is not None
        and turn.shopper.level is IdentityLevel.VERIFIED
        and turn.shopper.customer_id == found.customer_id
    )
    return found if is_theirs else None


async def just_reminded(turn: Turn) -> Reminded | None:
    """The reminder, where nothing was said to the shopper since."""
    found = await reminded(turn)
    return found if found is not None and found.is_last else None


async def shown_or_reminded(turn: Turn) -> Shown:
    """What was shown last; the goods of a cart where the shopper was just reminded of it."""
    found = await just_reminded(turn)
    if found is None:
        return Shown.kept(turn)
    products = list(
        dict.fromkeys(each.variant.product_id for each in await goods_in(turn.session, found.cart_id))
    )
    spoken_of = products[0] if len(products) == 1 else None
    shown = replace(Shown(), ids=products, size=len(products), spoken_of=spoken_of)
    shown.keep(turn)
    return shown
