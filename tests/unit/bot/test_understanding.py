from typing import Any

from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered

from bot.understanding import understanding_of


def uttered(text: str, message_id: str, *ranking: tuple[str, float], entities: Any = ()) -> UserUttered:
    ranked = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    return UserUttered(
        text,
        intent=ranked[0],
        entities=list(entities),
        parse_data={"intent_ranking": ranked},
        metadata={"message_id": message_id},
    )


def conversation() -> list[Event]:
    order = {"entity": "order_number", "value": "W1", "start": 7, "end": 10, "extractor": "ruler"}
    return [
        ActionExecuted("action_listen"),
        uttered("cancel #W1", "m1", ("cancel_order", 0.91234), ("cancel_return", 0.05), entities=[order]),
        ActionExecuted("action_extract_slots"),
        ActionExecuted("cancel_order_form"),
        SlotSet("requested_slot", "confirmed"),
        BotUttered("Cancel it?"),
        ActionExecuted("action_listen"),
        uttered("well er", "m2", ("nlu_fallback", 0.6), ("affirm", 0.4), ("deny", 0.3)),
        ActionExecuted("action_misunderstood"),
        ActionExecuted("action_listen"),
    ]


def test_it_tells_prediction_entities_and_what_was_done() -> None:
    assert understanding_of(conversation(), "m1") == {
        "intent": "cancel_order",
        "confidence": 0.9123,
        "ranking": [
            {"intent": "cancel_order", "confidence": 0.9123},
            {"intent": "cancel_return", "confidence": 0.05},
        ],
        "entities": [{"entity": "order_number", "value": "W1", "start": 7, "end": 10}],
        "is_fallback": False,
        "asked": None,
        "actions": ["cancel_order_form"],
    }


def test_a_fallback_keeps_what_the_classifier_had_thought_and_the_question_it_answered() -> None:
    told = understanding_of(conversation(), "m2")
    assert told is not None
    assert (told["intent"], told["confidence"], told["is_fallback"]) == ("affirm", 0.4, True)
    assert (told["asked"], told["actions"]) == ("confirmed", ["action_misunderstood"])


def test_a_message_that_the_events_do_not_hold_is_not_told_of() -> None:
    assert understanding_of(conversation(), "m3") is None
    assert understanding_of(conversation(), None) is None
