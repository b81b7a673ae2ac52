"""Which of the variants on offer a message wants instead of what was bought."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.language.variant_wishes import Options, Wish, read_wish


@dataclass(frozen=True)
class Offer:
    """A variant of the product, other than the one that was bought."""

    sku: str
    options: Options
    price_minor: int
    is_available: bool = True


@dataclass(frozen=True)
class Wished:
    """The variants that a wish may mean: one when it is clear, none when there is no such variant.

    `sold_out` is the one that was meant, where that cannot be had; `is_present` tells that it is what the
    shopper has already.
    """

    offers: tuple[Offer, ...] = ()
    sold_out: Offer | None = None
    is_present: bool = False


def wished_variant(text: str, present: Options, price_minor: int, offers: Sequence[Offer]) -> Wished | None:
    """What `text` wants in place of a variant with the options `present`; None when it wishes nothing.

    Options that are not spoken of stay as they are where that is possible.
    """
    everything = [present, *(offer.options for offer in offers)]
    wish = read_wish(text, present, everything)
    if wish.is_empty:
        return None
    fits = [offer for offer in offers if _fits(wish, offer.options)]
    if wish.end:
        return _at_the_end(wish, fits, present, price_minor)
    fits = _priced(wish, fits, price_minor)
    is_present = not (wish.is_cheaper or wish.is_dearer) and _fits(wish, present)
    if not fits:
        return Wished(is_present=is_present)
    nearest = _nearest(fits, present, wish.keys)
    available = [offer for offer in fits if offer.is_available]
    if len(nearest) == 1 and not nearest[0].is_available:
        return Wished(tuple(available), nearest[0], is_present)
    if not available:
        return Wished((), fits[0], is_present)
    exact = [offer for offer in _nearest(available, present, wish.keys) if offer in nearest]
    if not (wish.is_cheaper or wish.is_dearer) and _changes_more(wish, exact, present):
        exact = available  # what else changes is the shopper's choice
    return Wished(tuple(exact or available), is_present=is_present)


def fitting(text: str, present: Options, offers: Sequence[Offer]) -> list[Offer]:
    """The variants that can be had and have what `text` says of them; all of them when it says nothing."""
    wish = read_wish(text, {}, [present, *(offer.options for offer in offers)])
    return [offer for offer in offers if offer.is_available and _fits(wish, offer.options)]


def _changes_more(wish: Wish, offers: Sequence[Offer], present: Options) -> bool:
    """Whether one of these differs from the present one in what was not spoken of."""
    spoken_of = wish.keys | {key for key, _ in wish.unwanted}
    return any(
        offer.options.get(key) != present[key] for offer in offers for key in present if key not in spoken_of
    )


def _at_the_end(wish: Wish, fits: Sequence[Offer], present: Options, price_minor: int) -> Wished:
    """The cheapest or the dearest of those that fit; the present one when none is cheaper or dearer."""
    available = [offer for offer in fits if offer.is_available]
    if not available:
        return Wished()
    best = (min if wish.end < 0 else max)(offer.price_minor for offer in available)
    if _fits(wish, present) and (price_minor - best) * wish.end >= 0:
        return Wished(is_present=True)
    found = [offer for offer in available if offer.price_minor == best]
    return Wished(tuple(_nearest(found, present, wish.keys)))


def _fits(wish: Wish, options: Options) -> bool:
    pairs = set(options.items())
    return all(pairs & each for each in wish.wanted) and not pairs & wish.unwanted


def _priced(wish: Wish, fits: Sequence[Offer], price_minor: int) -> list[Offer]:
    if wish.is_cheaper:
        return [offer for offer in fits if offer.price_minor < price_minor]
    if wish.is_dearer:
        return [offer for offer in fits if offer.price_minor > price_minor]
    return list(fits)


def _nearest(offers: Sequence[Offer], present: Options, spoken_of: set[str]) -> list[Offer]:
    """Those that differ in the fewest options that were not spoken of."""
    changes = {
        offer.sku: sum(offer.options.get(key) != present.get(key) for key in present if key not in spoken_of)
        for offer in offers
    }
    fewest = min(changes.values(), default=0)
    return [offer for offer in offers if changes[offer.sku] == fewest]
