"""Messages with the intent somebody says they have, read from Rasa's YAML or from CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from bot.evaluation.refusals import BadFile


@dataclass(frozen=True)
class Labelled:
    """A message, its intent, and the style it is written in where the file says so."""

    text: str
    intent: str
    style: str = ""


@dataclass(frozen=True)
class Accepted:
    """A message, its best intent, and every intent that would serve its sender."""

    text: str
    intent: str
    accepted: frozenset[str]


@dataclass(frozen=True)
class Annotated:
    """A message and its entities, each (entity, value), as `comparable` makes it; when it was sent."""

    text: str
    entities: tuple[tuple[str, str], ...]
    sent_at: datetime | None


def read_labelled(path: Path) -> list[Labelled]:
    """The messages of a `.csv` with columns text and intent, or of Rasa's `.yml`; raises BadFile."""
    readers = {".csv": _from_csv, ".yml": _from_yaml, ".yaml": _from_yaml}
    if path.suffix.lower() not in readers:
        raise BadFile(f"{path}: neither .csv nor .yml")
    found = list(readers[path.suffix.lower()](path))
    if not found:
        raise BadFile(f"{path}: there is no message in it")
    return found


def read_folder(folder: Path) -> list[Labelled]:
    """The training sentences of every `.yml` in `folder`; raises BadFile."""
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise BadFile(f"{folder}: there is no .yml in it")
    return [each for file in files for each in _from_yaml(file)]


def read_accepted(path: Path) -> list[Accepted]:
    """The messages of a CSV: text, intent and accepted, with a bar between intents; raises BadFile."""
    found = []
    for line, row in _rows(path, ("text", "intent", "accepted")):
        accepted = frozenset(filter(None, (name.strip() for name in row["accepted"].split("|"))))
        if not row["text"].strip() or row["intent"] not in accepted:
            raise BadFile(f"{path}, line {line}: no text, or its intent is not among the accepted ones")
        found.append(Accepted(row["text"].strip(), row["intent"], accepted))
    if not found:
        raise BadFile(f"{path}: there is no message in it")
    return found


def read_annotated(path: Path) -> list[Annotated]:
    """The messages of a `.csv` with columns text, entities (JSON: entity, value) and, where there are dates,
    sent_at (ISO 8601 with an offset); raises BadFile.
    """
    found = []
    for line, row in _rows(path, ("text", "entities")):
        try:
            entities = tuple(
                (each["entity"], comparable(each["value"])) for each in json.loads(row["entities"] or "[]")
            )
        except (json.JSONDecodeError, KeyError, TypeError):
            wanted = 'a JSON list of {"entity", "value"}'
            raise BadFile(f"{path}, line {line}: its entities are not {wanted}") from None
        found.append(Annotated(row["text"], entities, _moment(row.get("sent_at"), f"{path}, line {line}")))
    return found


def _moment(said: str | None, where: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said) if said else None
    except ValueError:
        raise BadFile(f"{where}: sent_at is no moment such as 2026-01-31T12:00:00-05:00") from None


def comparable(value: Any) -> str:
    """An entity's value as text: equal for equal values, whatever their case."""
    return json.dumps(value, sort_keys=True).lower()


def _from_csv(path: Path) -> Iterator[Labelled]:
    for line, row in _rows(path, ("text", "intent")):
        for column in ("text", "intent"):
            if not row[column].strip():
                raise BadFile(f"{path}, line {line}: no {column}")
        yield Labelled(row["text"].strip(), row["intent"].strip(), (row.get("style") or "").strip())


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row and the line it ends on."""
    reader = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        for column in columns:
            if column not in (reader.fieldnames or ()):
                raise BadFile(f"{path}, line 1: no column {column!r}; it needs {' and '.join(columns)}")
        for row in reader:
            if None in row or any(row[column] is None for column in columns):
                raise BadFile(f"{path}, line {reader.line_num}: another number of columns than in line 1")
            yield reader.line_num, row
    except csv.Error as error:
        raise BadFile(f"{path}, line {reader.reader.line_num}: {error}") from None


def _from_yaml(path: Path) -> Iterator[Labelled]:
    try:
        content = yaml.safe_load(_text(path))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise BadFile(f"{path}{where}: not YAML: {getattr(error, 'problem', error)}") from None
    blocks = content.get("nlu") if isinstance(content, dict) else None
    if not isinstance(blocks, list):
        raise BadFile(f"{path}: no list under `nlu:`, as in Rasa's training data")
    for block in blocks:
        if isinstance(block, dict) and "intent" in block:
            for text in _examples(path, block):
                yield Labelled(text, str(block["intent"]))


def _examples(path: Path, block: dict[str, Any]) -> Iterator[str]:
    from rasa.shared.nlu.training_data.entities_parser import replace_entities  # noqa: PLC0415  slow to import

    examples = block.get("examples")
    if not isinstance(examples, str):
        raise BadFile(f"{path}: the examples of intent {block['intent']} are not a `|` text of `- ` lines")
    for line in examples.splitlines():
        text = line.strip()
        if text and not text.startswith("- "):
            raise BadFile(f"{path}: intent {block['intent']}: a line without `- `: {text[:60]!r}")
        if text:
            yield replace_entities(text[2:].strip())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadFile(f"{path}: not UTF-8 at byte {error.start}") from None
