"""Which items of an order a message means, and how many of each: the lamp, both shirts, all but the mug."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from actions.language.lexicon import Item, Lexicon
from actions.language.options import order_of_values
from actions.language.reference_reader import read
from actions.language.references import Reading, Reference

Chosen = dict[str, int]


@dataclass(frozen=True)
class Unclear:
    """Words that may mean any of `keys`; with one key, only how many of it is not said."""

    keys: tuple[str, ...]
    count: int | None = None


@dataclass(frozen=True)
class Naming:
    """What a message settles: how many of each item by key, in the order's order, and what it leaves open.

    `excess` tells of which item more was asked for than there is.
    """

    chosen: Chosen = field(default_factory=dict)
    unclear: tuple[Unclear, ...] = ()
    excess: Chosen = field(default_factory=dict)


def name_items(
    text: str,
    items: Sequence[Item],
    chosen: Mapping[str, int] | None = None,
    *,
    is_swap: bool = False,
    is_answer: bool = False,
) -> Naming | None:
    """The items that are chosen once `text` was said, `chosen` being so before; None when it names none.

    `is_swap`: what comes after "for" or "to" is the new thing, not an item. `is_answer`: the text answers
    the question for items, so a bare number or "all" counts.
    """
    tokens = Lexicon.of(items).read(text)
    reading = read(tokens, is_swap=is_swap)
    if is_swap and not reading.nouns:
        uncut = read(tokens)
        reading = uncut if uncut.nouns else reading
    return _Chooser(items, dict(chosen or {}), reading, is_answer).result()


def speaks_of_items(
    text: str, items: Sequence[Item], *, is_answer: bool = False, by_quality: bool = False
) -> bool:
    """Whether `text` takes an item in or leaves one out, and does not merely mention it.

    `is_answer`: it answers another question, so that "the lamp is broken, the rest I just don't like" says
    nothing of that. `by_quality`: "only the red one" speaks of an item, not of something new.
    """
    reading = read(Lexicon.of(items).read(text))
    changes = reading.adds or reading.corrects or (not is_answer and (reading.is_only or reading.takes))
    return any(
        (changes or each.leaves_out) and (each.is_telling or (by_quality and each.is_specific))
        for each in reading.references
    )


class _Chooser:
    """Applies a reading to what is chosen already."""

    def __init__(self, items: Sequence[Item], chosen: Chosen, reading: Reading, is_answer: bool) -> None:
        self._items = items
        self._before = chosen
        self._reading = reading
        self._is_answer = is_answer
        self._unclear: list[Unclear] = []
        self._excess: Chosen = {}
        self._open: set[str] = set()  # items that a question is pending about

    def result(self) -> Naming | None:
        references = self._references()
        if not references:
            return None
        taken = [each for each in references if not each.leaves_out]
        left = [each for each in references if each.leaves_out]
        now = self._start(taken, left)
        named: Chosen = {}
        for each in taken:
            self._take(each, left, named)
        now |= named
        for each in left:
            self._leave(each, now, named)
        self._settle(named)
        if not self._unclear and not now and not self._before and not left:
            return None
        order = [item.key for item in self._items]
        settled = {key: now[key] for key in order if now.get(key) and key not in self._open}
        return Naming(settled, tuple(self._unclear), self._excess)

    def _references(self) -> list[Reference]:
        """Those that say something, a bare number in an answer being a place in the list."""
        found = self._reading.references
        for each in found:
            if each.is_bare_count and self._is_answer and not self._reading.is_only and len(self._items) > 1:
                each.ordinals, each.count = [each.count or 0], None
        found = [each for each in found if self._says_something(each)]
        if any(each.is_specific for each in found):
            found = [each for each in found if each.is_specific or each.leaves_out]
        if any(not (each.is_praised or each.leaves_out) for each in found):
            for each in found:
                each.leaves_out |= each.is_praised
        return [each for each in found if each.leaves_out or not each.is_praised]

    def _says_something(self, reference: Reference) -> bool:
        if reference.is_specific:
            return bool(self._candidates(reference))
        if reference.is_pronoun and not reference.count:
            return len(self._before or self._items) == 1 or (reference.is_plural and bool(self._before))
        is_single = len(self._before or self._items) == 1
        is_about_it = is_single and (reference.is_pronoun or self._reading.corrects)
        return bool(reference.count) and (
            self._is_answer or self._reading.is_only or is_about_it or reference.leaves_out
        )

    def _start(self, taken: Sequence[Reference], left: Sequence[Reference]) -> Chosen:
        """What the message starts from: nothing, what was chosen, or everything."""
        reading = self._reading
        is_whole = any(each.says_all and not each.nouns for each in taken)
        if reading.is_only and not reading.adds and taken:
            return {}
        if not taken:
            return dict(self._before or {item.key: item.quantity for item in self._items})
        if left or reading.adds:
            return {} if is_whole else dict(self._before)
        if self._before and reading.takes and not reading.corrects and not is_whole:
            return dict(self._before)
        return {}

    def _take(self, reference: Reference, left: Sequence[Reference], named: Chosen) -> None:
        pool = self._candidates(reference)
        if reference.says_rest:
            spoken_of = set(named).union(*(self._keys(each) for each in left))
            excluded = spoken_of or set(self._before)
            pool = [item for item in pool if item.key not in excluded] or pool
            named.update({item.key: item.quantity for item in pool})
            return
        named.update(self._picked(reference, pool))

    def _settle(self, named: Chosen) -> None:
        """ "one shirt, the blue": what comes later may answer what was open."""
        for each in list(self._unclear):
            picked = [key for key in each.keys if key in named]
            if each.count and len(each.keys) > 1 and len(picked) >= each.count:
                self._unclear.remove(each)
                self._open.difference_update(each.keys)

    def _keys(self, reference: Reference) -> set[str]:
        return {item.key for item in self._candidates(reference)}

    def _leave(self, reference: Reference, now: Chosen, named: Chosen) -> None:
        inside = [item for item in self._candidates(reference) if item.key in now]
        if reference.says_rest or (reference.says_all and not reference.nouns):
            for item in inside:
                if item.key not in named:
                    del now[item.key]
            return
        if reference.count and len(inside) == 1 and reference.count < now[inside[0].key]:
            now[inside[0].key] -= reference.count
            return
        is_several = reference.is_plural or reference.says_all or reference.says_both
        if len(inside) > 1 and not is_several and reference.count != len(inside):
            for item in inside:
                del now[item.key]
            self._unclear.append(Unclear(_keys(inside), len(inside) - (reference.count or 1)))
            return
        for item in inside:
            del now[item.key]

    def _candidates(self, reference: Reference) -> list[Item]:
        """The items that fit all the words; an item's noun counts more than a quality it does not have."""
        pool: list[Item] = list(self._items)
        if reference.is_pronoun and self._before and not reference.is_specific:
            pool = [item for item in pool if item.key in self._before]
        if reference.nouns:
            pool = [item for item in pool if item.key in reference.nouns]
        for quality in reference.qualities:
            pool = [item for item in pool if item.key in quality] or (pool if reference.nouns else [])
        if reference.says_other and self._before:
            pool = [item for item in pool if item.key not in self._before] or pool
        if reference.extreme and pool:
            pool = _extremes(pool, reference.extreme)
        if reference.ordinals:
            pool = _at(pool, reference)
        return pool

    def _picked(self, reference: Reference, pool: Sequence[Item]) -> Chosen:
        """How many of which: settled, or noted as unclear."""
        if reference.ordinals and reference.nouns and len(pool) == 1 and not reference.count:
            return {pool[0].key: 1}
        if reference.says_both:
            return self._both(pool)
        if reference.says_all or (reference.is_plural and not reference.count):
            return {item.key: item.quantity for item in pool}
        if reference.count and not (reference.ordinals and len(pool) == reference.count):
            return self._counted(reference.count, pool)
        if reference.ordinals:
            return {item.key: item.quantity for item in pool}
        return self._singular(reference, pool)

    def _both(self, pool: Sequence[Item]) -> Chosen:
        if len(pool) == 2 or sum(item.quantity for item in pool) == 1:  # "both the lamp and the mug"
            return {item.key: item.quantity for item in pool}
        return self._counted(2, pool)

    def _counted(self, count: int, pool: Sequence[Item]) -> Chosen:
        total = sum(item.quantity for item in pool)
        if count > total:
            if len(pool) == 1:
                self._excess[pool[0].key] = count
            self._ask(pool, count)
            return {}
        if len(pool) == 1:
            return {pool[0].key: count}
        if count == total or (count == len(pool) and count > 1):
            return {item.key: item.quantity if count == total else 1 for item in pool}
        return self._alike(pool, count) or self._ask(pool, count)

    def _singular(self, reference: Reference, pool: Sequence[Item]) -> Chosen:
        if len(pool) == 1:
            (item,) = pool
            if item.quantity == 1 or reference.is_counted_as_one:
                return {item.key: 1}
            if reference.extreme or reference.is_pronoun or reference.qualities or reference.nouns:
                return self._ask(pool, None)
            return {item.key: item.quantity}
        return self._alike(pool, 1) or self._ask(pool, 1)

    def _alike(self, pool: Sequence[Item], count: int) -> Chosen:
        """`count` units of lines that nothing tells apart; empty when something does."""
        if len({(item.title, *sorted(item.options.items())) for item in pool}) > 1:
            return {}
        picked: Chosen = {}
        for item in pool:
            units = min(item.quantity, count - sum(picked.values()))
            if units:
                picked[item.key] = units
        return picked

    def _ask(self, pool: Sequence[Item], count: int | None) -> Chosen:
        self._unclear.append(Unclear(_keys(pool), count))
        self._open.update(_keys(pool))
        return {}


def _keys(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(item.key for item in items)


def _at(pool: Sequence[Item], reference: Reference) -> list[Item]:
    """The items at the places named: the second, the first and last, the first two."""
    units = [item for item in pool for _ in range(item.quantity if reference.nouns else 1)]
    if reference.count and reference.ordinals in ([1], [-1]):
        cut = units[: reference.count] if reference.ordinals == [1] else units[-reference.count :]
        return [item for item in pool if item in cut]
    places = [place - 1 if place > 0 else place for place in reference.ordinals]
    return [units[place] for place in places if -len(units) <= place < len(units)]


def _extremes(pool: Sequence[Item], extreme: str) -> list[Item]:
    """The cheapest, dearest, smallest or biggest ones; all when they cannot be compared."""
    if extreme in {"cheap", "dear"}:
        return _best(pool, {item.key: item.price_minor for item in pool}, is_most=extreme == "dear")
    for key in dict.fromkeys(key for item in pool for key in item.options):
        order = order_of_values(item.options[key] for item in pool if key in item.options)
        ranked = [item for item in pool if item.options.get(key) in order]
        if len(order) > 1:
            places = {item.key: order.index(item.options[key]) for item in ranked}
            return _best(ranked, places, is_most=extreme == "big")
    return list(pool)


def _best(pool: Sequence[Item], worth: Mapping[str, int], *, is_most: bool) -> list[Item]:
    wanted = (max if is_most else min)(worth[item.key] for item in pool)
    return [item for item in pool if worth[item.key] == wanted]
