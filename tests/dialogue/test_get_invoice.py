"""The receipt of an order: a link that expires, to whoever may read the order."""

from datetime import UTC, datetime

import pytest

from commerce.links.documents import DocumentKind, DocumentLinks
from tests.dialogue.chat import Answer
from tests.dialogue.conftest import Begin
from tests.dialogue.servers import SECRET
from tests.dialogue.shoppers import ShopperWithOrders
from tests.factories import FixedClock


def linked(answer: Answer) -> tuple[DocumentKind, str, str]:
    """What the link in the answer's card leads to."""
    (card,) = [card for card in answer.cards if "Receipt" in card["title"]]
    token = card["link"]["url"].rpartition("/documents/")[2]
    found = DocumentLinks("", SECRET).read(token, clock=FixedClock(datetime.now(UTC)))
    return found.kind, found.subject, found.customer_id


@pytest.mark.parametrize(
    "words", ["can I get the invoice for order {number}", "I need a receipt for {number} please"]
)
async def test_by_number(begin: Begin, jane: ShopperWithOrders, words: str):
    await jane.orders("Keyboard")
    order = await jane.orders("Mug")
    answer = await (await begin(jane.id)).say(words.format(number=order.number))
    assert f"receipt of order #{order.number}" in answer
    assert "24 hours" in answer
    assert linked(answer) == (DocumentKind.RECEIPT, order.number, jane.id)


async def test_one_of_many_and_corrected(begin: Begin, jane: ShopperWithOrders):
    first, second = await jane.orders("Mug"), await jane.orders("Keyboard")
    chat = await begin(jane.id)
    assert "Which order" in await chat.say("please send me an invoice")
    assert linked(await chat.say("the one with the mug"))[1] == first.number
    assert linked(await chat.say(f"sorry, the invoice of {second.number}"))[1] == second.number


async def test_an_anonymous_shopper_identifies_first(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin()
    assert "order number" in await chat.say("I need an invoice for my order")
    assert linked(await chat.say(f"{order.number}, {jane.email}"))[1] == order.number


async def test_somebody_elses_order_has_none(begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders):
    await jane.orders("Mug")
    foreign = await bob.orders("Keyboard")
    answer = await (await begin(jane.id)).say(f"the invoice for order {foreign.number} please")
    assert "can't find order" in answer
    assert answer.cards == []


async def test_a_question_in_between(begin: Begin, jane: ShopperWithOrders, help_articles: None):
    order = await jane.orders("Mug")
    await jane.orders("Keyboard")
    chat = await begin(jane.id)
    await chat.say("please send me an invoice")
    between = await chat.say("how fast is express delivery?")
    assert "Express takes 1 to 2 business days" in between
    assert "Which order" in between
    assert linked(await chat.say(order.number))[1] == order.number


async def test_never_mind(begin: Begin, jane: ShopperWithOrders):
    await jane.orders("Mug")
    await jane.orders("Keyboard")
    chat = await begin(jane.id)
    await chat.say("please send me an invoice")
    assert "I've left it" in await chat.say("never mind")


async def test_with_another_request(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    shipped, _ = await jane.shipped("Keyboard")
    answer = await (await begin(jane.id)).say(
        f"send me the invoice of order {order.number}, and where is order {shipped.number}?"
    )
    assert linked(answer)[1] == order.number
    assert f"#{shipped.number} is on its way" in answer
