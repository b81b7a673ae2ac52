from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.turns import answer_given


def conversation() -> DialogueStateTracker:
    return DialogueStateTracker.from_events(
        "c",
        [
            ActionExecuted("action_listen"),
            UserUttered("hi", metadata={"message_id": "m1"}),
            ActionExecuted("utter_greet"),
            BotUttered("Hello"),
            SlotSet("colour", "red"),
            BotUttered("How can I help?"),
            ActionExecuted("action_listen"),
            BotUttered("said by an agent later"),
            UserUttered("bye", metadata={"message_id": "m2"}),
        ],
    )


def test_an_answer_is_everything_said_in_its_turn() -> None:
    assert [said.text for said in answer_given(conversation(), "m1")] == ["Hello", "How can I help?"]


def test_a_message_answered_with_nothing_has_an_empty_answer() -> None:
    assert answer_given(conversation(), "m2") == []


def test_an_unknown_message_has_no_answer() -> None:
    assert answer_given(conversation(), "m3") is None
    assert answer_given(conversation(), None) is None
