"""Two products or three side by side: a line for each thing in which they can be compared."""

from collections.abc import Sequence
from typing import Any

from actions.replies.products import choices, first_sentence, price_told, rating_told
from actions.turn.shop import Turn
from commerce.catalogue.models import Product, Variant

_HIDDEN = frozenset({"care"})


def comparison_card(turn: Turn, products: Sequence[Product]) -> dict[str, Any]:
    """One card; each fact holds a line for every product, those that say nothing of it left with a dash."""
    rows = [_row(turn, product) for product in products]
    names = dict.fromkeys(name for row in rows for name in row)
    facts = [
        {
            "label": name,
            "value": "\n".join(
                f"{product.title}: {row.get(name, '–')}" for product, row in zip(products, rows, strict=True)
            ),
        }
        for name in names
    ]
    return {"title": " vs. ".join(product.title for product in products), "subtitle": "", "facts": facts}


def _row(turn: Turn, product: Product) -> dict[str, str]:
    offered = [variant for variant in product.variants if variant.is_offered] or product.variants
    phrase = turn.words.phrase
    row = {phrase("utter_compare_price"): price_told(turn, offered)}
    if rating := rating_told(turn, product):
        row[phrase("utter_compare_rating")] = rating
    if product.brand:
        row[phrase("utter_compare_brand")] = product.brand
    row |= {name.capitalize(): value for name, value in product.attributes.items() if name not in _HIDDEN}
    row |= dict(choices(offered))
    row[phrase("utter_compare_stock")] = _stock(turn, offered)
    if about := first_sentence(product):
        row[phrase("utter_compare_about")] = about
    return row


def _stock(turn: Turn, variants: Sequence[Variant]) -> str:
    available = sum(variant.is_available() for variant in variants)
    if not available:
        return turn.words.phrase("utter_compare_sold_out")
    if available == len(variants):
        return turn.words.phrase("utter_compare_in_stock")
    return turn.words.phrase("utter_compare_partly", count=available, of=len(variants))
