"""A turn that has done much comes to its end, because Rasa would end it for good."""

import pytest
from rasa_sdk import Tracker

from actions.turn.requests import is_long


def after(actions: int) -> Tracker:
    events = [{"event": "user"}, *[{"event": "action", "name": "action_answer_topic"}] * actions]
    earlier = [{"event": "user"}, *[{"event": "action", "name": "utter_greet"}] * 9]
    return Tracker.from_dict({"sender_id": "s", "events": [*earlier, *events]})


@pytest.mark.parametrize(("actions", "ends"), [(0, False), (5, False), (6, True), (9, True)])
def test_only_the_actions_of_this_turn_count(actions: int, ends: bool) -> None:
    assert is_long(after(actions)) is ends
