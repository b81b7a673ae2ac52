"""A file of training sentences changes only in the lines that are meant."""

import difflib
from pathlib import Path

import pytest

from training.documents import Document, FileUnfit

FILE = """version: "3.1"
# Kept as it is.
nlu:
- intent: greet   # hello
  examples: |
    - hi
    - "quoted", and: a colon # no comment

- intent: cancel_order
  examples: |
    - cancel my order
    - cancel [two]{"entity": "quantity", "value": "2"} of them
    # a heading

    - please stop it
- synonym: big
  examples: |
    - large
"""
DATA = Path(__file__).resolve().parents[3] / "data" / "nlu"


def lines_changed(before: str, after: str) -> list[str]:
    found = difflib.ndiff(before.split("\n"), after.split("\n"))
    return [line for line in found if line[0] in "+-"]


def a_file() -> Document:
    return Document("some.yml", FILE.replace("    # a heading\n", ""))


def test_every_sentence_is_read() -> None:
    assert [(each.intent, each.line) for each in a_file().examples] == [
        ("greet", "hi"),
        ("greet", '"quoted", and: a colon # no comment'),
        ("cancel_order", "cancel my order"),
        ("cancel_order", 'cancel [two]{"entity": "quantity", "value": "2"} of them'),
        ("cancel_order", "please stop it"),
    ]


def test_a_new_sentence_is_one_line_more() -> None:
    changed = a_file().with_example("cancel_order", "no more of it: [red](color)")
    assert lines_changed(a_file().text, changed.text) == ["+     - no more of it: [red](color)"]


def test_a_sentence_goes_as_one_line_less() -> None:
    file = a_file()
    assert lines_changed(file.text, file.without_example(file.examples[0]).text) == ["-     - hi"]


def test_a_sentence_is_written_otherwise_where_it_stands() -> None:
    file = a_file()
    changed = file.with_line(file.examples[4], "please [stop](action) it")
    assert lines_changed(file.text, changed.text) == [
        "-     - please stop it",
        "+     - please [stop](action) it",
    ]


def test_an_intent_comes_and_goes_without_a_trace() -> None:
    for file in (a_file(), *(Document(path.name, path.read_text()) for path in sorted(DATA.glob("*.yml")))):
        grown = file.with_intent("ask_something", ["one", "two"])
        assert grown.intents == [*file.intents, "ask_something"]
        assert grown.without_intent("ask_something").text == file.text


def test_line_ends_of_windows_stay() -> None:
    file = Document("some.yml", a_file().text.replace("\n", "\r\n"))
    changed = file.with_example("greet", "hello")
    assert changed.text == file.text.replace("comment\r\n", "comment\r\n    - hello\r\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (FILE, "line 13: a line without `- `"),
        ("nlu: [", "not YAML at line"),
        ("stories: []", "no list under `nlu:`"),
        ("nlu:\n- intent: a\n  examples: one", "not a `|` text"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FileUnfit, match=reason):
        Document("some.yml", text)
