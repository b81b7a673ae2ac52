"""Sizes that are measures, such as 30 l: which of them a sentence means by "over 30 l"."""

import re

from commerce.search.facets import SIZE
from commerce.search.vocabulary import Vocabulary


def sizes_compared(found: re.Match[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The sizes of the store that a match of COMPARED means, in order; none where no size has its unit."""
    is_upper = found["way"] in ("under", "below", "less than", "up to", "at most", "max")
    limit = float(found["number"])
    fitting = [
        facet
        for value, facets in vocabulary.values.items()
        if (number := _measure(value, found["unit"])) is not None
        and (number <= limit if is_upper else number >= limit)
        for facet in facets
        if facet.startswith(f"{SIZE}:")
    ]
    return tuple(sorted(fitting))


def _measure(value: str, unit: str) -> float | None:
    number, _, of = value.partition(" ")
    try:
        return float(number) if of == unit else None
    except ValueError:
        return None
