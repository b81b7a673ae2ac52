"""Which of the store's products a message names, in which variant, and how many of each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from actions.language.cart_words import adds_alone, count_more, wants_more_of_it
from actions.language.goods import goods_in
from actions.language.items import Naming, name_items
from actions.language.lexicon import Item
from actions.language.said import Said
from actions.language.shown_goods import picked, without_picks
from actions.language.spelling import words
from actions.language.variants import Offer, Wished, wished_variant
from actions.turn.on_show import on_show, pointed_list
from actions.turn.shop import Turn
from actions.turn.shopping import shown_product, shown_products, spoken_of_sku
from actions.turn.shown import Shown
from commerce.catalogue.models import Product
from commerce.catalogue.naming import product_of_sku, products_by_id, products_with_words

_SEVERAL = 99  # pieces: as many as anybody may put in
_INTO_THE_CART = re.compile(
    r"\b(?:in|into|to|onto|on|from|out of|off|inside)\W+(?:(?:my|the|this|your|a|our|same)\W+)*"
    r"(?:(?:shopping|order)\W+)?(?:cart|basket|bag|trolley)\b"
    r"|^\W*(?:basket|cart|trolley)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|this|that|them|these|those|one|ones|both|all)\b", re.IGNORECASE)


_ALL_SHOWN = re.compile(r"\b(?:both|all|them|these|those)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Ware:
    """A product that is wanted: its variant, where that is settled, and how many.

    Else `narrowed` are the variants that may be meant, and `sold_out` what was wished and cannot be had.
    """

    product_id: str
    sku: str | None = None
    count: int = 1
    narrowed: Sequence[str] = ()
    sold_out: str = ""


@dataclass(frozen=True)
class WaresNamed:
    """What a message settles, the products among which it leaves open which one, and goods nobody has."""

    wares: Sequence[Ware] = ()
    several: Sequence[str] = ()
    count: int = 1  # of the one that is open
    unknown: str | None = None


async def wares_in(turn: Turn, *, among: Sequence[str] = (), is_answer: bool = False) -> WaresNamed:
    """Read what the message wants of the store, or of `among` alone: by name, by SKU, or by pointing."""
    said = turn.said
    if skus := [str(each) for each in said.entities.get("sku", ())]:
        return await _by_sku(turn, skus)
    text = without_cart(said.text)
    if placed := await _picked(turn, text, among):
        return placed
    products = await products_by_id(turn.session, among) if among else await _candidates(turn, text)
    naming = name_items(text, [_item(each) for each in products], is_answer=is_answer and bool(among))
    by_id = {product.id: product for product in products}
    if naming is not None:
        found = _settled(said, text, naming, by_id)
        if found.wares or found.several:
            return found
    if pointed := await _pointed_at(turn, text):
        return pointed
    if not among and (count := adds_alone(text)):
        return await _shown_alone(turn, count)
    goods = goods_in(text)
    return WaresNamed(unknown=goods[0].shown if goods else None)


def without_cart(text: str) -> str:
    """The text without the words for where it goes: "into my cart"."""
    return _INTO_THE_CART.sub(" ", text)


def ware_of(product: Product, part: str, count: int) -> Ware:
    """The product in the variant that `part` of a message speaks of, where it tells one from the others."""
    offers = [
        Offer(each.sku, each.options, each.price_minor, each.is_available())
        for each in product.variants
        if each.is_offered
    ]
    if len(offers) == 1:
        return Ware(product.id, offers[0].sku, count)
    wish = wished_variant(part, {}, 0, offers) or Wished()
    there = [each for each in offers if each.is_available]
    if not (wish.offers or wish.sold_out) and len(there) == 1:
        return Ware(product.id, there[0].sku, count)
    if wish.sold_out is not None:
        wanted = ", ".join(wish.sold_out.options.values())
        return Ware(product.id, None, count, tuple(each.sku for each in wish.offers), wanted)
    if len(wish.offers) == 1:
        return Ware(product.id, wish.offers[0].sku, count)
    return Ware(product.id, None, count, tuple(each.sku for each in wish.offers))


async def _candidates(turn: Turn, text: str) -> list[Product]:
    """The products that may be named; of a title that is said in full, only that one's."""
    titles = [str(each) for each in turn.said.entities.get("product", ())]
    said = [word for word in words(text) if word.stem.isalpha()]
    tokens = [form for word in said for form in (word.stem, text[word.start : word.end])]
    tokens += [part for title in titles for part in title.split()]
    found = await products_with_words(turn.session, tokens)
    whole = [each for each in found if each.title.lower() in text.lower()]
    if not whole:
        whole = [each for each in found if each.title.lower() in [title.lower() for title in titles]]
    longest = [
        each
        for each in whole
        if not any(each.title != other.title and each.title.lower() in other.title.lower() for other in whole)
    ]
    return longest if longest and len(goods_in(text)) <= len(longest) else found


def _settled(said: Said, text: str, naming: Naming, by_id: Mapping[str, Product]) -> WaresNamed:
    """Read the message once more among the variants of the products that it names."""
    named = [by_id[key] for key in (*naming.chosen, *(key for each in naming.unclear for key in each.keys))]
    owner = {each.sku: product for product in named for each in product.variants if each.is_offered}
    variants = [
        Item(each.sku, product.title, each.options, _SEVERAL, each.price_minor)
        for product in dict.fromkeys(named)
        for each in product.variants
        if each.is_offered
    ]
    fine = name_items(text, variants) or Naming()
    wares: list[Ware] = []
    several: tuple[str, ...] = ()
    open_count = 1
    for keys, count in _joined(_readings(fine), naming, owner):
        products = list(dict.fromkeys(owner[key].id for key in keys))
        if len(products) > 1:
            several, open_count = (several, open_count) if several else (tuple(products), count)
        elif products:  # "actually just 1" counts none of them
            wares.append(_ware(by_id[products[0]], keys, text, count))
    wares = _merged(wares)
    quantity = said.first("quantity")
    if quantity is not None and len(wares) + bool(several) == 1:
        wares = [replace(each, count=int(quantity) if each.count == 1 else each.count) for each in wares]
        open_count = int(quantity) if open_count == 1 else open_count
    return WaresNamed(wares, several, open_count)


def _merged(wares: Sequence[Ware]) -> list[Ware]:
    """One for each variant: "a mat, sage, 6 mm" speaks three times of one."""
    merged: dict[tuple[str, str | None], Ware] = {}
    for each in wares:
        key = (each.product_id, each.sku)
        if key not in merged or each.count > merged[key].count:
            merged[key] = each
    return list(merged.values())


def _joined(
    readings: Sequence[tuple[tuple[str, ...], int]], naming: Naming, owner: Mapping[str, Product]
) -> list[tuple[tuple[str, ...], int]]:
    """ "Two lamps" are two of one kind, also where the lamp comes in just two: which is still to be said."""
    for product_id, count in naming.chosen.items():
        own = [keys for keys, _ in readings if owner[keys[0]].id == product_id]
        ones = [each for each in readings if each[0] in own and each[1] == 1 and len(each[0]) == 1]
        if 1 < count < _SEVERAL and len(ones) == len(own) == count:
            others = [each for each in readings if each not in ones]
            return [*others, (tuple(keys[0] for keys, _ in ones), count)]
    return list(readings)


def _readings(naming: Naming) -> list[tuple[tuple[str, ...], int]]:
    """The variants that each mention may mean, and how many: all of a kind where no number was said."""
    plural = tuple(key for key, count in naming.chosen.items() if count == _SEVERAL)
    found: list[tuple[tuple[str, ...], int]] = []
    found += [((key,), count) for key, count in naming.chosen.items() if count != _SEVERAL]
    found += [(each.keys, each.count or 1) for each in naming.unclear]
    return [*found, (plural, 1)] if plural else found


def _ware(product: Product, skus: Sequence[str], text: str, count: int) -> Ware:
    """The product in the one variant that is meant, where it can be had; else with those it may be."""
    there = {each.sku: each for each in product.variants if each.is_offered}
    if len(skus) == 1 and len(there) > 1 and not there[skus[0]].is_available():
        others = tuple(each.sku for each in there.values() if each.is_available())
        return Ware(product.id, None, count, others, ", ".join(there[skus[0]].options.values()))
    if len(skus) == 1:
        return Ware(product.id, skus[0], count)
    ware = ware_of(product, _untitled(text, product), count)
    if ware.sku in skus or ware.sold_out:
        return ware
    return Ware(product.id, None, count, tuple(skus))


def _untitled(part: str, product: Product) -> str:
    """What is said of a product without its title, whose words are no options: "Blue Note Mug"."""
    return re.sub(rf"{re.escape(product.title)}(?:e?s\b)?", " ", part, flags=re.IGNORECASE)


async def _by_sku(turn: Turn, skus: Sequence[str]) -> WaresNamed:
    wares = []
    for sku in skus:
        product = await product_of_sku(turn.session, sku)
        if product is not None:
            count = int(turn.said.first("quantity") or 1) if len(skus) == 1 else 1
            wares.append(Ware(product.id, sku, count))
    return WaresNamed(wares, unknown=None if wares else skus[0])


async def _picked(turn: Turn, text: str, among: Sequence[str]) -> WaresNamed | None:
    """What "the second one", "the first two" or "the cheaper one" means of what was shown or asked about."""
    shown = await on_show(turn, among) if among else await pointed_list(turn, Shown.kept(turn), text)
    ids = picked(text, shown)
    if not ids:
        return None
    rest = without_picks(text)
    is_counted = len(ids) == 1 and re.search(
        r"\b(?:\d|two|three|four|five|six|couple|pair|dozen)", rest, re.IGNORECASE
    )
    count = int(turn.said.first("quantity") or 1) if is_counted else 1
    return await _shown(turn, ids, rest, count)


async def _pointed_at(turn: Turn, text: str) -> WaresNamed | None:
    """What "it", "the second one" or "two more" means: of what was shown, else what was put in last."""
    said = turn.said
    if wants_more_of_it(said.text) and (sku := spoken_of_sku(turn)):
        product = await product_of_sku(turn.session, sku)
        return WaresNamed([Ware(product.id, sku, count_more(said.text))]) if product else None
    count, page = int(said.first("quantity") or 1), shown_products(turn)
    if not _POINTS.search(text):
        return None
    if product_id := shown_product(turn):
        return await _shown(turn, [product_id], text, count)
    if _ALL_SHOWN.search(text):
        return await _shown(turn, page, text, count)
    return WaresNamed(several=tuple(page), count=count) if page else None


async def _shown_alone(turn: Turn, count: int) -> WaresNamed:
    """So many of what is spoken of; which of what was shown is open where that is several."""
    if product_id := shown_product(turn):
        return await _shown(turn, [product_id], "", count) or WaresNamed()
    return WaresNamed(several=tuple(shown_products(turn)), count=count)


async def _shown(turn: Turn, ids: Sequence[str], text: str, count: int) -> WaresNamed | None:
    products = await products_by_id(turn.session, ids)
    return WaresNamed([ware_of(each, text, count) for each in products]) if products else None


def _item(product: Product) -> Item:
    return Item(product.id, product.title, {}, _SEVERAL)
