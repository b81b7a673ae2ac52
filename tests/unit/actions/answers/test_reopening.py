"""Whether what is said after a matter was settled goes on with it."""

from types import SimpleNamespace

import pytest

from actions.answers.reopening import taken_up_again
from actions.language.said import Said


def turn_after(flow: str, text: str, *, turns_ago: int = 1, ended: bool = True, **entities: str):
    """A turn whose shopper says `text`, so many turns after `flow` was settled."""
    under_way = {"event": "slot", "name": "flow", "value": {"flow": flow}}
    over = [{"event": "slot", "name": "flow", "value": None}] if ended else []
    later = [{"event": "user", "text": "thanks"}] * (turns_ago - 1)
    events = [{"event": "user", "text": "yes"}, under_way, *over, *later, {"event": "user", "text": text}]
    said = Said("inform", text, {name: (value,) for name, value in entities.items()}, text)
    return SimpleNamespace(said=said, tracker=SimpleNamespace(events=events), get=lambda slot: None)


@pytest.mark.parametrize(
    ("flow", "text", "entities"),
    [
        ("change_order_address", "postcode should be ls81qs", {}),
        ("change_order_address", "ls8 1qs", {"postcode": "LS8 1QS"}),
        ("change_order_address", "apartment 4, sorry", {}),
        ("change_order_address", "the house number is 7", {}),
        ("change_profile", "it's jane@example.com", {"email": "jane@example.com"}),
        ("change_profile", "the zip is wrong", {}),
        ("change_order_payment", "the other visa", {}),
        ("change_order_items", "size 9 I meant", {"size": "9"}),
        ("exchange_items", "in blue", {"colour": "blue"}),
        ("return_items", "actually 2", {"quantity": "2"}),
        ("return_items", "not the mug", {}),
    ],
)
def test_more_of_the_same_matter_takes_it_up_again(flow: str, text: str, entities: dict[str, str]):
    assert taken_up_again(turn_after(flow, text, **entities)) == flow


@pytest.mark.parametrize(
    ("flow", "text"),
    [
        ("change_order_address", "great"),
        ("return_items", "that's all"),
        ("return_items", "not now"),
        ("return_items", "just checking"),
        ("change_order_payment", "perfect"),
        ("list_orders", "postcode should be ls81qs"),
    ],
)
def test_anything_else_does_not(flow: str, text: str):
    assert taken_up_again(turn_after(flow, text)) is None


def test_only_right_after_it_was_settled():
    assert taken_up_again(turn_after("change_order_address", "the zip is 90210", turns_ago=2)) is None
    assert taken_up_again(turn_after("change_order_address", "the zip is 90210", ended=False)) is None
