"""Tells the variants that an item may become, and asks which of them it is to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.engine.flow import Ask, Progress
from actions.language.options import differing_keys
from actions.language.parts import said_of_each
from actions.language.variants import Offer, Wished, fitting
from actions.steps.lines import item_of
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button
from commerce.money import Money
from commerce.orders.contents import name_among
from commerce.orders.models import Order, OrderLine

NEW_VARIANTS = "new_variants"
_MOST_OFFERS = 8


@dataclass(frozen=True)
class VariantQuestion:
    """Which variant one item becomes, with those that can be had as quick replies."""

    order: Order
    lines: Mapping[str, OrderLine]
    key: str
    offers: Sequence[Offer]
    wish: Wished | None

    def put(self, progress: Progress) -> Ask:
        """Ask, and keep what was offered."""
        line, wish = self.lines[self.key], self.wish
        available = [offer for offer in self.offers if offer.is_available]
        listed = [*(wish.offers if wish and wish.offers else available)][:_MOST_OFFERS]
        progress.memory["asked_variant"] = self.key
        progress.memory["offered_variants"] = [stored(offer) for offer in listed]
        items = [item_of(each) for each in self.order.lines]
        sold_out = wish.sold_out if wish else None
        return Ask(
            NEW_VARIANTS,
            _response(wish),
            again="utter_request_new_variants_again",
            values={
                "item": name_among(item_of(line), items),
                "wanted": ", ".join(sold_out.options.values()) if sold_out else "",
            },
            buttons=self._buttons(line, listed),
            about=self.key,
        )

    def _buttons(self, line: OrderLine, offers: Sequence[Offer]) -> list[Button]:
        """Each variant by the options in which they differ, with its price where that is another one."""
        keys = differing_keys([*(offer.options for offer in offers), line.options])
        return [quick_reply(self._title(line, offer, keys), "inform", sku=offer.sku) for offer in offers]

    def _title(self, line: OrderLine, offer: Offer, keys: Sequence[str]) -> str:
        values = ", ".join(offer.options[key] for key in keys if key in offer.options) or offer.sku
        if offer.price_minor == line.unit_price_minor:
            return values
        return f"{values} ({Money(offer.price_minor, self.order.currency)})"


def tell_variants(
    turn: Turn, order: Order, lines: Mapping[str, OrderLine], offers: Mapping[str, Sequence[Offer]]
) -> None:
    """Tell the variants of each item that can be had and fit what is asked, with their prices."""
    parts = said_of_each(turn.said.text, [item_of(line) for line in lines.values()])
    for key, line in lines.items():
        found = fitting(parts[key], line.options, offers[key])
        keys = differing_keys([*(offer.options for offer in offers[key]), line.options])
        told = [
            f"{', '.join(offer.options[each] for each in keys if each in offer.options) or offer.sku}"
            f" ({Money(offer.price_minor, order.currency)})"
            for offer in found
        ]
        turn.say(
            "utter_variant_told" if len(found) == 1 else "utter_variants_told",
            count=len(found) or "No",
            item=line.title,
            options="; ".join(told) or "-",
        )


def stored(offer: Offer) -> dict[str, Any]:
    """What is remembered of an offer."""
    return {"sku": offer.sku, "options": dict(offer.options), "price_minor": offer.price_minor}


def _response(wish: Wished | None) -> str:
    if wish is None:
        return "utter_request_new_variants"
    if wish.is_present and not wish.offers:
        return "utter_request_new_variants_same"
    if wish.sold_out:
        return "utter_request_new_variants_sold_out"
    return "utter_request_new_variants_several" if wish.offers else "utter_request_new_variants_none"
