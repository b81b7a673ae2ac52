"""The exact events of the actions outside of any flow."""

import pytest
from rasa_sdk import Tracker

from actions.turn.requests import heard
from commerce.identity import IdentityLevel
from tests.integration.actions.conftest import Enter
from tests.world import World

MISUNDERSTOOD = [
    {"event": "user", "text": "gibberish"},
    {"event": "action", "name": "action_misunderstood"},
]
OFFERED = [
    {"event": "user", "text": "no"},
    {"event": "slot", "name": "offered", "value": "ask_human"},
]


async def test_the_first_misunderstanding_asks_to_rephrase(enter: Enter) -> None:
    played = await (await enter()).play("action_misunderstood", "blorp", "nlu_fallback")
    assert (played.said, played.slots, played.other) == (["utter_misunderstood"], {}, [])


@pytest.mark.parametrize(
    ("text", "topic", "answer"),
    [
        ("what is this charge of 12 dollars", "report_unknown_charge", "utter_topic"),  # one for people
        ("you charged me twice, my lawyer will be in touch", "report_double_charge", "utter_topic"),
        ("worst store ever, you charged me twice!!!", "report_double_charge", "utter_topic"),
        ("the parcel caught fire, is that insured", "ask_policy", "utter_safety_first"),
    ],
)
async def test_what_is_passed_on_anyway_is_answered_without_an_offer(
    enter: Enter, text: str, topic: str, answer: str
) -> None:
    action = "action_answer_policy" if topic == "ask_policy" else "action_answer_topic"
    played = await (await enter()).play(action, text, topic)
    assert (played.said, played.buttons) == ([answer], [])
    assert "offered" not in played.slots


async def test_a_topic_that_a_person_may_settle_offers_one(enter: Enter) -> None:
    played = await (await enter()).play("action_answer_topic", "you charged me twice", "report_double_charge")
    assert played.said == ["utter_topic_person"]
    assert played.slots["offered"] == "report_double_charge"


async def test_a_message_that_may_mean_two_things_asks_which(enter: Enter) -> None:
    may_mean = {"nlu_fallback": 0.6, "return_items": 0.4, "exchange_items": 0.3, "greet": 0.01}
    played = await (await enter()).play("action_misunderstood", "swizzle", "nlu_fallback", ranking=may_mean)
    assert played.said == ["utter_did_you_mean"]
    assert played.buttons == [
        {"title": "Return something", "payload": "/return_items"},
        {"title": "Exchange something", "payload": "/exchange_items"},
        {"title": "Something else", "payload": "/deny"},
    ]


async def test_a_confirmed_guess_is_served_with_what_was_said(enter: Enter) -> None:
    """The order that the doubtful message named needs no second naming."""
    doubtful = {
        "text": "swap in A100234",
        "intent": {"name": "nlu_fallback"},
        "entities": [{"entity": "order_number", "value": "A100234", "start": 8, "end": 15}],
    }
    before = [
        {"event": "user", "text": doubtful["text"], "parse_data": doubtful},
        {"event": "action", "name": "action_misunderstood"},
        {"event": "bot", "text": "?", "data": {"buttons": [{"title": "t", "payload": "/return_items"}]}},
    ]
    tracker = Tracker.from_dict(
        {
            "sender_id": "s",
            "latest_message": {"text": "/return_items", "intent": {"name": "return_items"}},
            "events": [*before, {"event": "user", "text": "/return_items"}],
        }
    )
    said = heard(tracker, "return_items")
    assert (said.intent, said.text) == ("return_items", "swap in A100234")
    assert said.first("order_number") == "A100234"
    not_offered = {**tracker.current_state(), "events": [before[0], before[1], {"event": "user"}]}
    assert heard(Tracker.from_dict(not_offered), "return_items").is_payload


@pytest.mark.parametrize(
    "may_mean",
    [
        {"return_items": 0.1, "exchange_items": 0.05},
        {"return_items": 0.4, "inform": 0.3},
        {"out_of_scope": 0.4, "return_items": 0.3},
        {"return_items": 0.45},
    ],
    ids=["unlikely", "one is no request", "out of scope", "only one"],
)
async def test_other_messages_are_asked_in_other_words(enter: Enter, may_mean: dict[str, float]) -> None:
    played = await (await enter()).play("action_misunderstood", "swizzle", "nlu_fallback", ranking=may_mean)
    assert played.said == ["utter_misunderstood"]


async def test_a_second_message_that_may_mean_two_things_hands_over(enter: Enter) -> None:
    may_mean = {"return_items": 0.4, "exchange_items": 0.3}
    played = await (await enter()).play(
        "action_misunderstood", "swizzle", "nlu_fallback", before=MISUNDERSTOOD, ranking=may_mean
    )
    assert played.said == ["utter_handed_over_not_understood"]


@pytest.mark.parametrize(("sure", "said"), [(0.95, "utter_misunderstood"), (0.6, None)])
async def test_what_is_surely_others_business_is_no_request_here(
    enter: Enter, sure: float, said: str | None
) -> None:
    """Doubted, it may be one: "cancel my sofa" is."""
    played = await (await enter()).play(
        "action_misunderstood",
        "cancel my contract with Verastonia Mobile",
        "out_of_scope",
        ranking={"out_of_scope": sure, "cancel_order": 0.1},
    )
    assert played.said == ([said] if said else [])


async def test_a_topic_without_articles_is_offered_to_a_person(enter: Enter) -> None:
    played = await (await enter()).play("action_answer_topic", "gift cards?", "ask_gift_cards")
    assert played.said == ["utter_topic_person"]
    assert played.values == {"answer": "I can't settle that myself."}
    assert played.slots == {"offered": "ask_gift_cards"}


async def test_the_second_in_a_row_hands_over_and_leaves_any_flow(enter: Enter) -> None:
    played = await (await enter()).play(
        "action_misunderstood", "fizzle", "nlu_fallback", before=MISUNDERSTOOD
    )
    assert played.said == ["utter_handed_over_not_understood"]
    assert played.other == [("active_loop", None)]
    assert played.slots["requested_slot"] is None


async def test_an_anonymous_shopper_is_asked_where_to_write(enter: Enter) -> None:
    played = await (await enter(IdentityLevel.ANONYMOUS)).play("action_ask_human", "a person!", "ask_human")
    assert played.said == ["utter_handed_over", "utter_request_contact"]


async def test_yes_takes_up_the_offer_of_a_person(enter: Enter) -> None:
    played = await (await enter()).play("action_affirm", "yes", "affirm", before=OFFERED)
    assert played.said == ["utter_handed_over"]


async def test_yes_to_nothing_does_nothing(enter: Enter) -> None:
    played = await (await enter()).play("action_affirm", "yes", "affirm")
    assert (played.said, played.slots) == (["utter_nothing_to_confirm"], {})


async def test_a_number_out_of_the_blue_asks_for_its_status(world: World, enter: Enter) -> None:
    order = await world.order()
    played = await (await enter()).play("action_take_note", order.number, "inform", order_number=order.number)
    assert played.other == [("followup", "check_order_status_form")]
    assert played.said == []


async def test_who_somebody_is_can_be_said_out_of_the_blue(world: World, enter: Enter) -> None:
    order = await world.order()
    stage = await enter(IdentityLevel.ANONYMOUS)
    played = await stage.play(
        "action_take_note",
        "it's me",
        "identify",
        order_number=order.number,
        email=world.customer.email,
    )
    assert played.said == ["utter_found_you"]
    assert played.buttons == [
        {
            "title": f"Where is #{order.number}?",
            "payload": f'/check_order_status{{"order_number": "{order.number}"}}',
        }
    ]


async def test_a_policy_without_articles_is_not_guessed(enter: Enter) -> None:
    played = await (await enter()).play("action_answer_policy", "do you ship to the moon?", "ask_policy")
    assert played.said == ["utter_policy_unknown"]
    assert played.slots == {"offered": "no_answer"}


async def test_the_last_words_are_said_again(enter: Enter) -> None:
    before = [
        {"event": "user", "text": "hello"},
        {"event": "bot", "text": "Hello!", "data": {"buttons": [{"title": "Help", "payload": "/help"}]}},
    ]
    stage = await enter()
    played = await stage.play("action_repeat_question", "what?", "repeat_question", before=before)
    assert played.buttons == [{"title": "Help", "payload": "/help"}]


async def test_yes_to_a_person_where_the_articles_had_no_answer(enter: Enter) -> None:
    offered = {"event": "slot", "name": "offered", "value": "no_answer"}
    played = await (await enter()).play("action_affirm", "yes", "affirm", before=[OFFERED[0], offered])
    assert played.said == ["utter_handed_over"]
