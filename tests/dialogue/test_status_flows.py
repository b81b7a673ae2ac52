"""What all flows that only tell do alike: who asks is corrected, questions come between, it is left."""

from dataclasses import dataclass

import pytest

from commerce.orders.models import Order
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.test_return_status import a_return
from tests.dialogue.wares import LAMP, MUG, SHOES, received


@dataclass(frozen=True)
class Asked:
    """How one of them is asked for, and words that only its answer has."""

    flow: str
    says: str
    told: str


ASKED = [
    Asked("check_order_status", "where is my order?", "has been delivered"),
    Asked("list_orders", "show me my orders", "Your latest orders"),
    Asked("show_order_details", "show me the details of my order", "Paid with"),
    Asked("get_invoice", "I need the invoice for my order", "Here is the receipt"),
    Asked("check_return_status", "what's the status of my return?", "we wait for the package"),
    Asked("check_refund_status", "where is my refund?", "$40.00 goes back to your Visa"),
]
EACH = pytest.mark.parametrize("asked", ASKED, ids=[each.flow for each in ASKED])
OF_ONE_ORDER = pytest.mark.parametrize(
    "asked", [ASKED[0], *ASKED[2:4]], ids=[each.flow for each in (ASKED[0], *ASKED[2:4])]
)


async def with_a_return(jane: ShopperWithOrders) -> Order:
    order = await received(jane, LAMP)
    await a_return(jane, order)
    return order


@EACH
async def test_told_at_once(begin: Begin, jane: ShopperWithOrders, asked: Asked):
    await with_a_return(jane)
    assert asked.told in await (await begin(jane.id)).say(asked.says)


@EACH
async def test_what_proves_who_asks_is_corrected(begin: Begin, jane: ShopperWithOrders, asked: Asked):
    order = await with_a_return(jane)
    chat = await begin()
    assert "order number" in await chat.say(asked.says)
    wrong = await chat.say(f"{order.number} and not.{jane.id}@example.org")
    assert "can't find an order that fits" in wrong
    assert asked.told not in wrong
    assert asked.told in await chat.say(f"sorry, I meant {jane.email}")


@EACH
async def test_a_policy_question_in_the_middle_and_back(
    begin: Begin, jane: ShopperWithOrders, help_articles: None, asked: Asked
):
    order = await with_a_return(jane)
    chat = await begin()
    await chat.say(asked.says)
    between = await chat.say("wait, how fast is express delivery?")
    assert "Express takes 1 to 2 business days" in between
    assert "order number" in between
    assert asked.told in await chat.say(f"{order.number}, {jane.email}")


@EACH
async def test_never_mind_at_every_step_tells_nothing(begin: Begin, jane: ShopperWithOrders, asked: Asked):
    order = await with_a_return(jane)
    steps = [asked.says, f"my order is {order.number}"]
    for count in range(1, len(steps) + 1):
        chat = await begin()
        for step in steps[:count]:
            await chat.say(step)
        left = await chat.say("never mind")
        assert "I've left it" in left, steps[:count]
        assert asked.told not in left
        assert "nothing waiting for a yes" in await chat.say("yes")


@EACH
async def test_together_with_another_question(
    begin: Begin, jane: ShopperWithOrders, help_articles: None, asked: Asked
):
    await with_a_return(jane)
    question = asked.says.removesuffix("?")
    both = await (await begin(jane.id)).say(f"{question}? And how fast is express delivery?")
    assert asked.told in both
    assert "Express takes 1 to 2 business days" in both
    assert both.text.index(asked.told) < both.text.index("Express takes")


@OF_ONE_ORDER
async def test_another_order_is_meant(begin: Begin, jane: ShopperWithOrders, asked: Asked):
    first, second = await received(jane, SHOES, days=3), await received(jane, MUG, days=6)
    chat = await begin(jane.id)
    assert f"#{first.number}" in await chat.say(f"{asked.says.removesuffix('?')} {first.number}")
    assert f"#{second.number}" in await chat.say("no, the other order")
