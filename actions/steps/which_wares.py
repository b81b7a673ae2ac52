"""The step that settles what of the store is wanted: which products, in which variant, how many of each."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from actions.engine.flow import Ask, Outcome, Progress, Refuse
from actions.language.cart_words import count_alone
from actions.language.options import differing_keys
from actions.language.said import Said
from actions.language.variants import Offer, wished_variant
from actions.language.worded import worded_request
from actions.steps.naming_wares import Ware, wares_in
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from commerce.catalogue.models import Product
from commerce.catalogue.naming import product_of_sku, products_by_id
from commerce.money import Money

# Requests about what was ordered, which are no choice among products.
_OF_ORDERS = frozenset({"cancel_order", "return_items", "exchange_items"})
WARES, VARIANT = "wares", "ware_variant"
_MOST_OFFERS = 8


class WhichWares:
    """Fills `wares`; asks which product where several may be meant, then which variant of each.

    An optional step asks nothing where no product is named. `pressed` is the intent of its quick replies,
    `question` the response that asks for a product.
    """

    slots: ClassVar[tuple[str, ...]] = (WARES, VARIANT)

    def __init__(
        self,
        *,
        is_optional: bool = False,
        pressed: str = "add_to_cart",
        question: str = "utter_request_wares",
    ) -> None:
        self._is_optional = is_optional
        self._pressed = pressed
        self._question = question

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take what is named, pressed or pointed at, in any message."""
        if not turn.said.is_silent:
            await self._hear(turn, progress)
        return await self.settle(turn, progress)

    async def settle(self, turn: Turn, progress: Progress) -> Outcome:
        """Ask for what is still open of what was taken."""
        if several := progress.memory.get("several"):
            return await self._ask_which(turn, several)
        wares = _stored(turn)
        if not wares:
            return None if self._is_optional else Ask(WARES, self._question, f"{self._question}_again")
        for ware in wares:
            if ware.sku is None:
                return await self.ask_variant(turn, progress, ware)
        return None

    def hears(self, said: Said, progress: Progress) -> bool:
        """A product, a place in what was listed, or a variant of what is asked about."""
        if progress.asked not in self.slots or said.is_payload or worded_request(said.text) in _OF_ORDERS:
            return False
        if said.position is not None or said.first("product") or said.first("sku"):
            return True
        offers = [Offer(**each) for each in progress.memory.get("offered_wares", [])]
        return bool(offers) and wished_variant(said.text, {}, 0, offers) is not None

    async def _hear(self, turn: Turn, progress: Progress) -> None:
        said = turn.said
        if said.is_payload:
            await self._hear_pressed(turn, progress)
            return
        if progress.asked == VARIANT and await self._hear_variant(turn, progress):
            return
        among = progress.memory.get("several") or ()
        if progress.asked == WARES and among and (count := count_alone(said.text)):
            progress.memory["several_count"] = count
            turn.is_heard = True
            return
        if progress.asked == WARES and among and (place := _placed(said, among)):
            self._take(turn, progress, [Ware(place, None, progress.memory.get("several_count", 1))])
            return
        is_answer = progress.asked == WARES
        found = await wares_in(turn, among=among if is_answer else (), is_answer=is_answer)
        if not (found.wares or found.several) and among:
            found = await wares_in(turn, is_answer=is_answer)
        if found.several:
            progress.memory |= {"several": list(found.several), "several_count": found.count}
            turn.set(WARES, [asdict(each) for each in found.wares] or None)
        elif found.wares:
            self._take(turn, progress, found.wares)
        elif found.unknown and progress.asked in (None, WARES):
            turn.say("utter_unknown_ware", what=found.unknown)

    async def _hear_pressed(self, turn: Turn, progress: Progress) -> None:
        said = turn.said
        count = int(said.first("quantity") or 0)
        if sku := said.first("sku"):
            product = await product_of_sku(turn.session, str(sku))
            if product is not None:
                before = next((each.count for each in _stored(turn) if each.product_id == product.id), 1)
                self._take(turn, progress, [Ware(product.id, str(sku), count or before)])
        elif product_id := said.first("product_id"):
            self._take(
                turn,
                progress,
                [Ware(str(product_id), None, count or progress.memory.get("several_count", 1))],
            )

    async def _hear_variant(self, turn: Turn, progress: Progress) -> bool:
        """Whether the answer chose among the variants that were offered, or how many."""
        offers = [Offer(**each) for each in progress.memory.get("offered_wares", [])]
        asked = progress.memory.get("asked_ware")
        wares = {each.product_id: each for each in _stored(turn)}
        if asked not in wares or not offers:
            return False
        ware, said = wares[asked], turn.said
        if quantity := said.first("quantity") or count_alone(said.text):
            ware = Ware(ware.product_id, ware.sku, int(quantity))
            turn.is_heard = True
        place = said.position
        wish = wished_variant(said.text, {}, 0, offers)
        chosen = list(wish.offers) if wish else []
        if place is not None and said.is_short and -len(offers) <= place - (place > 0) < len(offers):
            chosen = [offers[place - 1 if place > 0 else place]]
        if len(chosen) == 1:
            ware = Ware(ware.product_id, chosen[0].sku, ware.count)
        elif chosen:
            progress.memory["narrowed"] = [each.sku for each in chosen]
        wares[asked] = ware
        turn.set(WARES, [asdict(each) for each in wares.values()])
        return bool(chosen) or wish is not None or count_alone(said.text) is not None

    def _take(self, turn: Turn, progress: Progress, wares: Sequence[Ware]) -> None:
        """What is chosen now; what was asked about one of several joins what was clear before."""
        clear = _stored(turn) if progress.memory.pop("several", None) else []
        progress.memory.pop("narrowed", None)
        new = {each.product_id for each in wares}
        kept = [each for each in clear if each.product_id not in new]
        turn.is_heard = True
        turn.set(WARES, [asdict(each) for each in (*kept, *wares)])

    async def _ask_which(self, turn: Turn, several: Sequence[str]) -> Ask:
        products = (await products_by_id(turn.session, several))[:_MOST_OFFERS]
        return Ask(
            WARES,
            "utter_request_which_ware",
            again="utter_request_which_ware_again",
            buttons=[quick_reply(each.title, self._pressed, product_id=each.id) for each in products],
            about=" ".join(several),
        )

    async def ask_variant(self, turn: Turn, progress: Progress, ware: Ware) -> Outcome:
        """Ask for the variant, only those on offer that can be had; none where all are sold out."""
        (product,) = await products_by_id(turn.session, [ware.product_id])
        narrowed = progress.memory.get("narrowed") or ware.narrowed
        there = [each for each in product.variants if each.is_available()]
        offered = [each for each in there if not narrowed or each.sku in narrowed] or there
        if not offered:
            return Refuse("utter_ware_sold_out", {"item": product.title})
        if ware.sold_out and progress.memory.get("told_sold_out") != ware.sold_out:
            progress.memory["told_sold_out"] = ware.sold_out
            turn.say("utter_ware_variant_sold_out", item=product.title, wanted=ware.sold_out)
        listed = offered[:_MOST_OFFERS]
        progress.memory["asked_ware"] = product.id
        progress.memory["offered_wares"] = [
            {"sku": each.sku, "options": dict(each.options), "price_minor": each.price_minor}
            for each in offered
        ]
        return Ask(
            VARIANT,
            "utter_request_ware_variant",
            again="utter_request_ware_variant_again",
            values={"item": product.title, "options": _options_told(product, offered)},
            buttons=[
                quick_reply(title, self._pressed, sku=each.sku)
                for each, title in zip(listed, titles_of(listed), strict=True)
            ],
            about=product.id,
        )


@dataclass(frozen=True)
class _Priced:
    sku: str
    options: dict[str, str]
    price: Money


def titles_of(variants: Sequence[Any]) -> list[str]:
    """Each variant by the options in which they differ, with its price where they differ in that."""
    keys = differing_keys([each.options for each in variants]) or list(variants[0].options)
    prices = {each.price for each in variants}
    return [
        (", ".join(each.options[key] for key in keys if key in each.options) or each.sku)
        + (f" ({each.price})" if len(prices) > 1 else "")
        for each in variants
    ]


def _options_told(product: Product, offered: Sequence[Any]) -> str:
    """`color (black, white) and size (S, M)`, of what can be had."""
    del product
    keys = differing_keys([each.options for each in offered]) or list(offered[0].options)
    values = {
        key: list(dict.fromkeys(each.options[key] for each in offered if key in each.options)) for key in keys
    }
    return "; ".join(f"{key}: {', '.join(found)}" for key, found in values.items())


def _stored(turn: Turn) -> list[Ware]:
    return [Ware(**each) for each in turn.get(WARES) or []]


def _placed(said: Said, among: Sequence[str]) -> str | None:
    place = said.position
    if place is None or not said.is_short:
        return None
    index = place - 1 if place > 0 else place
    return among[index] if -len(among) <= index < len(among) else None
