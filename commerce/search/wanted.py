"""What a shopper wants to find: filters that hold exactly, and words and meaning that rank the rest."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any


class Order(StrEnum):
    """How results are put in order, where not by how well they fit."""

    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    BEST_RATED = "best_rated"
    NEWEST = "newest"


Group = tuple[str, ...]  # facets of which a variant has at least one


@dataclass(frozen=True)
class Wanted:
    """A search. One variant of a product has to satisfy all of its filters together.

    Prices are in minor units of the store's currency. `loose` are filters that the words may mean, and that
    are dropped where nothing satisfies them.
    """

    text: str = ""  # ranked by meaning
    words: tuple[str, ...] = ()  # ranked by
    kinds: Group = ()
    filters: tuple[Group, ...] = ()
    loose: tuple[Group, ...] = ()
    without: Group = ()  # facets that the variant must not have
    without_words: tuple[str, ...] = ()  # words that the product must not have
    lowest: int | None = None
    highest: int | None = None
    stars: int | None = None
    order: Order | None = None
    near: str | None = None  # the product that others are to be like
    unknown: tuple[str, ...] = ()  # what is asked for, where none of its words is known in the store
    corrected: tuple[tuple[str, str], ...] = ()  # words as they were written and as they were read

    @property
    def groups(self) -> tuple[Group, ...]:
        """All filters by facets, those of kind and rating included."""
        kinds = (self.kinds,) if self.kinds else ()
        stars = ((f"stars:{self.stars}",),) if self.stars else ()
        return (*kinds, *self.filters, *self.loose, *stars)

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing that products could be found by."""
        said = (self.words, self.groups, self.without, self.without_words, self.near, self.order)
        return not any(said) and self.lowest is None and self.highest is None

    def filtered(self, group: Group) -> "Wanted":
        """The same with another filter, in place of the one that was about the same."""
        names = {facet.partition(":")[0] for facet in group}
        kept = tuple(each for each in self.filters if names.isdisjoint(f.partition(":")[0] for f in each))
        return replace(self, filters=(*kept, group))

    def storable(self) -> dict[str, Any]:
        """What a slot can keep of it: only what is said."""
        return {name: value for name, value in asdict(self).items() if value not in (None, (), "")}

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> "Wanted":
        """What `storable` kept, after JSON made lists of tuples."""
        known = {field.name for field in fields(cls)}
        values = {name: _tuples(value) for name, value in kept.items() if name in known}
        if "order" in values:
            values["order"] = Order(values["order"])
        return cls(**values)


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value
