from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.meanwhile import meanwhile_events
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


DOMAIN = Domain.from_yaml(
    """
version: "3.1"
slots:
  confirmed: {type: text, mappings: [{type: custom}]}
  email: {type: text, mappings: [{type: custom}]}
forms:
  cancel_form: {required_slots: [confirmed]}
"""
)


def asked() -> DialogueStateTracker:
    events = [
        ActiveLoop("cancel_form"),
        SlotSet("requested_slot", "confirmed"),
        SlotSet("email", "a@b.example"),
    ]
    return DialogueStateTracker.from_events("c", events, DOMAIN.slots)


def told(by: str) -> DialogueStateTracker:
    tracker = asked()
    said = [{"by": by, "text": "Shall I send it again?"}, {"by": by, "text": ""}]
    tracker.update_with_events(meanwhile_events({"meanwhile": said}, tracker, DOMAIN), DOMAIN)
    return tracker


def test_a_yes_to_a_person_is_no_yes_to_the_bot() -> None:
    tracker = told("agent")
    assert tracker.active_loop_name is None
    assert tracker.get_slot("requested_slot") is None
    assert tracker.get_slot("email") == "a@b.example"


def test_what_the_store_tells_ends_nothing() -> None:
    assert told("system").active_loop_name == "cancel_form"


def test_it_is_remembered_as_theirs() -> None:
    [said] = [event for event in told("agent").events if isinstance(event, BotUttered)]
    assert (said.text, said.metadata["said_by"]) == ("Shall I send it again?", "agent")


def test_nothing_said_is_nothing_done() -> None:
    assert meanwhile_events({}, asked(), DOMAIN) == []
