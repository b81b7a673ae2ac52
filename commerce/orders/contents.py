"""How goods are named so that one is told from another."""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol


class Good(Protocol):
    """A product in one of its versions."""

    @property
    def title(self) -> str:
        """The product's."""
        ...

    @property
    def options(self) -> Mapping[str, str]:
        """What tells the version: `color`, `size`."""
        ...


def name_among(good: Good, among: Iterable[Good], *, told: Collection[str] = ()) -> str:
    """Enough of a good to tell it from the others: `T-Shirt (blue, M)` where there is another T-Shirt.

    `told` are options that are told beside it anyway.
    """
    twins = [each for each in among if each.title == good.title]
    if len(twins) < 2:
        return good.title
    telling = [key for key in good.options if len({each.options.get(key) for each in twins}) > 1]
    values = [good.options[key] for key in telling or good.options if key not in told]
    return f"{good.title} ({', '.join(values)})" if values else good.title


def changed_options(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """The options in which two versions differ."""
    return [key for key in {**old, **new} if old.get(key) != new.get(key)]
