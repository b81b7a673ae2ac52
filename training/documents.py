"""One file of training sentences: where each stands, and the file with some of its lines changed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString

from commerce.errors import CommerceError

_EXAMPLE = re.compile(r"^(\s*)- (.*?)\s*$")


class FileUnfit(CommerceError):
    """The file is not Rasa's training data as it is written here; the message says where."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as its line has it, without the dash; `number` counts the file's lines from 0."""

    number: int
    intent: str
    line: str


@dataclass(frozen=True, slots=True)
class _Block:
    intent: str
    begins: int
    opens: int  # the line of `examples: |`
    examples: list[Example]


class Document:
    """A file's text and what stands in it. Raises FileUnfit."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._lines = text.split("\n")  # a "\r" stays where it is
        self._blocks = [_block(name, self._lines, *each) for each in _intents(name, text)]

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    @property
    def examples(self) -> list[Example]:
        """Every sentence, in the file's order."""
        return [example for block in self._blocks for example in block.examples]

    @property
    def intents(self) -> list[str]:
        """The intents in it, in the file's order."""
        return list(dict.fromkeys(block.intent for block in self._blocks))

    def with_example(self, intent: str, line: str) -> "Document":
        """With a sentence behind the others of its intent, which the file has."""
        block = [block for block in self._blocks if block.intent == intent][-1]
        last = block.examples[-1] if block.examples else None
        indent = _indent(self._lines[last.number]) if last else _indent(self._lines[block.begins]) + "    "
        after = last.number if last else block.opens
        return self._changed(after + 1, after + 1, [f"{indent}- {line}"], {(intent, line): 1})

    def with_intent(self, intent: str, lines: Sequence[str]) -> "Document":
        """With a new intent at the end."""
        dash = _indent(self._lines[self._blocks[-1].begins]) if self._blocks else ""
        apart = [""] if self._stand_apart() else []
        new = [*apart, f"{dash}- intent: {intent}", f"{dash}  examples: |"]
        new += [f"{dash}    - {line}" for line in lines]
        end = len(self._lines)
        while end and not self._lines[end - 1].strip():
            end -= 1
        return self._changed(end, end, new, Counter((intent, line) for line in lines))

    def without_example(self, example: Example) -> "Document":
        """Without this sentence of its own."""
        return self._changed(example.number, example.number + 1, [], {(example.intent, example.line): -1})

    def without_intent(self, intent: str) -> "Document":
        """Without the blocks of the intent."""
        document = self
        while intent in document.intents:
            block = [block for block in document._blocks if block.intent == intent][-1]
            end = (block.examples[-1].number if block.examples else block.opens) + 1
            begins = block.begins - 1 if document._stand_apart() else block.begins
            gone = Counter((each.intent, each.line) for each in block.examples)
            document = document._changed(begins, end, [], {key: -count for key, count in gone.items()})
        return document

    def with_line(self, example: Example, line: str) -> "Document":
        """With this sentence written otherwise."""
        new = [f"{_indent(self._lines[example.number])}- {line}"]
        change = Counter({(example.intent, line): 1})
        change[example.intent, example.line] -= 1
        return self._changed(example.number, example.number + 1, new, change)

    def _stand_apart(self) -> bool:
        """Whether an empty line is between the last block and what is before it."""
        return len(self._blocks) > 1 and not self._lines[self._blocks[-1].begins - 1].strip()

    def _changed(
        self, start: int, end: int, new: Sequence[str], change: dict[tuple[str, str], int]
    ) -> "Document":
        """With the lines from `start` to `end` replaced; FileUnfit if more changes than was meant."""
        ending = "\r" if self._lines[0].endswith("\r") else ""
        lines = [*self._lines[:start], *(f"{line}{ending}" for line in new), *self._lines[end:]]
        if start == len(self._lines):  # the file did not end with a line's end
            lines.append("")
        document = Document(self.name, "\n".join(lines))
        wanted = Counter((each.intent, each.line) for each in self.examples)
        for key, count in change.items():
            wanted[key] += count
        if Counter((each.intent, each.line) for each in document.examples) != +wanted:
            raise FileUnfit(f"{self.name} cannot be changed so without changing more than that")
        return document


def _intents(name: str, text: str) -> list[tuple[str, int, int]]:
    """Each block: its intent, and the lines on which it and its examples begin."""
    yaml = YAML()
    yaml.preserve_quotes = True
    try:
        content: Any = yaml.load(text.removeprefix("\ufeff"))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise FileUnfit(f"{name} is not YAML{where}") from None
    blocks = content.get("nlu") if isinstance(content, dict) else None
    if not isinstance(blocks, list):
        raise FileUnfit(f"{name} has no list under `nlu:`")
    found = []
    for block in blocks:
        if isinstance(block, CommentedMap) and "intent" in block:
            if not isinstance(block.get("examples"), LiteralScalarString):
                raise FileUnfit(f"{name}: the examples of {block['intent']} are not a `|` text of `- ` lines")
            begins = min(place[0] for place in block.lc.data.values())
            found.append((str(block["intent"]), begins, block.lc.value("examples")[0]))
    return found


def _block(name: str, lines: Sequence[str], intent: str, begins: int, opens: int) -> _Block:
    examples, depth = [], None
    for number in range(opens + 1, len(lines)):
        line = lines[number].rstrip("\r")
        if not line.strip():
            continue
        own = len(_indent(line))
        depth = own if depth is None else depth
        if own < depth or own <= len(_indent(lines[opens])):
            break
        found = _EXAMPLE.match(line)
        if found is None:
            raise FileUnfit(f"{name}, line {number + 1}: a line without `- `")
        examples.append(Example(number, intent, found[2]))
    return _Block(intent, begins, opens, examples)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]
