"""What is wished of a subscription, in people's words."""

import re

import pytest

from actions.language.subscription_words import (
    STAYS,
    manages,
    other_wish,
    subscription_wish,
    wishes_to_begin,
)

WISHES = {
    "cancel": [
        "cancel my subscription",
        "stop the automatic orders",
        "end my subscription plan",
        "quit the coffee plan",
        "you keep sending me filters every month, stop it",
        "autoship off",
        "how do I get out of the subscription",
        "cancle my subscription",
        "stop sending me coffee every month",
        "no more monthly deliveries",
        "I don't want the monthly coffee any more",
        "unsubscribe from the coffee subscription",
        "I need to stop the auto delivery thing that I have set up",
        "Stop sending me shampoo bars every month, I never agreed to this",
        "cancel my coffee subscription, I moved",
        "cancel my coffee subscription I've moved abroad",
        "I moved, please cancel my coffee subscription",
        "we moved so cancel the monthly tea",
        "can I cancel my repeat order, we have moved",
        "end the subscription because my card was stolen",
        "stop my coffee subscription. I can't pay with this card any more, and my address is new",
        "please cancel the tea subscription, I need to double my savings",
    ],
    "skip": [
        "skip the next delivery",
        "can I skip one delivery",
        "skip next month",
        "can i skip next months box",
    ],
    "pause": [
        "pause my subscription",
        "pause deliveries while I'm on holiday",
        "postpone my subscription by two weeks",
        "i'd like to put my subscription on hold",
        "push back next month's delivery",
        "move my next subscription delivery to the 15th",
        "pause my monthly delivery",
        "delay my next box",
    ],
    "resume": [
        "resume my subscription",
        "restart the subscription I paused",
        "unpause my repeat order",
        "continue my subscription",
    ],
    "interval": [
        "change my subscription to every two weeks",
        "change how often my subscription comes",
        "make my subscription every two months instead",
        "less often please: every two months instead of monthly",
        "more often please, every two weeks",
        "Could the regular delivery come every three weeks instead of every five?",
    ],
    "quantity": [
        "double the quantity in my repeat order",
        "two instead of one in my repeat delivery",
        "change the quantity of my subscription",
        "send one more each time",
    ],
    "address": [
        "update my subscription address",
        "change the address of my repeat delivery",
        "I moved, change the address of my coffee subscription",
        "stop sending my subscription to the old address",
        "don't cancel my subscription, I have moved",
        "cancel, no: change the address of my subscription",
    ],
    "payment": ["change the card for my subscription", "pay my subscription with PayPal"],
    "product": ["change the product in my subscription", "switch my subscription to another flavor"],
    "show": [
        "what subscriptions do I have",
        "when is my next subscription delivery",
        "manage my subscription",
        "do I have any active subscriptions",
        "where do I find my subscriptions",
    ],
}


@pytest.mark.parametrize(
    ("wish", "said"), [(wish, said) for wish, listed in WISHES.items() for said in listed]
)
def test_a_wish_of_what_runs(wish: str, said: str) -> None:
    assert subscription_wish(said) == wish
    assert not wishes_to_begin(said)


@pytest.mark.parametrize(
    "said", ["my subscription", "subscriptions", "my monthly delivery", "subscription box"]
)
def test_what_says_nothing_of_it(said: str) -> None:
    assert subscription_wish(said) is None
    assert not wishes_to_begin(said)


@pytest.mark.parametrize(
    "said",
    [
        "I want coffee every month",
        "set up a repeat order",
        "can I subscribe to the coffee and get it every month",
        "set up auto delivery for dog food",
        "I want the cat food delivered every 3 weeks",
        "subscribe to dog food",
        "I'd like to subscribe to razor blades",
        "set up a monthly delivery",
        "i wnat to satrt a montly subscription for cofee filters",
        "I would want to receive this hand cream automatic each two months, how to do it?",
        "have it delivered every week automatically",
        "start a subscription for the shampoo bar",
        "subscribe to coffee and charge my visa card",
        "send me coffee every month to my home address",
        "get me coffee every month, can I cancel anytime?",
        "order coffee every month, cancel any time",
        "could you send me soap monthly with my amex card",
        "can you send this automatically every month",
        "sign me up for monthly coffee, is it easy to cancel?",
        "set up a monthly coffee, and bill my paypal",
    ],
)
def test_a_wish_to_begin(said: str) -> None:
    assert wishes_to_begin(said)


@pytest.mark.parametrize(
    "said",
    [
        "start my coffee subscription again",
        "I want you to stop sending coffee every month",
        "order coffee every month instead of every week",
        "switch the monthly coffee to my visa card",
        "you send me coffee every month, I never asked",
        "I'd like to get out of the coffee subscription",
    ],
)
def test_what_speaks_of_one_that_runs(said: str) -> None:
    assert manages(said)
    assert not wishes_to_begin(said)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("make it every 2 months", "interval"),
        ("skip the next one instead", "skip"),
        ("no, pause it", "pause"),
        ("can you double it", "quantity"),
        ("switch to paypal", "payment"),
        ("cancel the subscription instead", "cancel"),
        ("cancel it", None),
        ("stop until march", None),
        ("change it to 3", None),
        ("end of march", None),
        ("every 2 months", None),
        ("for 2 weeks, when I have moved", None),
    ],
)
def test_another_wish_is_a_command(said: str, wish: str | None) -> None:
    assert other_wish(said) == wish


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("no thanks", "go"),
        ("no, cancel it", "go"),
        ("cancel it anyway", "go"),
        ("I'd rather not", "go"),
        ("no, keep it", "stay"),
        ("ok I'll take the discount", "stay"),
        ("yes please", "stay"),
        ("keep it, for less", "stay"),
        ("yes, cancel it anyway", "go"),
        ("ok go ahead and cancel", "go"),
        ("I don't want your discount", "go"),
        ("not enough", "go"),
        ("no don't cancel it", "stay"),
        ("I don't want to cancel anymore", "stay"),
        ("go ahead with the discount", "stay"),
    ],
)
def test_who_goes_turns_the_offer_down(text: str, choice: str) -> None:
    assert next(key for key, words in STAYS.items() if re.search(words, text, re.IGNORECASE)) == choice
