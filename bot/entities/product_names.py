"""How shoppers may call the products of a catalogue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from bot.entities.vocabulary import COLOURS, NUMBERS, ORDINALS, SIZE_WORDS, words

# Last words of titles that say nothing alone: "the can" is no watering can, "my card" no greeting card.
_TOO_GENERAL = (
    COLOURS
    | set(SIZE_WORDS)
    | set(NUMBERS)
    | set(ORDINALS)
    | words(
        "set kit pack bundle order box can card lead stand basket case cover top cards boxes cans baskets"
    )
)


class ProductNames:
    """What `titles` are called. In "Morrow Coffee Maker", sold beside a "Steadfast Coffee Maker", "coffee
    maker" is the kind of thing and "Morrow" the name of the model.

    `spoken` gives for each spelling, in lower case, what it names: a title, or a kind several titles share.
    `models` gives for each one-word model name, as capitalised in the titles, its title.
    """

    def __init__(self, titles: Iterable[str], aliases: Iterable[tuple[str, str]] = ()) -> None:
        self.spoken: dict[str, str] = {}
        self.models: dict[str, str] = {}
        split = {title: title.split() for title in titles}
        shared = Counter(
            " ".join(parts[start:]).lower() for parts in split.values() for start in range(len(parts))
        )
        called: dict[str, set[str]] = defaultdict(set)
        models: dict[str, set[str]] = defaultdict(set)
        for title, parts in split.items():
            self._name(title, title)
            model, kind = _model_and_kind(parts, shared)
            for name in _short_names(model, kind):
                called[name].add(title)
            if len(model) == 1 and kind and model[0][:1].isupper():
                models[model[0]].add(title)
        for alias, title in aliases:
            self._name(alias, title)
        self._name_kinds(split.values(), shared)
        self._name_heads(split)
        for name, meant in called.items():
            if len(meant) == 1:
                self._name(name, next(iter(meant)))
        self.models = {model: next(iter(meant)) for model, meant in models.items() if len(meant) == 1}

    def words(self) -> frozenset[str]:
        """Every word of every spelling."""
        return frozenset(word for name in self.spoken for word in name.split())

    def _name(self, name: str, meant: str) -> None:
        for form in _forms(name):
            self.spoken.setdefault(form, meant)

    def _name_kinds(self, titles: Iterable[list[str]], shared: Counter[str]) -> None:
        for parts in titles:
            for start in range(1, len(parts) - 1):
                kind = " ".join(parts[start:]).lower()
                if shared[kind] > 1:
                    self._name(kind, kind)

    def _name_heads(self, split: dict[str, list[str]]) -> None:
        titles_of: dict[str, set[str]] = defaultdict(set)
        for title, parts in split.items():
            head = parts[-1].lower()
            for form in {head, head.rsplit("-", maxsplit=1)[-1]}:
                titles_of[form].add(title)
        for head, titles in titles_of.items():
            if head not in _TOO_GENERAL and len(head) > 2:
                self._name(head, head if len(titles) > 1 else next(iter(titles)))


def _model_and_kind(parts: list[str], shared: Counter[str]) -> tuple[list[str], list[str]]:
    for start in range(1, len(parts)):
        if shared[" ".join(parts[start:]).lower()] > 1:
            return parts[:start], parts[start:]
    return parts, []


def _short_names(model: list[str], kind: list[str]) -> set[str]:
    """A model with one word of its kind, or a model that is more than a word."""
    if not kind:
        return set()
    name = " ".join(model)
    short = {f"{name} {word}" for word in kind} if len(kind) > 1 else set()
    return short | ({name} if len(model) > 1 else set())


def _forms(name: str) -> set[str]:
    lower = name.lower().replace("’", "'").strip()
    spellings = {lower, lower.replace("'", ""), lower.replace("-", " "), lower.replace("-", "")}
    if " " in lower:
        before, last = lower.rsplit(" ", maxsplit=1)
        spellings.add(f"{before}{last}")
    return spellings | {_plural(form) for form in spellings} | {_singular(form) for form in spellings}


def _plural(name: str) -> str:
    if name.endswith("s"):
        return name
    if name.endswith(("x", "ch", "sh")):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("y") and name[-2:-1] not in "aeiou" else f"{name}s"


def _singular(name: str) -> str:
    if name.endswith("ies") and len(name) > 4:
        return f"{name[:-3]}y"
    if name.endswith(("xes", "ches", "shes", "sses")):
        return name[:-2]
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "us", "is")) else name
