"""How many are meant, put right by a number, by what is kept, or by all of it."""

import pytest

from actions.language.counts import recount_in


@pytest.mark.parametrize(
    ("text", "of_three"),
    [
        ("no wait, just one", 1),
        ("ok no just the one", 1),
        ("one pair only", 1),
        ("actually just 2 pairs", 2),
        ("not 3, 2", 2),
        ("keep one", 2),
        ("all but one", 2),
        ("actually I'll keep two of them", 1),
        ("I'd like to keep 1 please", 2),
        ("not just one pair, all of them", 3),
        ("no, not only the one but all 3", 3),
        ("not all", None),
        ("keep 3", None),
    ],
)
def test_how_many_of_three_are_meant(text: str, of_three: int | None) -> None:
    recount = recount_in(text)
    assert recount is not None
    assert recount.of(3) == of_three


@pytest.mark.parametrize(
    "text",
    ["keep it", "keep the mug", "2", "all of them", "can I keep one?", "one lamp is broken", "keep 1 Elm"],
)
def test_what_says_more_or_less_is_no_recount(text: str) -> None:
    assert recount_in(text) is None
