"""What domain.yml says of intents, entities, forms and replies."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from training.files import read_text
from training.place import Place


@dataclass(frozen=True, slots=True)
class Domain:
    """The names that Rasa's domain has."""

    intents: tuple[str, ...]
    entities: tuple[str, ...]
    forms: tuple[str, ...]
    replies: dict[str, list[dict[str, Any]]]

    @classmethod
    def read(cls, place: Place) -> "Domain":
        """As the file is now."""
        return _read(read_text(place.root / "domain.yml"))


@lru_cache(maxsize=4)
def _read(text: str) -> Domain:
    content: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506  a safe loader
    return Domain(
        _names(content.get("intents")),
        _names(content.get("entities")),
        _names(content.get("forms")),
        {name: list(texts) for name, texts in (content.get("responses") or {}).items()},
    )


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _names(listed: Any) -> tuple[str, ...]:
    """The names of a list whose members may have options, or of a mapping."""
    return tuple(next(iter(each)) if isinstance(each, dict) else str(each) for each in listed or ())
