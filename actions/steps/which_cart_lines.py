"""The step that settles what becomes of the lines of a cart: out, another number, another variant."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from actions.engine.flow import Ask, Outcome, Progress, Redirect, Refuse
from actions.language.cart_words import CartWish, Wish, cart_wish, naming_part, number_alone, speaks_of_cart
from actions.language.goods import goods_in
from actions.language.items import Naming, name_items
from actions.language.lexicon import Item
from actions.language.said import Said
from actions.language.variants import Offer, wished_variant
from actions.steps.naming_wares import without_cart
from actions.steps.own_goods import names_own_goods
from actions.steps.which_wares import titles_of
from actions.turn.shop import Turn
from actions.turn.shopping import cart_of, spoken_of_sku
from actions.wording.quick_replies import quick_reply
from commerce.carts.quote import Contents, quote
from commerce.catalogue.naming import product_of_sku
from commerce.orders.contents import name_among

_BUT = re.compile(r"\b(?:but|except|besides|apart from)\b", re.IGNORECASE)
_ASPECT = re.compile(r"\b(?:quantity|number|size|colou?r|amount|version)\b", re.IGNORECASE)
SETS, LINE, COUNT, VARIANT = "cart_sets", "cart_line", "cart_count", "cart_variant"
_MOST_OFFERS = 8


@dataclass(frozen=True)
class _Cart:
    """The cart's lines as they may be named."""

    items: Sequence[Item]

    def item(self, sku: str) -> Item:
        return next(each for each in self.items if each.key == sku)


class WhichCartLines:
    """Fills `cart_sets`: how many there are to be of each variant that changes, by SKU."""

    slots: ClassVar[tuple[str, ...]] = (SETS, LINE, COUNT, VARIANT)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take what is said of the cart; ask which line, how many or which variant where that is open."""
        if pressed := _pressed(turn.said):
            turn.set(SETS, pressed)
            return None
        if turn.get(SETS):
            return None
        cart = await _cart(turn)
        if not cart.items:
            return await self._of_no_cart(turn)
        said = turn.said
        if progress.asked is None and not said.is_silent:
            wish = cart_wish(said.text)
            progress.memory["wish"] = [wish.kind.value, wish.count]
        wish = _wish(progress)
        if wish.kind is Wish.EMPTY:
            turn.set(SETS, {item.key: 0 for item in cart.items})
            return None
        outcome = await self._settle(turn, progress, cart, wish)
        turn.is_heard |= outcome is None
        return outcome

    def hears(self, said: Said, progress: Progress) -> bool:
        """A line of the cart, a number, or a variant."""
        if progress.asked not in self.slots or said.is_payload:
            return False
        items = [Item(**each) for each in progress.memory.get("cart_items", [])]
        offers = [Offer(**each) for each in progress.memory.get("offered_variants", [])]
        is_variant = progress.asked == VARIANT and wished_variant(said.text, {}, 0, offers) is not None
        is_number = progress.asked == COUNT and number_alone(said.text) is not None
        return is_variant or is_number or name_items(said.text, items, is_answer=True) is not None

    @staticmethod
    async def _of_no_cart(turn: Turn) -> Outcome:
        """ "I don't want the lamp anymore" is said of what was ordered, where nothing is in the cart."""
        if not speaks_of_cart(turn.said.text) and await names_own_goods(turn):
            return Redirect("return_items")
        return Refuse("utter_cart_empty")

    async def _settle(self, turn: Turn, progress: Progress, cart: _Cart, wish: CartWish) -> Outcome:
        said = turn.said
        progress.memory["cart_items"] = [
            {"key": i.key, "title": i.title, "options": dict(i.options), "quantity": i.quantity}
            for i in cart.items
        ]
        if said.is_payload and said.first("item"):
            turn.set(LINE, str(said.first("item")))
        elif not said.is_silent and progress.asked not in (COUNT, VARIANT):
            naming = self._naming(said, progress, cart, wish)
            if wish.kind in (Wish.KEEP_ONLY, Wish.ALL_BUT) and naming is not None:
                turn.set(SETS, _all_but(cart, naming))
                return None
            several = _several(cart, naming) if wish.kind is Wish.REMOVE and naming is not None else {}
            if len(several) > 1:
                turn.set(SETS, several)
                return None
            outcome = await self._line(turn, progress, cart, naming)
            if outcome is not None:
                return outcome
        if turn.get(LINE) is None:
            return _ask_line(cart.items)
        return await self._change(turn, progress, cart.item(turn.get(LINE)), wish)

    @staticmethod
    def _naming(said: Said, progress: Progress, cart: _Cart, wish: CartWish) -> Naming | None:
        is_swap = wish.kind is Wish.OTHER_VARIANT
        text = naming_part(without_cart(said.text))
        if wish.kind is Wish.ALL_BUT:
            text = _BUT.split(text)[-1]
        naming = name_items(text, cart.items, is_swap=is_swap, is_answer=progress.asked == LINE)
        return name_items(text, cart.items) if naming is None and is_swap else naming

    async def _line(self, turn: Turn, progress: Progress, cart: _Cart, naming: Naming | None) -> Outcome:
        """The one line that is meant; else the question for it, or that it is not in the cart."""
        keys = list(naming.chosen) if naming else []
        keys += [key for each in naming.unclear for key in each.keys if key not in keys] if naming else []
        if len(keys) == 1:
            turn.set(LINE, keys[0])
            progress.memory["named_count"] = (naming.chosen.get(keys[0]) if naming else None) or (
                next((each.count for each in naming.unclear if each.count), None) if naming else None
            )
            return None
        if keys:
            return _ask_line([cart.item(key) for key in keys])
        goods = goods_in(without_cart(turn.said.text))
        if goods and progress.asked is None:
            if not speaks_of_cart(turn.said.text) and await names_own_goods(turn):
                return Redirect("return_items")
            if not _ASPECT.search(goods[0].text):
                turn.say("utter_not_in_cart", what=goods[0].shown)
                return _ask_line(cart.items)
        last = spoken_of_sku(turn)
        if len(cart.items) == 1:
            turn.set(LINE, cart.items[0].key)
        elif last in [item.key for item in cart.items] and progress.asked is None:
            turn.set(LINE, last)
        return None

    async def _change(self, turn: Turn, progress: Progress, item: Item, wish: CartWish) -> Outcome:
        if wish.kind is Wish.OTHER_VARIANT:
            return await self._other_variant(turn, progress, item)
        count = wish.count
        if progress.asked == COUNT and not turn.said.is_silent:
            said = turn.said
            pressed = said.first("quantity") if said.is_payload else None
            number = int(pressed) if pressed is not None else number_alone(said.text)
            if number is not None:
                turn.set(SETS, {item.key: number})
                return None
        if wish.kind is Wish.LESS and count is not None:
            turn.set(SETS, {item.key: max(0, item.quantity - count)})
        elif wish.kind is Wish.MORE and count is not None:
            turn.set(SETS, {item.key: item.quantity + count})
        elif wish.kind is Wish.SET and count is not None:
            turn.set(SETS, {item.key: count})
        elif wish.kind is Wish.LESS:
            return Ask(
                COUNT,
                "utter_request_cart_count",
                again="utter_request_cart_count",
                values={"item": item.title, "count": item.quantity},
                buttons=[quick_reply(str(n), "inform", quantity=n) for n in range(1, min(item.quantity, 6))],
                about=item.key,
            )
        else:
            named = progress.memory.get("named_count")
            taken = named if named and named < item.quantity else item.quantity
            turn.set(SETS, {item.key: item.quantity - taken})
        return None

    async def _other_variant(self, turn: Turn, progress: Progress, item: Item) -> Outcome:
        product = await product_of_sku(turn.session, item.key)
        others = (
            [each for each in product.variants if each.sku != item.key and each.is_offered] if product else []
        )
        there = [each for each in others if each.is_available()]
        if not there:
            return Refuse("utter_no_other_variant", {"title": item.title})
        offers = [Offer(e.sku, e.options, e.price_minor, e.is_available()) for e in others]
        said = turn.said
        chosen: list[str] = []
        if said.is_payload:
            chosen = [each.sku for each in there if each.sku == said.first("sku")]
        elif not said.is_silent:
            wish = wished_variant(without_cart(said.text), item.options, item.price_minor, offers)
            chosen = [each.sku for each in wish.offers] if wish else []
            if wish is not None and wish.sold_out is not None:
                wanted = ", ".join(wish.sold_out.options.values())
                turn.say("utter_ware_variant_sold_out", item=item.title, wanted=wanted)
                chosen = []
        if len(chosen) == 1:
            turn.set(SETS, {item.key: 0, chosen[0]: item.quantity})
            return None
        listed = [each for each in there if not chosen or each.sku in chosen][:_MOST_OFFERS]
        progress.memory["offered_variants"] = [
            {"sku": e.sku, "options": dict(e.options), "price_minor": e.price_minor} for e in listed
        ]
        return Ask(
            VARIANT,
            "utter_request_cart_variant",
            again="utter_request_cart_variant",
            values={"item": item.title},
            buttons=[
                quick_reply(title, "inform", sku=each.sku)
                for each, title in zip(listed, titles_of(listed), strict=True)
            ],
            about=item.key,
        )


async def _cart(turn: Turn) -> _Cart:
    quoted = await quote(turn.session, Contents.of(await cart_of(turn)), clock=turn.clock)
    return _Cart([Item(e.sku, e.title, e.options, e.wanted, e.unit_price.amount_minor) for e in quoted.lines])


def _wish(progress: Progress) -> CartWish:
    kind, count = progress.memory.get("wish") or (Wish.REMOVE.value, None)
    return CartWish(Wish(kind), count)


def _all_but(cart: _Cart, naming: Naming) -> dict[str, int]:
    """Everything goes but what is named: "leave only the lamp", "everything but the lamp"."""
    named = set(naming.chosen) | {key for each in naming.unclear for key in each.keys}
    return {item.key: 0 for item in cart.items if item.key not in named}


def _several(cart: _Cart, naming: Naming) -> dict[str, int]:
    """What is left of each line, where a message names several to be taken out; none where one is open."""
    taken = dict(naming.chosen)
    for each in naming.unclear:
        if len(each.keys) > 1:
            return {}
        taken[each.keys[0]] = each.count or cart.item(each.keys[0]).quantity
    return {key: max(0, cart.item(key).quantity - count) for key, count in taken.items()}


def _ask_line(items: Sequence[Item]) -> Ask:
    return Ask(
        LINE,
        "utter_request_cart_line",
        again="utter_request_cart_line_again",
        buttons=[
            quick_reply(name_among(item, items), "inform", item=item.key) for item in items[:_MOST_OFFERS]
        ],
        about=" ".join(item.key for item in items),
    )


def _pressed(said: Said) -> Mapping[str, int] | None:
    """The numbers that a quick reply sets: `item` as `SKU:2;SKU:0`."""
    listed: Any = said.first("item") if said.is_payload and said.intent == "remove_from_cart" else None
    if not isinstance(listed, str) or ":" not in listed:
        return None
    pairs = [each.rpartition(":") for each in listed.split(";")]
    return {sku: int(count) for sku, _, count in pairs if sku and count.isdecimal()}
