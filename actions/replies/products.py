"""How products are shown: a card each, with the reason why it is there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actions.language.options import order_of_values
from actions.turn.shop import Turn
from actions.wording.formats import joined
from actions.wording.searches import limit_told
from commerce.catalogue.models import Product, Variant
from commerce.money import Money
from commerce.search.finding import Hit
from commerce.search.wanted import Wanted

Card = dict[str, Any]
_MOST_VALUES = 6


def product_cards(
    turn: Turn, hits: Sequence[Hit], wanted: Wanted, reasons: Mapping[str, str] | None = None
) -> list[Card]:
    """A card for each product: price, rating, what it comes in, and why it is shown."""
    return [_card(turn, hit, wanted, (reasons or {}).get(hit.product.id)) for hit in hits]


def _card(turn: Turn, hit: Hit, wanted: Wanted, reason: str | None) -> Card:
    product = hit.product
    why = reason or reason_of(turn, hit, wanted)
    facts = [*choices(hit.variants), *([(turn.words.phrase("utter_card_why"), why)] if why else [])]
    return {
        "title": product.title,
        "subtitle": " · ".join(filter(None, [price_told(turn, hit.variants), rating_told(turn, product)])),
        "facts": [{"label": label, "value": value} for label, value in facts],
        "link": {"title": turn.words.phrase("utter_card_open"), "url": product_page(turn, product.id)},
    }


def product_page(turn: Turn, product_id: str) -> str:
    """The address of a product on the store's own site."""
    return f"{turn.shop.links.base_url.rstrip('/')}/?product={product_id}"


def price_told(turn: Turn, variants: Sequence[Variant]) -> str:
    """ "$79.95", "from $79.95", and what it was before a sale."""
    cheapest = min(variants, key=lambda variant: (variant.price_minor, variant.sku))
    price = str(cheapest.price)
    if len({variant.price_minor for variant in variants}) > 1:
        price = turn.words.phrase("utter_price_from", price=price)
    if cheapest.is_on_sale and cheapest.compare_at_minor is not None:
        before = str(Money(cheapest.compare_at_minor, cheapest.currency))
        lowest = cheapest.lowest_before
        if lowest is not None:
            told = {"price": price, "before": before, "lowest": str(lowest)}
            return turn.words.phrase("utter_price_reduced_from_lowest", **told)
        return turn.words.phrase("utter_price_reduced", price=price, before=before)
    return price


def price_by_option(variants: Sequence[Variant]) -> str:
    """What each value of the option that makes the difference costs."""
    for name in variants[0].options:
        prices: dict[str, set[int]] = {}
        told: dict[str, str] = {}
        for variant in variants:
            prices.setdefault(variant.options.get(name, ""), set()).add(variant.price_minor)
            told[variant.options.get(name, "")] = str(variant.price)
        if all(len(each) == 1 for each in prices.values()) and len(prices) <= 6:
            return joined([f"{value} {price}" for value, price in told.items()]) + "."
    return ""


def rating_told(turn: Turn, product: Product) -> str:
    """ "4.5 of 5 (23 reviews)"; nothing without reviews."""
    if product.rating is None or not product.review_count:
        return ""
    response = "utter_rating_of_one" if product.review_count == 1 else "utter_rating"
    return turn.words.phrase(response, stars=f"{product.rating:.1f}", count=product.review_count)


def choices(variants: Sequence[Variant]) -> Iterator[tuple[str, str]]:
    """What the variants come in: each option with its values, in order of size where they have one."""
    values: dict[str, list[str]] = {}
    for variant in variants:
        for name, value in variant.options.items():
            known = values.setdefault(name, [])
            if value not in known:
                known.append(value)
    for name, found in values.items():
        in_order = order_of_values(found) or _by_number(found)
        shown = in_order[:_MOST_VALUES]
        more = f" and {len(in_order) - len(shown)} more" if len(in_order) > len(shown) else ""
        yield name.capitalize(), ", ".join(shown) + more


def _by_number(values: Sequence[str]) -> list[str]:
    if all(value.replace(".", "", 1).isdigit() for value in values):
        return sorted(values, key=float)
    return list(values)


def reason_of(turn: Turn, hit: Hit, wanted: Wanted) -> str:
    """Why a product was found: what of the search it satisfies, else what it says of itself."""
    parts = [*_options_said(hit, wanted)]
    if wanted.highest is not None:
        parts.append(limit_told(wanted.highest, hit.variant.currency))
    if any(group == ("sale:yes",) for group in wanted.filters):
        parts.append(turn.words.phrase("utter_why_sale"))
    return joined(parts) if parts else first_sentence(hit.product)


def _options_said(hit: Hit, wanted: Wanted) -> Iterator[str]:
    """The options of the variant that were asked for, as the store writes them."""
    said = {facet for group in (*wanted.filters, *wanted.loose) for facet in group}
    told: dict[str, str] = {}
    for facet in sorted(said & set(hit.variant.facets)):
        name, _, value = facet.partition(":")
        if name not in ("category", "sale", "stars"):
            told[value] = f"size {value.upper()}" if name == "size" and " " not in value else value
    yield from told.values()


def first_sentence(product: Product) -> str:
    """What the product says of itself first."""
    sentence, stop, _ = product.description.partition(". ")
    return sentence if not stop else f"{sentence}."
