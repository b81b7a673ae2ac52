"""What anybody writes runs in nobody's spreadsheet, and comes back as it was."""

import pytest

from commerce.spreadsheets import inert, unquoted


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_is_a_text(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert unquoted(inert(text)) == text


@pytest.mark.parametrize("text", ["", "lamp", "a=b", "'tis good", "1-2"])
def test_any_other_text_stays(text: str) -> None:
    assert inert(text) == text
    assert unquoted(text) == text
