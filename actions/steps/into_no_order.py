"""The step that knows what was ordered when more of it is wished, and that no order takes more."""

import re
from dataclasses import asdict

from actions.engine.flow import AsksNothing, Outcome, Progress, Refuse
from actions.language.cart_words import adds_to_order, count_more, wants_another
from actions.language.orders import goods_named
from actions.language.orders_meant import items_of
from actions.language.said import SILENCE
from actions.replies.cart import counted
from actions.steps.naming_wares import Ware, WaresNamed, wares_in
from actions.steps.which_wares import WARES
from actions.turn.offered_ware import offer_ware, offered_ware
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button
from commerce.catalogue.naming import product_of_sku, products_by_id
from commerce.orders.eligibility import still_changeable
from commerce.orders.queries import OrderSummary, get_order, recent_orders

_MOST_OFFERED = 4
_POINTS = re.compile(r"\b(?:it|that|this|them|those|one|cart|basket|bag)\b", re.IGNORECASE)


class IntoNoOrder(AsksNothing):
    """ "Another lamp" is the lamp that was ordered; into an order it cannot go, so the cart is offered."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the variant that was ordered where the flow begins, or offer it for the cart."""
        said = turn.said
        if progress.asked is not None or said.is_payload or said.is_silent:
            return None
        if (offered := offered_ware(turn)) and _POINTS.search(said.text):
            turn.said = offered
            return None
        is_for_order = adds_to_order(said.text)
        if not (is_for_order or wants_another(said.text)):
            return None
        customer_id = turn.shopper.customer_id
        orders = await recent_orders(turn.session, customer_id) if customer_id else []
        ware = await _ordered(turn, orders)
        if is_for_order:
            found = await wares_in(turn) if ware is None else WaresNamed([ware])
            return await _offered(turn, found, orders)
        if ware is not None:
            turn.set(WARES, [asdict(ware)])
            turn.said = SILENCE  # no other lamp of the store is looked for
        return None


async def _ordered(turn: Turn, orders: list[OrderSummary]) -> Ware | None:
    """The variant of the latest order that has what is named; none where more is named than one thing."""
    mentions = goods_named(turn.said.text, items_of(orders)).mentions
    if len(mentions) != 1:
        return None
    order = next(order for order in orders if any(key.startswith(f"{order.number}/") for key in mentions[0]))
    places = [int(key.rpartition("/")[2]) for key in mentions[0] if key.startswith(f"{order.number}/")]
    meant = {(order.titles[place], tuple(sorted(order.options[place].items()))) for place in places}
    whole = await get_order(turn.session, turn.shopper.known_customer(), order.number)
    skus = {line.sku for line in whole.lines if (line.title, tuple(sorted(line.options.items()))) in meant}
    if len(skus) != 1:
        return None
    (sku,) = skus
    product = await product_of_sku(turn.session, sku)
    if product is None:
        return None
    count = count_more(turn.said.text)
    (variant,) = [each for each in product.variants if each.sku == sku]
    if variant.is_available():
        return Ware(product.id, sku, count)
    return Ware(product.id, None, count, sold_out=", ".join(variant.options.values()) or product.title)


async def _offered(turn: Turn, found: WaresNamed, orders: list[OrderSummary]) -> Refuse:
    """Say that an order takes no more; the cart, and while one is pending a swap, are offered."""
    can_swap = still_changeable(orders, turn.clock)
    swap = [quick_reply("Swap an item", "change_order_items")] if can_swap else []
    if found.several and not found.wares:
        products = await products_by_id(turn.session, found.several[:_MOST_OFFERED])
        pressed = [quick_reply(each.title, "add_to_cart", product_id=each.id) for each in products]
        return Refuse("utter_order_takes_no_more", buttons=[*pressed, *swap])
    if len(found.wares) != 1:
        return Refuse("utter_order_takes_no_more", buttons=swap)
    (ware,) = found.wares
    (product,) = await products_by_id(turn.session, [ware.product_id])
    options = next((dict(each.options) for each in product.variants if each.sku == ware.sku), {})
    offer_ware(turn, product_id=product.id, sku=ware.sku, count=ware.count)
    key, value = ("sku", ware.sku) if ware.sku else ("product_id", product.id)
    button: Button = quick_reply("Put it in my cart", "add_to_cart", **{key: value, "quantity": ware.count})
    item = counted(ware.count, product.title, options)
    return Refuse("utter_order_takes_no_more_of", {"item": item}, [button, *swap])
