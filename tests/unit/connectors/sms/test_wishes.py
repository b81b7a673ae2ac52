"""Opting out, opting in and asking for help, told from everything that only sounds like it."""

import pytest

from commerce.consent.models import ConsentSource, Topic
from connectors.channels.phone.opt_out_words import Wanted, provider_wish, wish_of

ALL = frozenset(Topic)
MARKETING = frozenset({Topic.MARKETING})

STOPS = [
    "STOP", "stop", "Stop.", "STOP!!!", " stop ", "STOPALL", "stop all", "UNSUBSCRIBE",
    "unsubscribe please", "Unsub", "QUIT", "quit", "CANCEL", "Cancel", "END", "end.", "REVOKE", "OPTOUT",
    "opt out", "Opt-out", "please stop", "Stop please", "ok stop", "“STOP”", "ＳＴＯＰ",
    "please stop texting me", "Stop texting me!", "stop messaging me", "quit texting me", "don't text me",
    "Don’t text me anymore", "do not text me again", "never text me again", "do not contact me",
    "stop sending me texts", "stop sending me these messages", "please don't send me any more messages",
    "stop the texts", "no more texts", "No more messages please", "stop all these messages",
    "I don't want your texts", "i do not want to receive texts", "I no longer wish to receive messages",
    "take me off your list", "remove me from this list", "remove my number", "Please delete my number",
    "unsubscribe me", "I want to opt out", "opt me out", "I revoke my consent", "leave me alone",
    "lose my number", "wrong number, please stop", "stop contacting this number",
    "Can you please stop texting me?", "stop texting me about my order", "i said stop",
    "Stop. I said stop.", "I told you to stop texting me", "Hi, could you stop sending me messages please",
    "do not send texts to this number", "quit bothering me", "I never want to hear from you again",
    "no texts please", "cancel these texts", "unsubscribe from all",
    "Thanks for your help. Now please remove me from your list.", "don't text me, email me instead",
]  # fmt: skip
STOPS_MARKETING = [
    "stop sending me ads", "no more promotions", "Please no more marketing", "I don't want your offers",
    "unsubscribe me from the newsletter", "stop the promo texts", "take me off your marketing",
    "don't send me any more coupons",
]  # fmt: skip
STARTS = [
    "START", "start", "Unstop", "UNSTOP", "subscribe", "resubscribe", "opt in", "Opt-in",
    "start texting me again", "you can text me again", "please text me again", "resume messages",
    "subscribe me again",
]  # fmt: skip
HELPS = ["HELP", "help", "Help!", "help?", "INFO", "info"]
ABOUT_THE_SHOP = [
    "cancel my order", "Cancel order #W1234567", "please cancel it", "I want to cancel",
    "cancel that please", "CANCEL MY ORDER NOW", "cancel the return", "can you cancel my order?",
    "stop my order", "Stop my order please", "stop the shipment", "please stop the delivery",
    "stop order A100234", "end my return", "I'd like to cancel everything in my order", "how do I cancel?",
    "do you stop shipping?", "don't send me the mug, send the lamp",
    "don't send the package to my old address", "I don't want the lamp", "I don't want it anymore",
    "no more items please", "do not ship it yet", "help me return these shoes", "help with my order",
    "can you help me?", "I need help with a refund", "info about my order", "more info please",
    "start a return", "Start an exchange", "can I start over?", "I quit", "quit it with the jokes",
    "it won't stop raining", "the clock stopped working", "where does it end?", "unsubscribe from what?",
    "remove the mug from my order", "take the lamp off my order", "I got the wrong item",
    "wrong number of items in my parcel", "is there an opt out of the insurance?",
    "I never got a text about my delivery", "I didn't get any message", "text me when it ships",
    "send me a message when my refund is done", "yes", "no", "Y", "never mind", "delete my return",
    "remove my old address", "drop the second one", "any offers on lamps?", "do you have discounts?",
    "why did you not text me about my order?", "you never text me back", "you don't text me when it ships",
    "why don't you message me the tracking number", "I did not get a text",
    "I didn't want to contact support", "stop it, I want the blue one", "no more of the blue ones",
    "it says no messages", "please stop the refund", "the end of my street", "is this the end?",
    "I want to cancel the second item", "cancel and refund me", "nothing to revoke", "revoke the return",
    "never send the red one", "do not send the parcel yet",
    "don't contact the neighbour, leave it at the door", "take me off the order as recipient",
    "remove me as the recipient", "how do I opt out of gift wrap", "leave it alone", "start my return",
    "text me the code", "subscribe and save?", "help me stop this order", "can I stop my order?", "no more",
    "I don't want a discount, I want a refund for my order", "2", "the second",
]  # fmt: skip


@pytest.mark.parametrize("text", STOPS)
def test_wants_no_more_texts(text: str) -> None:
    wish = wish_of(text, is_about_order=False)
    assert wish is not None
    assert (wish.wanted, wish.topics) == (Wanted.STOP, ALL)


@pytest.mark.parametrize("text", STOPS_MARKETING)
def test_wants_no_more_advertising(text: str) -> None:
    wish = wish_of(text, is_about_order=False)
    assert wish is not None
    assert (wish.wanted, wish.topics) == (Wanted.STOP, MARKETING)


@pytest.mark.parametrize("text", STARTS)
def test_wants_texts_again(text: str) -> None:
    wish = wish_of(text, is_about_order=False)
    assert wish is not None
    assert wish.wanted is Wanted.START


@pytest.mark.parametrize("text", HELPS)
def test_wants_to_know_who_writes(text: str) -> None:
    wish = wish_of(text, is_about_order=False)
    assert wish is not None
    assert wish.wanted is Wanted.HELP


@pytest.mark.parametrize("is_about_order", [True, False])
@pytest.mark.parametrize("text", ABOUT_THE_SHOP)
def test_is_about_the_shop(text: str, is_about_order: bool) -> None:
    assert wish_of(text, is_about_order=is_about_order) is None


@pytest.mark.parametrize("text", ["CANCEL", "cancel", "Cancel.", "END", "end"])
def test_lone_cancel_answers_a_question_about_an_order(text: str) -> None:
    assert wish_of(text, is_about_order=True) is None


@pytest.mark.parametrize("text", ["STOP", "stop please", "UNSUBSCRIBE", "quit", "please stop texting me"])
def test_stop_is_stop_whatever_was_asked(text: str) -> None:
    wish = wish_of(text, is_about_order=True)
    assert wish is not None
    assert wish.wanted is Wanted.STOP


def test_the_table_is_large_enough() -> None:
    tables = [STOPS, STOPS_MARKETING, STARTS, HELPS, ABOUT_THE_SHOP]
    assert len({text for table in tables for text in table}) >= 150


@pytest.mark.parametrize(
    ("said", "wanted"), [("STOP", Wanted.STOP), ("START", Wanted.START), ("HELP", Wanted.HELP)]
)
def test_the_providers_word_counts(said: str, wanted: Wanted) -> None:
    wish = provider_wish(said)
    assert wish is not None
    assert (wish.wanted, wish.source) == (wanted, ConsentSource.PROVIDER)


@pytest.mark.parametrize("said", ["", "UNKNOWN"])
def test_no_word_of_the_providers_is_none(said: str) -> None:
    assert provider_wish(said) is None
