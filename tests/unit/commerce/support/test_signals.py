"""What calls for a person in a shopper's words, and what only sounds like it."""

import pytest

from commerce.support.models import Escalation
from commerce.support.signals import is_heated, signal_of

UPSET = [
    "this is ridiculous, worst store ever",
    "I am SO fed up with you useless people",
    "WHERE IS MY PACKAGE???? I HAVE BEEN WAITING FOR WEEKS",
    "are you kidding me, what a joke. never shopping here again",
    "you are all liars and thieves",
    "WTF!!! cancel it",
    "what the f*** is wrong with you, this is unacceptable",
    "how many times do I have to say it!!!!",
    "I've had enough, this is a scam",
    "bullshit. absolute bullshit, pathetic service",
    "nobody cares, it's a waste of my time",
    "I'm furious!!!",
]
CALM = [
    "where is my order?", "WHERE IS MY ORDER", "this is a terrible service", "the lamp came damaged, awful",
    "Cancel it!!", "W1234567 AND W7654321", "I want to return the stupid lamp", "no, that's not right",
    "I hate to bother you, but where is it?", "it was the worst of the three, can I exchange it?", "???",
    "I'd like to buy a crap table game", "OK", "the joke book never arrived", "can I get this in SIZE XXL",
    "LG OLED TV", "I'm sick of waiting",
]  # fmt: skip
SENSITIVE = [
    "you'll hear from my lawyer", "I will sue you", "I'm taking you to court", "small claims it is",
    "I'll file a chargeback", "I am going to dispute the charge with my bank", "there's fraud on my account",
    "my card was stolen and used here", "an unauthorized charge from you", "I reported it to the police",
    "the charger caught fire", "my son got burned by it", "I had an allergic reaction to the cream",
    "it exploded in my hand", "I'll complain to the better business bureau", "under GDPR I demand an answer",
    "you're hearing from my attorney’s office", "the lamp sparked when I plugged it in", "it burnt my finger",
    "my kid swallowed a piece of it", "the chair broke and I fell", "i got a rash from the shirt",
    "i cut myself on the edge", "my son cut his hand on the glass", "I'm bleeding", "it shocked me",
    "i got a shock from the lamp", "the cord melted", "it started smoking", "smoke is coming out of it",
    "it smells like burning", "the battery is swelling up", "i ended up in the ER",
    "i found glass in the jar", "my dog got sick from the treats", "this is a safety hazard",
    "it poked me in the eye",
    "i broke my arm because of your ladder", "there's a charge from you i don't recognize",
    "there's a charge on my card i didn't make", "unknown charge", "i didn't make this order",
    "someone used my card on your site", "someone logged into my account", "this order wasn't me",
    "there's an order on my account i didn't place", "i did not authorize this payment",
    "i'm calling my bank to reverse the charge", "i'm going to report you to the BBB", "i'm pressing charges",
    "my identity was stolen", "under the CCPA i want my data deleted", "you stole my money",
]  # fmt: skip
ORDINARY = [
    "do you have tennis court shoes?", "Sue Miller is my name", "send it to 5 Court Street", "refund my card",
    "can I pay by credit card?", "I was charged for shipping", "the fire pit is damaged", "a book about law",
    "is the lamp burnt orange?", "cancel my order", "the toy car is broken", "a gas regulator, please",
    "my payment failed", "delete my account", "the invoice is wrong", "is it safe?", "smoke grey, please",
    "a hot sauce that burns", "do you have a smoker", "a shock absorber", "cut the price", "the dye bleeds",
    "it hurts to pay that much", "do you sell battery chargers", "I don't recognize this item",
    "i ordered by mistake", "a police costume", "a gift for my lawyer", "a first aid kit", "burn proof mat",
    "I didn't order this size", "someone stole my package", "my color is burnt orange", "sick lamp, dude",
]  # fmt: skip


@pytest.mark.parametrize("text", UPSET)
def test_a_lost_temper_is_seen_and_its_reason_shown(text: str) -> None:
    signal = signal_of(text)
    assert signal is not None
    assert signal.escalation is Escalation.UPSET
    assert signal.reason.startswith("A lost temper: ")


@pytest.mark.parametrize("text", CALM)
def test_a_heated_word_is_no_lost_temper(text: str) -> None:
    assert signal_of(text) is None


@pytest.mark.parametrize("text", SENSITIVE)
def test_matters_of_money_law_and_safety_are_for_people(text: str) -> None:
    signal = signal_of(text)
    assert signal is not None
    assert signal.escalation is Escalation.SENSITIVE


@pytest.mark.parametrize("text", ORDINARY)
def test_words_that_only_sound_alike_are_not(text: str) -> None:
    assert signal_of(text) is None


@pytest.mark.parametrize(
    "text", ["this is the third time I'm asking", "nobody ever answers", "I asked you twice"]
)
def test_one_sign_of_anger_is_seen_and_is_no_lost_temper(text: str) -> None:
    assert is_heated(text)
    assert signal_of(text) is None


def test_the_store_says_which_topics_people_answer() -> None:
    topics = frozenset({"delete_account"})
    signal = signal_of("please delete my account", "delete_account", topics)
    assert signal is not None
    assert (signal.escalation, signal.reason) == (Escalation.SENSITIVE, "A topic for people: delete account.")
    assert signal_of("where is it?", "check_order_status", topics) is None
