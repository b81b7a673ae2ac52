"""Which of a shopper's orders a message means: by number, goods, facts or place; or what of it is in none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.language.lexicon import Item
from actions.language.order_facts import Unfound, orders_by_facts
from actions.language.order_places import before_last, by_extreme, names_extreme
from actions.language.orders import goods_named
from actions.language.said import LATEST, Said
from commerce.clock import Clock
from commerce.orders.numbers import normalise_number
from commerce.orders.queries import OrderSummary

_EACH_ORDER = re.compile(
    r"\b(?:both|all|each|every)\s+(?:of\s+)?(?:(?:my|the|these|those|our)\s+)?(?:(?:two|three|four|five|\d)\s+)?"
    r"(?:(?:open|pending|unshipped|current|other|recent|latest|last)\s+)*(?:orders?|purchases?|parcels?|packages?)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"^\W*(?:(?:cancel|return|exchange|change|track|show|yes|please|ok|okay|for|i mean|do)\W+)*"
    r"(?:both|all|each|every one|every(?= (?:single|open|pending|current|unshipped))|everything|them all)\b"
    r"(?:\s+(?:of\s+)?(?:them|these|those|(?:the|my)(?=\s+(?:open|pending|unshipped|current))|orders?|ones?"
    r"|two|three|four|\d|open|pending|unshipped|current|single))*"
    r"(?:\W+(?:please|pls|thanks|thank you))*\W*$",
    re.IGNORECASE,
)
# "All my pending orders" answers which order is meant; "show me all my orders" asks for them.
_ANSWERS_EACH = re.compile(
    r"\W*(?:(?:cancel|return|exchange|change|track|yes|please|ok|okay|for|of|i mean|do|just)\W+)*"
    r"(?:both|all|each|every)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?P<end>first|top|last|bottom|latest) (?P<count>two|three|four|five|[2-5])\b"
    r"(?! (?:of|days?|weeks?|months?))",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_NUMBERS = re.compile(
    r"\W*(?:(?:number|numbers|no|orders?)\W+)*\d(?:\W+(?:and\W+)?\d)+(?:\W+(?:please|pls))*\W*", re.IGNORECASE
)
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
_EXCEPT = re.compile(
    r"\b(?:except(?: for)?|but(?: not)?|apart from|other than|excluding|besides|not|without)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Manner:
    """How a flow speaks of orders.

    `is_changing`: it takes an address or a method, so that these and goods in passing describe no order.
    `is_swap`: what is said after "for" or "to" is the new thing.
    """

    is_changing: bool = False
    is_swap: bool = False


@dataclass(frozen=True)
class Meant:
    """The orders that the words may mean, all of them where `is_each`; or what they name that is in none."""

    orders: Sequence[OrderSummary] = ()
    unfound: Unfound | None = None
    is_each: bool = False


def orders_meant(
    said: Said,
    orders: Sequence[OrderSummary],
    likely: Sequence[OrderSummary],
    clock: Clock,
    manner: Manner,
    *,
    is_answer: bool = False,
) -> Meant:
    """What `said` says of `orders`, if anything; "all of them" are those that are `likely`.

    `is_answer`: it answers the question which order is meant.
    """
    quoted = [order for order in orders if order.number.endswith(tuple(said.digit_groups))]
    if quoted or said.is_payload or said.is_silent:
        return Meant(quoted)
    if speaks_of_each(said, is_answer=is_answer) and len(likely) > 1:
        return _each(said, likely, manner)
    placed = _among_all(said.text, orders, likely, is_answer=is_answer)
    by_goods = _by_goods(said, orders, likely, manner, is_answer=is_answer)
    if placed or by_goods.is_each:
        return Meant(placed) if placed else by_goods
    facts, unfound = orders_by_facts(said, by_goods.orders or orders, clock, is_changing=manner.is_changing)
    if facts or by_goods.orders:
        return Meant(_likely_first(facts or by_goods.orders, likely))
    if said.position is None and not is_answer:
        return Meant((), unfound or by_goods.unfound)
    return _by_place(said, orders, likely, unfound or by_goods.unfound, is_answer=is_answer)


def _among_all(
    text: str, orders: Sequence[OrderSummary], likely: Sequence[OrderSummary], *, is_answer: bool
) -> Sequence[OrderSummary]:
    """ "The last but one" of all, and as an answer of those that were offered, like "the cheapest"."""
    if (later := before_last(text, is_answer=is_answer)) is not None:
        return (likely if is_answer else orders)[later : later + 1]
    return by_extreme(text, likely, is_answer=True) if is_answer else ()


def is_place_among_all(text: str) -> bool:
    """Whether `text` answers which order is meant by its place among all."""
    return before_last(text, is_answer=True) is not None or names_extreme(text)


def _by_place(
    said: Said,
    orders: Sequence[OrderSummary],
    likely: Sequence[OrderSummary],
    unfound: Unfound | None,
    *,
    is_answer: bool,
) -> Meant:
    if is_answer and (places := _places(said, len(likely))):
        return Meant([likely[place] for place in places], is_each=True)
    place = said.position
    if place is None:
        return Meant((), unfound)
    return Meant(orders[:1] if place == LATEST else likely[place - 1 : place])


def _places(said: Said, count: int) -> list[int]:
    """Several places in the list, from 0: "the first two", "1 and 3", "the first and the third"."""
    if ends := _ENDS.search(said.text):
        number = min(_COUNTS.get(ends["count"].lower()) or int(ends["count"]), count)
        places = (
            list(range(number))
            if ends["end"].lower() in ("first", "top")
            else list(range(count - number, count))
        )
    elif _NUMBERS.fullmatch(said.text):
        places = [int(each) - 1 for each in re.findall(r"\d+", said.text)]
    else:
        told = [int(each) for each in said.entities.get("ordinal", ())]
        places = [each - 1 if each > 0 else count + each for each in told]
    is_right = len(set(places)) > 1 and all(0 <= place < count for place in places)
    return list(dict.fromkeys(places)) if is_right else []


def speaks_of_each(said: Said, *, is_answer: bool = False) -> bool:
    """Whether several orders are meant: "all my orders", and "both of them" as an answer."""
    if said.first("one_of_several"):
        return False
    text = _EXCEPT.split(said.text, maxsplit=1)[0]
    return bool(_EACH_ORDER.search(text) or (is_answer and _EACH.match(text)))


def answers_each(said: Said) -> bool:
    """Whether it answers which order is meant, and with several."""
    is_answer = _ANSWERS_EACH.match(said.text) is not None and "?" not in said.text
    return is_answer and speaks_of_each(said, is_answer=True)


def _each(said: Said, likely: Sequence[OrderSummary], manner: Manner) -> Meant:
    """All that are likely, without those that are left out; "both" means two."""
    _, *left_out = _EXCEPT.split(said.text, maxsplit=1)
    kept = list(likely)
    if left_out:
        numbers = {normalise_number(str(each)) for each in said.entities.get("order_number", ())}
        rest = replace(said, text=left_out[-1], entities={})
        goods = {order.number for order in _by_goods(rest, likely, likely, manner, is_answer=True).orders}
        kept = [order for order in likely if order.number not in numbers | goods]
    if _BOTH.search(said.text) and len(kept) != 2:
        return Meant(kept)
    return Meant(kept, is_each=True)


def _by_goods(
    said: Said,
    orders: Sequence[OrderSummary],
    likely: Sequence[OrderSummary],
    manner: Manner,
    *,
    is_answer: bool,
) -> Meant:
    items = items_of(orders)
    keys_of = {
        order.number: [each.key for each in items if each.key.startswith(f"{order.number}/")]
        for order in orders
    }
    named = goods_named(
        said.text, items, is_swap=manner.is_swap, is_answer=is_answer, only_sure=manner.is_changing
    )
    owners = named.owners(keys_of)
    found = [order for order in orders if order.number in owners]
    apart = [
        named_one
        for named_one in (_owner_of(mention, found, likely) for mention in named.mentions)
        if named_one
    ]
    if len(apart) == len(named.mentions) == len({order.number for order in apart}) > 1:
        return Meant(apart, is_each=True)  # "cancel the mug and the lamp", each in an order of its own
    unfound = Unfound("goods", named.unknown.shown) if named.unknown else None
    return Meant(found, unfound)


def _owner_of(
    mention: frozenset[str], found: Sequence[OrderSummary], likely: Sequence[OrderSummary]
) -> OrderSummary | None:
    owners = [order for order in found if any(key.startswith(f"{order.number}/") for key in mention)]
    owners = [order for order in owners if order in likely] or owners
    return owners[0] if len(owners) == 1 else None


def _likely_first(found: Sequence[OrderSummary], likely: Sequence[OrderSummary]) -> Sequence[OrderSummary]:
    return [order for order in found if order in likely] or found


def items_of(orders: Sequence[OrderSummary]) -> list[Item]:
    """The lines of the orders as they may be named; a key begins with the order's number."""
    return [
        Item(f"{order.number}/{place}", title, options)
        for order in orders
        for place, (title, options) in enumerate(zip(order.titles, order.options, strict=True))
    ]


def of_order(said: Said, number: str) -> Said:
    """The message as said of one order only, where it was said of several."""
    return replace(
        said, entities={**said.entities, "order_number": (number,), "one_of_several": (True,)}, requests=()
    )
