"""The bot's words: one text of a reply in domain.yml, changed on its line."""

import json
import re
from typing import Any

from ruamel.yaml import YAML

from commerce.errors import CommerceError
from training.domain import Domain
from training.files import read_text
from training.patches import Patch
from training.place import Place

FILE = "domain.yml"
LONGEST = 1_000
_PLACES = re.compile(r"\{(\w+)\}")


class WordsUnfit(CommerceError):
    """The text cannot be a reply's; the message says why."""


def reply_patch(place: Place, name: str, number: int, text: str) -> Patch:
    """The edit that gives variant `number` (from 0) of a reply other words. Raises WordsUnfit."""
    content = read_text(place.root / FILE)
    variants = Domain.read(place).replies.get(name, [])
    if not 0 <= number < len(variants) or not isinstance(variants[number].get("text"), str):
        raise WordsUnfit(f"there is no text {number + 1} of {name}")
    before = variants[number]["text"]
    if not text or len(text) > LONGEST or text == before:
        raise WordsUnfit("the text is empty, too long, or as it was")
    added = set(_PLACES.findall(text)) - set(_PLACES.findall(before))
    if added:
        raise WordsUnfit(f"nothing would fill {', '.join(sorted(added))}")
    lines = content.splitlines()
    first, column = _position(content, name, number)
    last = first
    while last + 1 < len(lines) and _is_part(lines[last + 1], column):
        last += 1
    old = "\n".join(lines[_unique_from(lines, first, last) : last + 1]) + "\n"
    head = lines[first][:column]
    kept = "\n".join(lines[_unique_from(lines, first, last) : first])
    new = (f"{kept}\n" if kept else "") + f"{head}{json.dumps(text, ensure_ascii=False)}\n"
    patch = Patch(FILE, old, new)
    _verify(content, patch, name, number, text)
    return patch


def _position(content: str, name: str, number: int) -> tuple[int, int]:
    """The line and the column at which the text begins."""
    variant = YAML().load(content)["responses"][name][number]
    line, column = variant.lc.value("text")
    return int(line), int(column)


def _is_part(line: str, column: int) -> bool:
    """Whether a line goes on with the text of the line before: it stands deeper than the key "text"."""
    depth = len(line) - len(line.lstrip(" "))
    return bool(line.strip()) and depth > column - len("text: ")


def _unique_from(lines: list[str], first: int, last: int) -> int:
    """From where on the lines up to `last` stand in the file once."""
    whole = "\n".join(lines) + "\n"
    start = first
    while start > 0 and whole.count("\n".join(lines[start : last + 1]) + "\n") > 1:
        start -= 1
    return start


def _verify(content: str, patch: Patch, name: str, number: int, text: str) -> None:
    """Raise WordsUnfit if the edit would change anything but that text."""
    before: Any = YAML(typ="safe").load(content)
    before["responses"][name][number]["text"] = text
    if YAML(typ="safe").load(patch.applied(content)) != before:
        raise WordsUnfit("this text cannot be edited here without changing more: edit domain.yml")
