"""Opting out as people word it: with thanks, reasons, slips and second clauses, or only at some times."""

import pytest

from connectors.channels.phone.opt_out_words import Wanted, wish_of

STOPS = [
    "S T O P", "s.t.o.p", "stop stop stop", "🛑", "stop it with the texts", "knock it off with the texts",
    "do not text", "don't text", "stop sending this stuff", "not interested stop",
    "fuck off stop texting me", "cancel all future texts", "block me", "can you not text me",
    "could you please not text me anymore", "Re: stop", "STOP to stop", "reply stop",
    "Stop. Thank you", "Stop, thanks", "STOP please and thank you", "Thank you. Stop.",
    "Stop. Have a nice day",
    "Stop. God bless", "Hi there, stop. Thanks so much!", "please stop sending text reminders",
    "I want to stop getting texts", "I want you to stop texting me",
    "I would like to stop receiving messages",
    "i wanna stop getting these texts", "stop sending reminders", "No more reminders please",
    "Stop the text alerts", "turn off text notifications", "please turn these texts off",
    "switch off the reminders", "disable text messages", "make it stop", "make these texts stop please",
    "get me off this list", "Take me off of your texting list", "take my number off your list",
    "remove me", "Remove me please", "please remove me from this", "delete me from your database",
    "erase my number", "block my number", "stop spamming me", "Stop harassing me!!", "quit bugging me",
    "stop blowing up my phone", "cease and desist", "stop all communication", "do not message me again ever",
    "stpo", "STOPP", "stoppppp", "sotp please", "Unsubcribe", "unsuscribe me please", "unsubsribe",
    "stop txting me", "dont txt me", "stop sending me mesages", "no more txts", "stop w the msgs, thanks",
    "plz stop texting me", "I'm opting out", "i opt out", "I wish to opt out of this",
    "opt out of texts please",
    "i want to be removed from your list", "i want to unsubscribe from these messages",
    "I do not consent to texts", "i no longer consent", "I withdraw my consent. Goodbye.",
    "Stop. I said no more", "STOP. Who is this?", "Stop. I never signed up for this", "stop, not interested",
    "stop. this is harassment", "Stop. You keep texting me every day", "stop! I am not interested",
    "Can you guys stop texting me please? Thanks", "Would you please stop contacting me.",
    "stop texting me right now", "Stop texting me immediately", "stop texting me ok bye",
    "I told you to stop sending me texts", "You need to stop texting this number",
    "discontinue text messages", "end text messages", "stop these automated messages",
    "please, no more text messages", "Kindly stop sending sms to my phone",
    "u can stop now with the texts", "enough with the texts", "enough of these messages",
    "stop sending me stuff", "quit sending me this junk", "can i opt out", "could I unsubscribe please?",
    "I'd rather not get texts", "I would rather not receive messages from you",
    "no longer wish to receive messages", "stop your texts or i call a lawyer",
]  # fmt: skip
QUIET = [
    "not before 8 please, no texts", "No texts. Not on Sundays",
    "dont message me before 9am", "don't text me at night", "Please don't text me after 10 pm",
    "stop texting me so early", "do not text me on weekends", "stop texting me while I'm at work",
    "don't message me until Friday", "stop sending me so many texts every day", "don't text me tonight",
    "don't contact me during dinner", "only text me after 5pm", "text me only in the evening",
    "please do not text me this week", "never text me before noon", "stop texting me so often",
    "don't text me unless it is urgent", "dont text me when I'm driving", "no texts on Sundays please",
]  # fmt: skip
OTHERS = [
    "stop. i meant the blue lamp", "Stop! I need my mug today", "no texts came", "can I stop the order",
    "I'd rather not wait", "enough of the lamps", "stop sending me the wrong mug", "no longer need it",
    "Stop, I ordered two of them", "i don't get the texts",
    "Stop. Where is my order?", "stop my order. Thank you", "I want to stop the return",
    "Stop. I want to talk to a person", "stop the shipment please, thanks", "Thank you", "Thanks so much!",
    "please stop it from shipping", "can you stop the delivery? Thank you", "stop, wait",
    "Stop. Cancel my order",
    "remind me later", "any reminders on my order?", "no updates on my order yet", "any update? thanks",
    "turn it off", "the lamp won't turn off", "how do I turn off the lamp", "make it two",
    "make it stop beeping",
    "get me a refund", "take one off my order", "remove one lamp", "delete one of them please",
    "block the card", "I want to stop by the store", "do you have a stop watch", "shop",
    "where's the stop button",
    "text me before 9am when it ships", "message me after it is delivered", "I got your message, thanks",
    "your texts are great", "the message said Friday", "I never got a text",
    "I am not interested in the blue one",
    "I no longer want it", "i do not consent to the charge", "opt out of the insurance",
    "the tap won't stop dripping",
    "stop selling these", "my phone number changed", "how do I stop the order", "no thank you", "thanks, bye",
    "i'm opting for the red one", "unsubscribed from the mug club?", "please stop the exchange",
    "the notifications light on the headphones is broken", "i want to stop my subscription box",
]  # fmt: skip
HOW = [
    "how do I stop these texts?",
    "How can I unsubscribe",
    "how do i opt out",
    "how do I get off this list",
]


@pytest.mark.parametrize("is_about_order", [True, False])
@pytest.mark.parametrize("text", STOPS)
def test_wants_no_more_texts(text: str, is_about_order: bool) -> None:
    wish = wish_of(text, is_about_order=is_about_order)
    assert wish is not None
    assert wish.wanted is Wanted.STOP


@pytest.mark.parametrize("text", QUIET)
def test_wants_texts_at_other_times(text: str) -> None:
    wish = wish_of(text, is_about_order=False)
    assert wish is not None
    assert wish.wanted is Wanted.QUIET


@pytest.mark.parametrize("text", HOW)
def test_asks_how_it_is_done(text: str) -> None:
    wish = wish_of(text, is_about_order=False)
    assert wish is not None
    assert wish.wanted is Wanted.HELP


@pytest.mark.parametrize("is_about_order", [True, False])
@pytest.mark.parametrize("text", OTHERS)
def test_is_about_something_else(text: str, is_about_order: bool) -> None:
    assert wish_of(text, is_about_order=is_about_order) is None


def test_the_table_is_large_enough() -> None:
    assert len({*STOPS, *QUIET, *OTHERS, *HOW}) >= 140


@pytest.mark.parametrize(
    "text", ["stop sending these", "stop sending me this", "quit it", "stop that", "i want out"]
)
def test_what_may_be_of_an_order_is_no_wish_where_one_is_asked_about(text: str) -> None:
    wish = wish_of(text, is_about_order=False)
    assert wish is not None
    assert wish.wanted is Wanted.STOP
    assert wish_of(text, is_about_order=True) is None


@pytest.mark.parametrize(
    "text", ["wrong number", "Sorry, wrong number!", "I think you have the wrong number"]
)
def test_whoever_has_the_number_now_gets_no_texts(text: str) -> None:
    wish = wish_of(text, is_about_order=False)
    assert wish is not None
    assert wish.wanted is Wanted.STOP
    assert wish_of(text, is_about_order=True) is None  # the number of the order


@pytest.mark.parametrize("text", ["wrong number of mugs", "i typed the wrong number", "wrong item"])
def test_another_wrong_number_is_none(text: str) -> None:
    assert wish_of(text, is_about_order=False) is None
