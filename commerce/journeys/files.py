"""Reads journeys from `data/journeys/`, and says in which line what is wrong."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from commerce.journeys.definition import Journey

FOLDER = Path(__file__).resolve().parents[2] / "data" / "journeys"


class MalformedJourney(Exception):
    """A file is no journey; each line of the message begins with file and line number."""


@cache
def journeys(folder: Path = FOLDER) -> dict[str, Journey]:
    """Every journey by its name. Raises MalformedJourney with all that is wrong."""
    found: dict[str, Journey] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            found[path.stem] = read_journey(path)
        except MalformedJourney as malformed:
            wrong.append(str(malformed))
    if wrong:
        raise MalformedJourney("\n".join(wrong))
    return found


def read_journey(path: Path) -> Journey:
    """One journey; its name is the file's. Raises MalformedJourney."""
    text = path.read_text(encoding="utf-8")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        written = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise MalformedJourney(f"{path.name}:{line}: {error.problem}") from None
    if not isinstance(written, dict):
        raise MalformedJourney(f"{path.name}:1: a journey is a mapping")
    try:
        return Journey.model_validate({"name": path.stem} | written)
    except ValidationError as invalid:
        errors = [error for error in invalid.errors() if not _follows(error, invalid.errors())]
        wrong = sorted({(_line(node, error["loc"]), _worded(error)) for error in errors})
        lines = (f"{path.name}:{line}: {reason}" for line, reason in wrong)
        raise MalformedJourney("\n".join(lines)) from None


def _follows(error: Any, errors: Iterable[Any]) -> bool:
    """Whether a list is only empty because what was in it is wrong."""
    place = error["loc"]
    inner = (each["loc"] for each in errors if len(each["loc"]) > len(place))
    return error["type"] == "too_short" and any(each[: len(place)] == place for each in inner)


def _worded(error: Any) -> str:
    names = (each for each in reversed(error["loc"]) if isinstance(each, str) and each[0] != "<")
    field = next(names, "")
    reason = str(error["msg"]).removeprefix("Value error, ")
    return f"{field}: {reason}" if field and field not in reason else reason


def _line(node: Any, path: tuple[int | str, ...]) -> int:
    """The line of the deepest part of `path` that is written; what pydantic adds to it is passed over."""
    at = node
    line = node.start_mark.line
    for each in path:
        if isinstance(at, yaml.SequenceNode) and isinstance(each, int) and each < len(at.value):
            at = at.value[each]
            line = at.start_mark.line
        elif isinstance(at, yaml.MappingNode):
            for key, value in at.value:
                if key.value == each:
                    at, line = value, key.start_mark.line
                    break
    return int(line) + 1
