"""What Rasa says becomes replies: a text keeps its quick replies and its cards together."""

import json

import pytest

from commerce.support.messages import Reply
from connectors.conversation.dialogue import DialogueFailed, read_answer

CARD = {"title": "Order #A100234"}


def shown(replies: list[Reply]) -> list[tuple[str, list[str]]]:
    return [(reply.text, [card["title"] for card in reply.cards]) for reply in replies]


def test_cards_join_the_text_before_them() -> None:
    said = [
        {"recipient_id": "c", "text": "Delivered.", "buttons": [{"title": "Details", "payload": "/details"}]},
        {"recipient_id": "c", "custom": {"cards": [CARD]}},
        {"recipient_id": "c", "text": "Anything else?"},
    ]
    replies = read_answer(json.dumps(said).encode(), "here").replies
    assert shown(replies) == [("Delivered.", ["Order #A100234"]), ("Anything else?", [])]
    assert [choice["title"] for choice in replies[0].quick_replies] == ["Details"]


def test_cards_alone_are_a_reply() -> None:
    replies = read_answer(json.dumps([{"custom": {"cards": [CARD]}}]).encode(), "here").replies
    assert shown(replies) == [("", ["Order #A100234"])]


@pytest.mark.parametrize("body", [b"[]", b"[{}]", b'{"text": "no list"}', b"nonsense"])
def test_an_answer_that_says_nothing_is_a_failure(body: bytes) -> None:
    with pytest.raises(DialogueFailed):
        read_answer(body, "here")


def test_what_was_understood_is_no_reply() -> None:
    told = {"intent": "greet", "confidence": 0.9, "actions": ["utter_greet"]}
    said = [{"text": "Hello"}, {"recipient_id": "c", "custom": {"understanding": told}}]
    answer = read_answer(json.dumps(said).encode(), "here")
    assert [reply.text for reply in answer.replies] == ["Hello"]
    assert answer.understanding is not None
    assert (answer.understanding.intent, answer.understanding.actions) == ("greet", ["utter_greet"])
