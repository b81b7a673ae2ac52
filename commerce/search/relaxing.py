"""What comes nearest where nothing satisfies every filter: one of them is given up, and that is told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from commerce.search.colors import NEAR
from commerce.search.facets import BRAND, COLOR, KIND, MATERIAL, SIZE
from commerce.search.finding import without_group
from commerce.search.vocabulary import Vocabulary
from commerce.search.wanted import Group, Wanted

_A_LITTLE_MORE = 1.3  # times the highest price that was said


class Gave(StrEnum):
    """What was given up."""

    COLOR = "color"
    NEAR_COLOR = "near_color"
    PRICE = "price"
    SIZE = "size"
    BRAND = "brand"
    STARS = "stars"
    MATERIAL = "material"
    KIND = "kind"
    OTHER = "other"


@dataclass(frozen=True)
class Relaxed:
    """A search that asks for less, and what it gave up; None for what nobody said for sure."""

    wanted: Wanted
    gave: Gave
    group: Group = ()


def relaxations(wanted: Wanted, vocabulary: Vocabulary) -> Iterator[Relaxed]:
    """Searches that ask for less than `wanted`, the nearest first."""
    yield from _near_colors(wanted, vocabulary)
    if wanted.highest is not None:
        more = int(wanted.highest * _A_LITTLE_MORE)
        yield Relaxed(replace(wanted, highest=more), Gave.PRICE)
    for gave in (Gave.STARS, Gave.BRAND, Gave.OTHER, Gave.MATERIAL, Gave.COLOR):
        yield from _giving_up(wanted, gave)
    if wanted.highest is not None or wanted.lowest is not None:
        yield Relaxed(replace(wanted, highest=None, lowest=None), Gave.PRICE)
    yield from _giving_up(wanted, Gave.SIZE)
    alone = Wanted(text=wanted.text, kinds=wanted.kinds, without=wanted.without)
    if wanted.kinds and wanted.groups != (wanted.kinds,):
        yield Relaxed(alone, Gave.OTHER)  # the kind of thing is what they came for
    yield from _giving_up(wanted, Gave.KIND)


def _giving_up(wanted: Wanted, gave: Gave) -> Iterator[Relaxed]:
    for group in wanted.groups:
        if _gave(group) is gave and group not in wanted.loose:
            yield Relaxed(without_group(wanted, group), gave, group)


def _near_colors(wanted: Wanted, vocabulary: Vocabulary) -> Iterator[Relaxed]:
    for group in wanted.filters:
        if _gave(group) is not Gave.COLOR:
            continue
        said = {part for facet in group for part in facet.partition(":")[2].split()}
        near = sorted({each for color in said for each in NEAR.get(color, ())} - said)
        sold = tuple(f"{COLOR}:{each}" for each in near if vocabulary.has(f"{COLOR}:{each}"))
        if sold:
            filters = tuple(sold if each == group else each for each in wanted.filters)
            yield Relaxed(replace(wanted, filters=filters), Gave.NEAR_COLOR, group)


def _gave(group: Group) -> Gave:
    names = {facet.partition(":")[0] for facet in group}
    if SIZE in names:
        return Gave.SIZE
    known = {
        COLOR: Gave.COLOR,
        BRAND: Gave.BRAND,
        KIND: Gave.KIND,
        MATERIAL: Gave.MATERIAL,
        "stars": Gave.STARS,
    }
    return next((gave for name, gave in known.items() if name in names), Gave.OTHER)
