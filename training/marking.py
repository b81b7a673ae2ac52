"""Entities in a sentence as Rasa writes them: `[navy](color)`, `[two]{"entity": "quantity", "value": 2}`."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_MARK = re.compile(
    r"\[(?P<text>[^\]]+?)\](?:\((?P<entity>[^:)]+?)(?::(?P<value>[^)]+))?\)|(?P<more>\{[^}]+?\}))"
)
_MASKED = re.compile(r"\[(e-mail|phone|card|token|secret|person name|postcode|email)\]")
_NO_MARKS = str.maketrans("[]{}", "()()")


@dataclass(frozen=True, slots=True)
class Mark:
    """An entity at `start` to `end` of a text; without a value, its words are its value."""

    start: int
    end: int
    entity: str
    value: str | None = None


def as_example(text: str) -> str:
    """A shopper's text as a training sentence: on one line, and nothing in it that Rasa reads as a mark.

    What is masked in it is written as the classifier sees it.
    """
    shown = _MASKED.sub(lambda found: found.group(1).replace("e-mail", "email"), text)
    line = " ".join(shown.translate(_NO_MARKS).split())
    return re.sub(r"^[/\s]+", "", line)  # Rasa reads "/greet" as an intent


def marked(text: str, marks: Sequence[Mark]) -> str:
    """The sentence with its marks. Raises ValueError for marks that overlap, are empty or lie outside."""
    line, last = [], 0
    for mark in sorted(marks, key=lambda each: each.start):
        words = text[mark.start : mark.end]
        if mark.start < last or not words.strip() or mark.end > len(text):
            raise ValueError("the marks overlap, or mark nothing")
        line += [text[last : mark.start], f"[{words}]", _described(mark, words)]
        last = mark.end
    return "".join([*line, text[last:]])


def unmarked(line: str) -> tuple[str, list[Mark]]:
    """The text of a training sentence, and its marks."""
    text, marks, last = "", list[Mark](), 0
    for found in _MARK.finditer(line):
        text += line[last : found.start()]
        more = _read_more(found["more"])
        entity, value = (
            (more.get("entity", ""), more.get("value")) if more else (found["entity"], found["value"])
        )
        marks.append(
            Mark(
                len(text), len(text) + len(found["text"]), str(entity), None if value is None else str(value)
            )
        )
        text += found["text"]
        last = found.end()
    return text + line[last:], marks


def _described(mark: Mark, words: str) -> str:
    if mark.value is None or mark.value == words:
        return f"({mark.entity})"
    return json.dumps({"entity": mark.entity, "value": mark.value}, ensure_ascii=False)


def _read_more(written: str | None) -> dict[str, Any]:
    if written is None:
        return {}
    try:
        return dict(json.loads(written))
    except (json.JSONDecodeError, TypeError, ValueError):
        return {}
