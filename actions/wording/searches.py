"""How a search reads to a shopper: "running shoes in black, size 9, under $80"."""

from collections.abc import Iterator

from actions.wording.formats import joined
from commerce.money import Money
from commerce.search.facets import BRAND, CATEGORY, COLOR, KIND, MATERIAL, SALE, SIZE, STARS
from commerce.search.vocabulary import Vocabulary
from commerce.search.wanted import Group, Order, Wanted

_LETTERS = frozenset({"xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"})
_ORDER = {COLOR: 0, MATERIAL: 1, BRAND: 2, CATEGORY: 3}
_ORDERS = {
    Order.CHEAPEST: "cheapest first",
    Order.DEAREST: "most expensive first",
    Order.BEST_RATED: "best rated first",
    Order.NEWEST: "newest first",
}


def described(wanted: Wanted, vocabulary: Vocabulary, currency: str) -> str:
    """What is asked for, in one phrase."""
    kinds = " or ".join(dict.fromkeys(plural(kind.partition(":")[2]) for kind in wanted.kinds))
    is_quoted = not kinds and bool(wanted.words)
    said = f"“{wanted.text}”" if is_quoted else "products"
    head = " ".join([*wanted.words, kinds]) if kinds else said
    in_order = sorted(wanted.filters, key=lambda group: _ORDER.get(group[0].partition(":")[0], len(_ORDER)))
    parts = [
        _filter(group, vocabulary)
        for group in in_order
        if not (is_quoted and group[0].startswith((f"{COLOR}:", f"{MATERIAL}:")))
    ]
    parts += _without(wanted)
    parts += _prices(wanted, currency)
    if wanted.stars:
        parts.append(f"rated {wanted.stars} stars or more")
    return ", ".join([f"{head} {parts[0]}", *parts[1:]]) if parts else head


def ordered(wanted: Wanted) -> str:
    """How the results are in order, where that was asked for: "cheapest first"."""
    return _ORDERS.get(wanted.order, "") if wanted.order else ""


def limit_told(highest: int, currency: str) -> str:
    """ "up to $80"; "under $48.95" where what costs that was just seen and is too dear."""
    if (highest + 1) % 5 == 0:
        return f"under {_price(highest + 1, currency)}"
    return f"up to {_price(highest, currency)}"


def plural(kind: str) -> str:
    """A kind of goods in the plural: "hiking boots"."""
    if kind.endswith("s"):
        return kind
    if kind.endswith("knife"):
        return f"{kind[:-2]}ves"
    if kind.endswith("shelf"):
        return f"{kind[:-1]}ves"
    if kind.endswith(("x", "ch", "sh")):
        return f"{kind}es"
    if kind.endswith("y") and kind[-2:-1] not in "aeiou":
        return f"{kind[:-1]}ies"
    return f"{kind}s"


def value_of(facet: str, vocabulary: Vocabulary) -> str:
    """The value of a facet as people write it."""
    name, _, value = facet.partition(":")
    if name == CATEGORY:
        return vocabulary.category_titles.get(value, value)
    if name == BRAND:
        return value.title()
    return value.upper() if value in _LETTERS else value


def _filter(group: Group, vocabulary: Vocabulary) -> str:
    name = group[0].partition(":")[0]
    names = {facet.partition(":")[0] for facet in group}
    values = " or ".join(dict.fromkeys(value_of(facet, vocabulary) for facet in group))
    if group == (SALE,):
        return "on sale"
    if name == COLOR:
        return f"in {values}"
    if SIZE in names:
        is_measure = " " in values.split(" or ")[0]
        if values.endswith(" people"):
            return f"for {values}"
        return f"of {values}" if is_measure else f"in size {values}"
    worded = {BRAND: f"by {values}", MATERIAL: f"in {values}", CATEGORY: f"from {values}"}
    return worded.get(name, f"with {values}")


def _without(wanted: Wanted) -> Iterator[str]:
    said = [facet.partition(":")[2] for facet in wanted.without if not facet.startswith((KIND, STARS))]
    if left_out := list(dict.fromkeys([*wanted.without_words, *said])):
        yield f"without {joined(left_out)}"


def _prices(wanted: Wanted, currency: str) -> Iterator[str]:
    low = _price(wanted.lowest, currency)
    high = _price(wanted.highest, currency)
    if low and high:
        yield f"between {low} and {high}"
    elif wanted.highest is not None:
        yield limit_told(wanted.highest, currency)
    elif low:
        yield f"from {low}"


def _price(amount: int | None, currency: str) -> str:
    if amount is None:
        return ""
    return str(Money(amount, currency)).removesuffix(".00")
