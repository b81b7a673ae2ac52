"""Whether a product can be had, in the version that is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.language.options import order_of_values
from actions.turn.shop import Turn
from actions.wording.formats import joined
from commerce.catalogue.models import Product, Variant
from commerce.search.wanted import Wanted

_MOST_LISTED = 8
_FEW = 3  # units: so few are told


@dataclass(frozen=True)
class StockTold:
    """The answer, and the versions that it says can be had."""

    text: str
    offered: Sequence[Variant]


def stock_told(turn: Turn, product: Product, wanted: Wanted, count: int) -> StockTold:
    """Whether `count` of the product can be had now, in what of its options `wanted` asks for."""
    offered = [variant for variant in product.variants if variant.is_offered]
    asked = [*wanted.filters, *wanted.loose]
    fitting = [each for each in offered if all(set(group) & set(each.facets) for group in asked)]
    available = [variant for variant in fitting if variant.is_available(count)]
    title, phrase = product.title, turn.words.phrase
    elsewhere = [variant for variant in offered if variant.is_available(count)]
    if asked and not fitting:
        made = phrase("utter_stock_instead", versions=_listed(offered)) if offered else ""
        return StockTold(" ".join(filter(None, [phrase("utter_not_made_so", title=title), made])), elsewhere)
    if available:
        gone = [variant for variant in fitting if not variant.is_available(count)]
        is_one = len(available) == 1 and (bool(asked) or not gone)
        told = _one(turn, title, available[0]) if is_one else _several(turn, title, available, gone)
        return StockTold(told, available)
    if count > 1 and any(variant.is_available() for variant in fitting):
        left = max(variant.stock_on_hand or 0 for variant in fitting)
        return StockTold(phrase("utter_stock_fewer", title=title, count=left), fitting)
    if not elsewhere or not asked:
        return StockTold(phrase("utter_stock_sold_out", title=title), [])
    version = _version(fitting[0]) if len(fitting) == 1 else phrase("utter_that_version")
    return StockTold(
        phrase("utter_stock_version_sold_out", title=title, version=version, versions=_listed(elsewhere)),
        elsewhere,
    )


def _one(turn: Turn, title: str, variant: Variant) -> str:
    version, left = _version(variant), variant.stock_on_hand
    what = f"{title} ({version})" if version else title
    told = turn.words.phrase("utter_stock_yes", what=what, price=str(variant.price))
    is_scarce = left is not None and left <= _FEW
    few = turn.words.phrase("utter_stock_few_left", count=left) if is_scarce else ""
    return f"{told} {few}".rstrip()


def _several(turn: Turn, title: str, available: Sequence[Variant], gone: Sequence[Variant]) -> str:
    told = turn.words.phrase("utter_stock_versions", title=title, versions=_listed(available))
    missing = turn.words.phrase("utter_stock_gone", versions=_listed(gone)) if gone else ""
    return f"{told} {missing}".rstrip()


def _version(variant: Variant) -> str:
    return ", ".join(variant.options.values())


def _listed(variants: Sequence[Variant]) -> str:
    """The versions in few words: their values where there is one option, else each."""
    names = list(dict.fromkeys(name for variant in variants for name in variant.options))
    if len(names) == 1:
        values = [variant.options.get(names[0], "") for variant in variants]
        return joined(order_of_values(values) or values)
    if len(variants) > _MOST_LISTED and names:
        return "; ".join(
            f"{name}: {', '.join(order_of_values(values) or values)}"
            for name in names
            for values in [list(dict.fromkeys(variant.options.get(name, "") for variant in variants))]
        )
    return "; ".join(_version(variant) for variant in variants)
