"""A yes is only a plain yes, for every flow: whatever says more is a correction, a wish or a question."""

import pytest

from actions.engine.deeds import DEEDS
from actions.engine.flow import Progress
from actions.flows.cancel_order import CancelOrderFlow
from actions.language.agreement import agrees, agrees_and_adds, declines, leaves
from actions.language.said import Said

EVERY = {f"{flow} {kind}": deed for flow, kinds in DEEDS.items() for kind, deed in kinds.items()}
CANCEL = DEEDS["cancel_order"][""]
SUMMARISED = Progress("cancel_order", asked="confirmed", memory={"number": "A100234"})

YES = (
    "yes", "Yes please!", "yeah go ahead", "sure, thanks", "ok", "OK do it", "yep that's right", "please do",
    "yes that is correct", "go for it", "sounds good", "absolutely", "yes, I'm sure", "👍", "👍🏽 yes",
    "y", "k",
    "Yesss", "okayyy", "yes yes yes", "“yes”", "no worries, proceed", "perfect, go ahead", "I agree",
    "that works for me", "Please go ahead with it, thank you so much", "that would be great", "100%",
    "ok thanks", "ok great", "fine", "sounds good thanks", "perfect, thank you", "great, go ahead",
)  # fmt: skip
NO_YES = (
    "maybe", "sure about that?", "ok hold on", "yes to what?", "yes/no", "ok, i'll ask my wife", "yes??",
    "Y/N",
    "Yes please, and refund to my store credit", 'Loved "Yes, cancel it"', "Liked “yes”", "👍 to “Shall I?”",
    "ok what about the apartment number", "no yes", "agreed?", "I guess", "yup jk", "ok hmm", "ok boomer",
    "sure? you said it can't be undone", "ok give me a minute", "yep thats the order number A10", "ok...?",
    "yes but not the mug", "yes, except the lamp", "ok but to my gift card", "yes, to paypal",
    "sure, in black",
    "yes and the mug too", "yes if it is free", "ok only the lamp", "yes but tomorrow", "yes 2 of them",
    "not ok", "thanks", "please wait", "no problem", "ok no worries", "ok got it", "👎", "yes 🤔", "", "...",
    "yes no", "I don't agree", "not sure", "should I say yes", "say yes", "yes yesterday",
    "okay... do I pay postage", "let's", "I want to",
    "I want it", "it's fine", "it's ok", "all good", "I'm good, thanks",
    "it works", "everything is fine", "sure about that", "oh that", "I still want it", "that",
    "looks fine to you", "great", "great, thanks", "good", "excellent thanks", "nice", "cool", "fine thanks",
    "fine, thank you", "I'm good thanks", "thanks a lot", "thank you, great",
)  # fmt: skip
NO = (
    "no",
    "No thanks",
    "nope",
    "nah",
    "don't",
    "no, leave it",
    "never mind",
    "👎",
    "no no no",
    "no don't cancel it",
    "no, do not return it!",
    "nope, don't change anything",
    "No!! dont cancel my order",
)


@pytest.mark.parametrize("text", YES)
def test_a_plain_yes(text: str):
    assert [flow for flow, deed in EVERY.items() if not agrees(text, deed) or declines(text, deed)] == []


@pytest.mark.parametrize("text", NO_YES)
def test_what_says_more_or_less_is_no_yes(text: str):
    assert [flow for flow, deed in EVERY.items() if agrees(text, deed)] == []


def test_what_is_kept_is_agreed_to_where_keeping_it_was_offered():
    assert [flow for flow, deed in EVERY.items() if agrees("keep it", deed)] == ["manage_subscription stay"]


@pytest.mark.parametrize("text", NO)
def test_a_plain_no(text: str):
    assert [flow for flow, deed in EVERY.items() if agrees(text, deed) or not declines(text, deed)] == []


@pytest.mark.parametrize(
    ("flow", "kind", "text"),
    [
        ("cancel_order", "", "cancel it"), ("cancel_order", "", "go ahead and cancel"),
        ("cancel_order", "", "yes, cancel the whole order and refund me please"),
        ("cancel_order", "", "cancel order #A100234"), ("cancel_order", "", "I confirm the cancellation"),
        ("cancel_order", "", "i agree to cancelling it"), ("return_items", "", "yes to the return, thanks"),
        ("cancel_order", "", "I confirm that you can cancel"), ("return_items", "", "alright, return it"),
        ("return_items", "", "set up the return please"), ("return_items", "", "yes, send them back"),
        ("exchange_items", "", "please swap it"), ("change_order_items", "", "Yes, change it"),
        ("report_problem", "replacement", "yes send a new one"), ("report_problem", "refund", "refund me"),
        ("cancel_return", "", "cancel the return"),
        ("change_order_address", "", "yes send it there"), ("change_order_payment", "", "switch it please"),
        ("order_again", "", "Yes, fill my cart"), ("change_profile", "remove_method", "remove it"),
        ("change_profile", "email", "update my email"), ("manage_subscription", "stay", "keep it"),
        ("change_order_address", "", "change the address to that"),
        ("change_profile", "address", "yes, update my address to that one"),
        ("manage_subscription", "address", "change it to that please"),
    ],
)  # fmt: skip
def test_the_flows_own_verb(flow: str, kind: str, text: str):
    assert agrees(text, DEEDS[flow][kind], number="A100234")


@pytest.mark.parametrize(
    ("flow", "kind", "text"),
    [
        ("cancel_order", "", "cancel"), ("cancel_order", "", "return it"),
        ("cancel_order", "", "yes, change it"),
        ("cancel_order", "", "yes, cancel order #A100235"), ("return_items", "", "yes, return everything"),
        ("return_items", "", "exchange it"), ("report_problem", "refund", "yes send a new one"),
        ("report_problem", "replacement", "yes refund me"), ("cancel_return", "", "cancel the order"),
        ("change_order_address", "", "cancel it"), ("exchange_items", "", "yes, return it"),
    ],
)  # fmt: skip
def test_the_verb_of_another_flow(flow: str, kind: str, text: str):
    assert not agrees(text, DEEDS[flow][kind], number="A100234")


@pytest.mark.parametrize(
    "text",
    [
        "no wait, keep it",
        "don't cancel it",
        "leave my order as it is",
        "I changed my mind",
        "ok never mind i found a use for it",
        "leave it, we still need it",
        "keep it because my wife wants it",
    ],
)
def test_leaving_at_any_question(text: str):
    assert leaves(text, CANCEL)
    assert not leaves("no", CANCEL)


def test_a_pressed_answer():
    assert CancelOrderFlow().is_agreed(Said("affirm", "/affirm"), SUMMARISED)
    assert not CancelOrderFlow().is_agreed(Said("deny", "/deny"), SUMMARISED)


def test_the_title_of_the_offered_button_whatever_the_store_calls_it():
    titled = Progress("cancel_order", asked="confirmed", memory={"titles": {"affirm": ["Do away with it!"]}})
    assert CancelOrderFlow().is_agreed(Said("inform", "do away with it"), titled)
    assert not CancelOrderFlow().is_agreed(Said("inform", "do away with it"), SUMMARISED)


@pytest.mark.parametrize("text", ["maybe", "yes but tomorrow", "ok hold on"])
def test_what_the_classifier_takes_for_a_yes_is_none(text: str):
    assert not CancelOrderFlow().is_agreed(Said("affirm", text), SUMMARISED)


def test_a_yes_to_another_question():
    assert not CancelOrderFlow().is_agreed(
        Said("affirm", "yes"), Progress("cancel_order", asked="chosen_order")
    )


@pytest.mark.parametrize(
    "text",
    [
        "yes, and also my other order",
        "yes and the other one too",
        "ok, do the same for my other order",
        "yes please. also cancel the other order",
        "go ahead and the other order as well",
    ],
)
def test_a_yes_that_adds_another_order(text: str):
    assert agrees_and_adds(text, CANCEL)


@pytest.mark.parametrize(
    "text",
    [
        "yes, the other one",
        "yes and the other one",
        "and my other order too",
        "no, also my other order",
        "maybe, and also my other order",
        "yes and also the mug",
        "yes? and also my other order",
    ],
)
def test_no_yes_that_adds_another_order(text: str):
    assert not agrees_and_adds(text, CANCEL)
