"""What the action server's code uses is not unused, and what nobody uses still is."""

from pathlib import Path

import pytest

from bot.validation import ACTIONS, names_used

CODE = '''
"""Words of a docstring: utter_of_docstring."""
TOPICS = "ask_price  leave_review"
def say(kind):
    yield f"utter_order_{kind}_done"
    yield "utter_whole"
'''


@pytest.mark.parametrize(
    ("name", "is_used"),
    [
        ("utter_whole", True),
        ("utter_order_late_done", True),
        ("utter_ask_cancel_order_form_reason", True),
        ("leave_review", True),
        ("utter_order_late", False),
        ("utter_made_up", False),
        ("leave", False),
    ],
)
def test_names_are_found_whole_or_as_they_are_made(tmp_path: Path, name: str, is_used: bool) -> None:
    (tmp_path / "some.py").write_text(CODE)
    assert names_used(tmp_path)(name) is is_used


def test_the_projects_own_code_does_not_excuse_everything() -> None:
    is_used = names_used(ACTIONS)
    assert not is_used("utter_made_up_thing")
    assert not is_used("made_up_intent")
