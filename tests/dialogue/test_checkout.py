"""Codes and checking out in conversation: what comes off, why not, and the link to pay by."""

import re

import pytest
from sqlalchemy import func, select

from commerce.checkout.models import Checkout, CheckoutStatus, HeldLine
from commerce.database import Sessions
from tests.dialogue.chat import Answer
from tests.dialogue.conftest import Begin
from tests.dialogue.shelf import Ware, a_code, a_ware, in_cart
from tests.dialogue.shoppers import ShopperWithOrders


def link_in(answer: Answer) -> str:
    (link,) = [card["link"]["url"] for card in answer.cards if card.get("link")]
    return str(link)


async def held(sessions: Sessions, ware: Ware) -> int:
    async with sessions() as session:
        total = await session.scalar(
            select(func.sum(HeldLine.quantity))
            .join(Checkout, Checkout.id == HeldLine.checkout_id)
            .where(
                HeldLine.sku.in_([each.sku for each in ware.variants]),
                Checkout.status == CheckoutStatus.HELD,
            )
        )
    return int(total or 0)


async def test_a_code_takes_something_off(begin: Begin, store_sessions: Sessions):
    kettle, code = await a_ware(store_sessions, "Kettle", price_minor=8000), await a_code(store_sessions)
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    assert f"{code} takes $8.00 off" in await chat.say(f"apply the code {code} to my cart")
    assert f"{code}: -$8.00" in await chat.say("show my cart")
    assert "I've taken" in await chat.say(f"remove the promo code {code} from my cart")
    assert "Total: $80.00" in await chat.say("show my cart")


async def test_a_better_code_takes_the_place(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", price_minor=8000)
    small, big = await a_code(store_sessions), await a_code(store_sessions, percent_off=25)
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    await chat.say(f"use code {small}")
    told = await chat.say(f"use the code {big} instead")
    assert f"{big} takes $20.00 off" in told
    assert f"can't be combined with {small}" in told
    assert "saves you more" in await chat.say(f"apply code {small}")


async def test_a_question_while_the_code_is_asked(
    begin: Begin, store_sessions: Sessions, help_articles: None
):
    kettle, code = await a_ware(store_sessions, "Kettle", price_minor=8000), await a_code(store_sessions)
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    assert "What's the code?" in await chat.say("I have a promo code")
    assert "What's the code?" in await chat.say("how fast is express delivery?")
    assert "takes $8.00 off" in await chat.say(code)


async def test_never_mind_the_code(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", price_minor=8000)
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    await chat.say("I have a promo code")
    assert "Nothing was changed" in await chat.say("never mind")
    assert "Total: $80.00" in await chat.say("show my cart")


async def test_a_code_and_the_cart_in_one_message(begin: Begin, store_sessions: Sessions):
    kettle, code = await a_ware(store_sessions, "Kettle", price_minor=8000), await a_code(store_sessions)
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    told = await chat.say(f"Apply {code} to my basket. And show me my cart.")
    assert "takes $8.00 off" in told
    assert "Total: $72.00" in told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"minimum_minor": 50_000}, "needs $500.00 of goods in the cart. $420.00 more"),
        ({"audience": {"customers": ["nobody"]}}, "belongs to another account"),
        ({"scope": {"products": ["nothing"]}}, "for other items than those"),
        ({"most_uses": 0}, "has been used up"),
    ],
)
async def test_why_a_code_takes_nothing_off(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, fields: dict, told: str
):
    kettle, code = (
        await a_ware(store_sessions, "Kettle", price_minor=8000),
        await a_code(store_sessions, **fields),
    )
    chat = await begin(jane.id)
    await chat.say(f"add the {kettle.title} to my cart")
    assert told in await chat.say(f"apply the code {code}")


async def test_checking_out(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", price_minor=8000)
    chat = await begin()
    await chat.say(f"add two {kettle.title} to my cart")
    told = await chat.say("check out please")
    assert "2 items for $160.00" in told
    assert "holding it all for 15 minutes" in told
    assert re.search(r"/checkout/\S+$", link_in(told))
    assert await held(store_sessions, kettle) == 2


async def test_the_cart_is_corrected_and_checked_out_again(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", price_minor=8000)
    chat = await begin()
    await chat.say(f"add two {kettle.title} to my cart")
    await chat.say("check out")
    await chat.say(f"change the quantity of the {kettle.title} in my cart to 1")
    assert "1 item for $80.00" in await chat.say("check out")
    assert await held(store_sessions, kettle) == 1


async def test_a_question_after_the_link(begin: Begin, store_sessions: Sessions, help_articles: None):
    kettle = await a_ware(store_sessions, "Kettle", price_minor=8000)
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    first = link_in(await chat.say("check out"))
    await chat.say("how fast is express delivery?")
    assert (
        first.split("/checkout/")[0] == link_in(await chat.say("proceed to payment")).split("/checkout/")[0]
    )
    assert await held(store_sessions, kettle) == 1


async def test_never_mind_the_checkout_orders_nothing(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", *[{"options": {"color": c}} for c in ("blue", "red")])
    chat = await begin()
    assert "Which" in await chat.say(f"I'd like to order the {kettle.title}")
    assert "Nothing was changed" in await chat.say("never mind")
    assert await held(store_sessions, kettle) == 0
    assert await in_cart(store_sessions, kettle) == {}


async def test_a_code_and_the_checkout_in_one_message(begin: Begin, store_sessions: Sessions):
    kettle, code = await a_ware(store_sessions, "Kettle", price_minor=8000), await a_code(store_sessions)
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    told = await chat.say(f"Apply {code}. Then take me to checkout.")
    assert "takes $8.00 off" in told
    assert "1 item for $72.00" in told
