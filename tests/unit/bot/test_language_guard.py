import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.language_guard import LanguageGuard


def guarded(text: str, intent: str) -> Message:
    ranking = [{"name": intent, "confidence": 0.8}]
    message = Message(
        {
            "text": text,
            "intent": ranking[0],
            "intent_ranking": ranking,
            "requests": [{"intent": intent}, {"intent": "help"}],
        }
    )
    return LanguageGuard().process([message])[0]


def test_a_message_in_another_language_is_no_request() -> None:
    message = guarded("quiero devolver un producto", "exchange_items")
    assert message.get("intent") == {"name": "other_language", "confidence": 1.0}
    assert message.get("language") == "es"
    assert [each["name"] for each in message.get("intent_ranking")] == ["other_language", "exchange_items"]
    assert message.get("requests") == []
    assert {"intent", "language", "requests"} <= message.output_properties


def test_a_please_makes_no_yes_of_a_question_in_another_language() -> None:
    message = guarded("où est ma commande s'il vous plaît", "affirm")
    assert message.get("intent")["name"] == "other_language"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("where is my order", "check_order_status"),
        ("auf wiedersehen und danke", "goodbye"),  # taught as what it is
        ("/ask_human", "ask_human"),
        ("", "nlu_fallback"),
    ],
)
def test_others_stay_as_they_were_understood(text: str, intent: str) -> None:
    message = guarded(text, intent)
    assert message.get("intent")["name"] == intent
    assert message.get("language") is None
    assert len(message.get("requests")) == 2
