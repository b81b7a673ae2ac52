"""Remembers what a provider has told, so that what is told again is counted and spares the database."""

from cachetools import LRUCache

from connectors.edge.rejections import Refusals

_MOST_REMEMBERED = 10_000


class Repeats:
    """What this process took in last, by the provider's ids. The message log keeps each thing single."""

    def __init__(self, refusals: Refusals) -> None:
        self._refusals = refusals
        self._told: LRUCache[str, None] = LRUCache(_MOST_REMEMBERED)

    def is_one(self, told_as: str) -> bool:
        """Whether it was taken in before; counts it if so."""
        is_repeat = told_as in self._told
        if is_repeat:
            self._refusals.count("repeated")
        return is_repeat

    def remember(self, told_as: str) -> None:
        """It is taken in: the provider, or who overheard it, need not be heard again."""
        self._told[told_as] = None
