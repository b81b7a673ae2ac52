"""Entities are marked as Rasa writes them, and read back."""

import pytest

from training.marking import Mark, as_example, marked, unmarked

MARKED = [
    ("two navy shirts", [Mark(4, 8, "color")], "two [navy](color) shirts"),
    (
        "two navy shirts",
        [Mark(4, 8, "color", "blue"), Mark(0, 3, "quantity", "2")],
        '[two]{"entity": "quantity", "value": "2"} [navy]{"entity": "color", "value": "blue"} shirts',
    ),
]


@pytest.mark.parametrize(("text", "marks", "line"), MARKED)
def test_marks_are_written_and_read(text: str, marks: list[Mark], line: str) -> None:
    assert marked(text, marks) == line
    assert unmarked(line) == (text, sorted(marks, key=lambda each: each.start))


def test_rasas_short_form_of_a_value_is_read() -> None:
    assert unmarked("to [NYC](city:New York)") == ("to NYC", [Mark(3, 6, "city", "New York")])


@pytest.mark.parametrize("marks", [[Mark(0, 3, "a"), Mark(2, 5, "b")], [Mark(3, 4, "a")], [Mark(4, 99, "a")]])
def test_marks_that_make_no_sense_are_refused(marks: list[Mark]) -> None:
    with pytest.raises(ValueError, match="overlap, or mark nothing"):
        marked("two navy", marks)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("where's [that](order)?\n it's  late", "where's (that)(order)? it's late"),
        ("mail it to [e-mail]", "mail it to email"),
        ("/restart", "restart"),
        ('{"a": 1}', '("a": 1)'),
    ],
)
def test_what_a_shopper_says_is_never_read_as_markup(said: str, line: str) -> None:
    assert as_example(said) == line
    assert unmarked(as_example(said))[1] == []
