"""Which messages in a flow ask about the very matter, and what is looked up for them."""

import pytest

from actions.engine.questions import asks_the_sum, question_about, question_besides
from actions.language.said import Said

POSTAGE = "Who pays for sending a return back?"
WHEN = "When is my return refunded?"
WHERE = "How do I return an item? With a label to a shop."
AMOUNT = "Why is my refund lower than the price? What I get back."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("do I have to pay postage?", POSTAGE),
        ("okay... do I pay postage", POSTAGE),
        ("is the return shipping free", POSTAGE),
        ("who pays for the shipping back?", POSTAGE),
        ("will you charge me for sending it back", POSTAGE),
        ("does it cost anything to return it", POSTAGE),
        ("do i need to pay for the label?", POSTAGE),
        ("is there a restocking fee", POSTAGE),
        ("do I have to pay for that?", POSTAGE),
        ("any fees?", POSTAGE),
        ("when do I get my money", WHEN),
        ("when will i be refunded?", WHEN),
        ("how long does the refund take", WHEN),
        ("how many days until I have my money back", WHEN),
        ("how soon is the refund there", WHEN),
        ("hmm what happens to my money if I do", WHEN),
        ("and what about the refund?", WHEN),
        ("ok and how long does it take", WHEN),
        ("and when do i get it", WHEN),
        ("when will i see the dosh", WHEN),
        ("does that take long?", WHEN),
        ("where do I send it", WHERE),
        ("which address should I ship it to?", WHERE),
        ("how do I send it back", WHERE),
        ("where can i drop it off", WHERE),
        ("will you collect it?", WHERE),
        ("how much do I get", AMOUNT),
        ("how much will I get back?", AMOUNT),
        ("what do I get back", AMOUNT),
        ("do I get the full amount?", AMOUNT),
    ],
)
def test_a_question_about_a_return(text: str, words: str):
    query = question_about("return_items", Said("ask_policy", text))
    assert query is not None
    assert query.words == words


@pytest.mark.parametrize(
    "text",
    [
        "where is my order",
        "how long is it",
        "where's my refund?",
        "where is the return I sent last week",
        "it's too small",
        "I paid too much for it",
        "the lamp and the mug",
        "to my card please",
        "send it to my other address",
        "refund it to store credit",
        "how many points do I have",
        "yes, free of charge",
        "can I exchange it instead?",
        "never mind",
        "the color doesn't return after washing",
    ],
)
def test_anything_else_is_none(text: str):
    assert question_about("return_items", Said("inform", text)) is None


def test_a_flow_without_such_matters_has_no_such_questions():
    assert question_about("list_orders", Said("ask_policy", "do I have to pay postage?")) is None


def test_a_pressed_button_asks_nothing():
    assert question_about("return_items", Said("inform", "/where_do_i_send_it")) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("how long do I have?", "How long do I have to return something?"),
        ("how many days are left", "How long do I have to return something?"),
        ("what's the last day", "How long do I have to return something?"),
        ("is there a fee?", POSTAGE),
        ("do i need the box", "Do I need the original packaging?"),
        ("what if I threw the packaging away", "Do I need the original packaging?"),
    ],
)
def test_more_that_is_asked_about_a_return(text: str, words: str):
    query = question_about("return_items", Said("inform", text))
    assert query is not None
    assert query.words == words


def test_any_other_question_is_looked_up_among_the_articles_of_the_matter():
    query = question_besides("return_items", Said("nlu_fallback", "can my neighbour hand it in"))
    assert query is not None
    assert query.topic == "ask_return_policy"
    assert query.nearest > 0
    assert question_besides("return_items", Said("inform", "it is too dark")) is None
    assert question_besides("order_again", Said("nlu_fallback", "can my neighbour hand it in")) is None


@pytest.mark.parametrize(
    "text",
    [
        "how much more is that", "how much will i get", "hmm what's the difference in price",
        "how much is it",
        "and how much back?", "what's the total", "what do I get back", "how much do i pay for both",
        "How much would that be then?", "what does that cost me",
    ],
)  # fmt: skip
def test_the_sum_of_the_matter_is_asked(text: str) -> None:
    assert asks_the_sum(Said("ask_policy", text))


@pytest.mark.parametrize(
    "text",
    [
        "how much is the lamp", "how much does delivery cost", "how much is on my gift card",
        "how much time do i have", "what does the blue one cost", "what do i do", "how many do i get",
        "what happens then",
    ],
)  # fmt: skip
def test_another_sum_is_no_question_of_the_matter(text: str) -> None:
    assert not asks_the_sum(Said("ask_policy", text))
