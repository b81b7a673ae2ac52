"""Writes sentences about companies, places and brands that do not exist, and goods the store may not have.

What is out of scope is told by what is asked of whom, not by names that were seen: so the names are drawn,
with a seed, and the same names stand in requests to the store.
"""

import random
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[1] / "data/nlu/invented.yml"
_DRAWN_FROM = Path(__file__).with_name("invented.yml")
_SEED = 41
_HEAD = """version: "3.1"

# Written by `make invented` from ops/invented.yml, with names drawn anew for each sentence.
nlu:
"""
_EACH_OUTSIDE, _EACH_INSIDE = 4, 6  # sentences of each pattern
_MIDDLE_SHARE, _SMALL_SHARE = 0.6, 0.5


def write_invented_sentences() -> None:
    """Write data/nlu/invented.yml."""
    FILE.write_text(written())


def written() -> str:
    """Return data/nlu/invented.yml."""
    blocks = [
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {text}\n" for text in texts)
        for intent, texts in sentences().items()
    ]
    return _HEAD + "".join(blocks)


def sentences() -> dict[str, list[str]]:
    """The drawn sentences by their intent, the same at every call."""
    dice = random.Random(_SEED)
    found = {"out_of_scope": _without_repeats(_outside(dice))}
    for intent, patterns in _parts()["requests"].items():
        drawn = (
            _filled(pattern, dice, good=dice.choice(_parts()["goods"]))
            for pattern in patterns
            for _ in range(_EACH_INSIDE)
        )
        found[intent] = _without_repeats(drawn)
    return found


def _without_repeats(texts: Iterator[str]) -> list[str]:
    return sorted({text.lower(): text for text in texts}.values())


def _outside(dice: random.Random) -> Iterator[str]:
    for company in _parts()["companies"].values():
        for pattern in company["asked"]:
            for _ in range(_EACH_OUTSIDE):
                called = dice.choice(company["called"]).format(name=_name(dice))
                yield _filled(pattern, dice, company=called)
    for pattern in _parts()["places"]:
        for _ in range(_EACH_OUTSIDE):
            yield _filled(pattern, dice)


def _filled(pattern: str, dice: random.Random, **values: str) -> str:
    """The pattern with a name, half of the times in small letters as people write."""
    text = pattern.format(name=_name(dice), **values)
    return text.lower() if dice.random() < _SMALL_SHARE else text


def _name(dice: random.Random) -> str:
    syllables = _parts()["syllables"]
    middle = dice.choice(syllables["middle"]) if dice.random() < _MIDDLE_SHARE else ""
    return str(dice.choice(syllables["first"]) + middle + dice.choice(syllables["last"])).capitalize()


@cache
def _parts() -> Mapping[str, Any]:
    return yaml.safe_load(_DRAWN_FROM.read_text())
