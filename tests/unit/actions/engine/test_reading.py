"""What a message is to the question that is open, from its words and its intent alone."""

from dataclasses import replace

import pytest

from actions.engine.flow import Progress
from actions.engine.reading import Taken, beside_refusal, taken
from actions.flows.listed import FLOWS
from actions.language.said import Said

FLOW = {flow.name: flow for flow in FLOWS}
AT_REASON = Progress("cancel_order", asked="cancel_reason")
AT_SUMMARY = Progress("cancel_order", asked="confirmed", memory={"number": "A100234"})


@pytest.mark.parametrize(
    ("text", "intent", "at_reason", "at_summary"),
    [
        ("yes", "affirm", Taken.OTHERWISE, Taken.AGREES),
        ("cancel it", "cancel_order", Taken.INSISTS, Taken.AGREES),
        ("no", "deny", Taken.OTHERWISE, Taken.DECLINES),
        ("no wait, keep it", "correct", Taken.LEAVES, Taken.DECLINES),
        ("don't cancel it, I need it", "cancel_order", Taken.LEAVES, Taken.LEAVES),
        ("never mind", "never_mind", Taken.LEAVES, Taken.DECLINES),
        ("hang on", "goodbye", Taken.WAITS, Taken.WAITS),
        ("I shall sleep on it", "wait", Taken.WAITS, Taken.WAITS),
        ("bye", "goodbye", Taken.LEAVES, Taken.LEAVES),
        ("hello??", "greet", Taken.NUDGES, Taken.NUDGES),
        ("hello", "greet", Taken.OTHERWISE, Taken.OTHERWISE),
        ('Loved "Yes, cancel it"', "affirm", Taken.REACTS, Taken.REACTS),
        ("did you cancel it already?", "check_order_status", Taken.ASKS_WHETHER, Taken.ASKS_WHETHER),
        ("maybe", "affirm", Taken.OTHERWISE, Taken.OTHERWISE),
        ("I changed my mind", "inform", Taken.OTHERWISE, Taken.DECLINES),
        ("where is my order", "check_order_status", Taken.OTHERWISE, Taken.OTHERWISE),
        ("refund it to my paypal", "inform", Taken.OTHERWISE, Taken.OTHERWISE),
        ("/affirm", "affirm", Taken.OTHERWISE, Taken.AGREES),
        ("/deny", "deny", Taken.OTHERWISE, Taken.DECLINES),
        ("/never_mind", "never_mind", Taken.LEAVES, Taken.LEAVES),
        ("", "", Taken.OTHERWISE, Taken.OTHERWISE),
    ],
)
def test_what_a_message_is_to_a_cancellation(text: str, intent: str, at_reason: Taken, at_summary: Taken):
    said = Said(intent, text)
    assert taken(FLOW["cancel_order"], said, AT_REASON) is at_reason
    assert taken(FLOW["cancel_order"], said, AT_SUMMARY) is at_summary


@pytest.mark.parametrize("name", sorted(FLOW))
@pytest.mark.parametrize("text", ["cancel that", "ok just cancel it", "cancel this please"])
def test_cancel_that_leaves_what_is_no_cancellation(name: str, text: str):
    is_cancelling = name in ("cancel_order", "cancel_return")
    how = taken(FLOW[name], Said("cancel_order", text), Progress(name, asked="chosen_order"))
    assert how is (Taken.INSISTS if is_cancelling else Taken.LEAVES)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("no. where is it right now?", "where is it right now?"),
        ("no thanks, but send me the receipt", "send me the receipt"),
        ("never mind the cancelling, when does it arrive", "when does it arrive"),
        ("no, no, keep it. what is your return policy?", "what is your return policy?"),
        ("no and also send me the receipt", "also send me the receipt"),
        ("no plus send me the receipt", "send me the receipt"),
        ("nah when does it arrive", "when does it arrive"),
        ("no thanks where is it", "where is it"),
        ("no. whats in it", "whats in it"),
        ("ok never mind i want to talk to a person", "i want to talk to a person"),
        ("no i want the other one", None),
        ("no thanks", None),
        ("where is it, no really", None),
    ],
)
def test_what_is_asked_beside_a_no(text: str, rest: str | None):
    beside = beside_refusal(FLOW["cancel_order"], Said("check_order_status", text), AT_SUMMARY)
    assert (beside.text if beside else None) == rest


def test_what_is_asked_beside_a_no_has_the_intent_of_its_own_clause():
    text = "never mind the cancelling, when does it arrive"
    parts = (("never_mind", 0), ("check_order_status", 27))
    said = Said("ask_cancellation_fee", text, parts=parts)
    beside = beside_refusal(FLOW["cancel_order"], said, AT_REASON)
    assert beside == replace(said, intent="check_order_status", text="when does it arrive", parts=())


def test_another_number_is_no_yes_and_the_same_one_is():
    agreed = Said("affirm", "yes, cancel order #A100234")
    assert taken(FLOW["cancel_order"], agreed, AT_SUMMARY) is Taken.AGREES
    other = Said("affirm", "yes, cancel order #A100235")
    assert taken(FLOW["cancel_order"], other, AT_SUMMARY) is Taken.OTHERWISE


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("yes and also return my lamp", Taken.AGREES),
        ("yes, and cancel order A200002 too", Taken.AGREES),
        ("yes please, and send me the receipt of A100234 too", Taken.AGREES),
        ("maybe, and also return my lamp", Taken.OTHERWISE),
        ("yes? and also return my lamp", Taken.OTHERWISE),
        ("yes, I guess, and also return my lamp", Taken.OTHERWISE),
        ("no and also return my lamp", Taken.OTHERWISE),
        ("yes, and return order A100234", Taken.OTHERWISE),
        ("yes and refund it to my store credit", Taken.OTHERWISE),
        ('Loved "Yes, and also return my lamp"', Taken.REACTS),
    ],
)
def test_a_yes_with_a_further_request(text: str, how: Taken):
    assert taken(FLOW["cancel_order"], Said("affirm", text), AT_SUMMARY) is how


@pytest.mark.parametrize(
    ("text", "is_agreed"),
    [
        ("yes, and exchange the mug for a green one", True),
        ("yes, and also exchange my mug", True),
        ("yes, and also exchange my desk lamp", False),
        ("yes and the mug too", False),
    ],
)
def test_goods_of_the_summary_are_no_further_request(text: str, is_agreed: bool):
    items = [
        {"key": key, "title": title, "options": {}, "quantity": 1, "price_minor": 1000}
        for key, title in (("1", "Desk Lamp"), ("2", "Mug"))
    ]
    memory = {"number": "A100234", "named_lines": items, "chosen_items": ["1"]}
    summary = Progress("return_items", asked="confirmed", memory=memory)
    agreed = taken(FLOW["return_items"], Said("affirm", text), summary) is Taken.AGREES
    assert agreed is is_agreed
