"""What a terminal would obey is shown, not done."""

import pytest

from aisle.terminal import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("over\rwritten", "over\\x0dwritten"),
        ("\x9b2J", "\\x9b2J"),
        ("abc\u202edcba", "abc\\u202edcba"),
        ("a lone \ud800", "a lone \\ud800"),
        ("two\nlines\tand a tab, \u00e9 \U0001f44d", "two\nlines\tand a tab, \u00e9 \U0001f44d"),
    ],
)
def test_what_a_terminal_obeys_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown
