"""The ways in which strangers put a request: what is answered, end to end."""

import pytest

from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders

IN_COURTESY = (
    "Good afternoon, I hope you are all keeping well. I have been a happy customer for years. Could you "
    "possibly tell me where my order {number} is? Thank you so very much in advance, warm regards, Ada"
)
AFTER_A_STORY = (
    "We are painting the kitchen this week and everything is upside down. My brother in law helps us. "
    "Where is my order {number}?"
)


@pytest.mark.parametrize(
    "said",
    [
        IN_COURTESY,
        AFTER_A_STORY,
        "where the hell is my bloody order {number}",
        "I am yet to receive any news on the whereabouts of order {number}, kindly intimate its status",
        "uh hi yeah um can you tell me where my order {number} is okay thank you",
        "hey wheres my ordr {number} pls thx",
        "my name is Ada Nowak and I want to know where order {number} is",
        "ｗｈｅｒｅ ｉｓ ｍｙ ｏｒｄｅｒ {number}?",
    ],
)
async def test_an_order_is_found_in_whatever_way_it_is_asked_for(
    begin: Begin, jane: ShopperWithOrders, said: str
):
    order, _ = await jane.shipped("Mug")
    answer = await (await begin(jane.id)).say(said.format(number=order.number))
    assert f"#{order.number} is on its way" in answer


async def test_a_marketplaces_number_is_taken_for_an_order_that_is_not_here(begin: Begin):
    answer = await (await begin()).say("where is 112-7654321-1234567? my email is ada@example.com")
    assert "can't find an order that fits" in answer


@pytest.mark.parametrize("said", ["I never wanted to cancel order {number}", "I don't want to return it"])
async def test_what_is_negated_begins_nothing(begin: Begin, jane: ShopperWithOrders, said: str):
    order, _ = await jane.shipped("Mug")
    answer = await (await begin(jane.id)).say(said.format(number=order.number))
    for question in ("Why would you like to cancel", "Why would you like to return", "Shall I"):
        assert question not in answer


async def test_goods_that_the_store_may_not_have_are_looked_for(begin: Begin):
    answer = await (await begin()).say("engine oil 5w30")
    assert "didn't understand" not in answer


async def test_another_companys_account_is_no_business_of_the_stores(begin: Begin):
    answer = await (await begin()).say("cancel my contract with Verastonia Mobile")
    assert "didn't understand" in answer


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("¿dónde está mi pedido?", "solo entiendo inglés"),
        ("où est ma commande s'il vous plaît", "ne comprends que l'anglais"),
        ("Wo ist meine Bestellung?", "verstehe nur Englisch"),
        ("我的订单在哪里", "只懂英语"),
        ("где мой заказ", "только английский"),
    ],
)
async def test_another_language_is_answered_in_itself_with_a_person(begin: Begin, said: str, told: str):
    chat = await begin()
    answer = await chat.say(said)
    assert told in answer
    assert list(answer.buttons.values()) == ["/ask_human"]
    assert told not in await chat.say(said)  # passed on, not told again


async def test_another_language_within_a_question_leaves_it_open(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "Why would you like to cancel" in await chat.say(f"cancel order {order.number}")
    answer = await chat.say("lo siento, no entiendo la pregunta")
    assert "solo entiendo inglés" in answer
    assert "Why would you like to cancel" in answer
