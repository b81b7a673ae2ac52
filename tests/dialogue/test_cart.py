"""The cart in conversation: shown, filled, changed and emptied, by name, by button and by pointing."""

import pytest

from commerce.database import Sessions
from tests.dialogue.conftest import Begin
from tests.dialogue.shelf import a_ware, in_cart
from tests.dialogue.shoppers import ShopperWithOrders

COLORS = [{"options": {"color": each}} for each in ("blue", "red", "green")]


async def test_what_is_in_it(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", price_minor=2500)
    chat = await begin()
    assert "Your cart is empty" in await chat.say("what's in my cart?")
    await chat.say(f"add two {kettle.title} to my cart")
    told = await chat.say("show me my basket")
    assert f"2 × {kettle.title}: $50.00" in told
    assert "Delivery: free" in told
    assert "Total: $50.00, tax included" in told


async def test_the_cart_is_told_anew_after_a_correction(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle")
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    await chat.say("what's in my cart")
    assert f"3 × {kettle.title}" in await chat.say(
        f"change the quantity of the {kettle.title} to 3 in my cart"
    )
    assert f"3 × {kettle.title}: $60.00" in await chat.say("what's in my cart")


async def test_a_look_into_the_cart_while_a_variant_is_asked(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", *COLORS)
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    between = await chat.say("what's in my cart?")
    assert "Your cart is empty" in between
    assert f"Which {kettle.title} would you like" in between
    await chat.say("the green one")
    assert await in_cart(store_sessions, kettle) == {kettle.sku(color="green"): 1}


async def test_never_mind_after_a_look_leaves_the_cart(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle")
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    await chat.say("show my cart")
    await chat.say("never mind")
    assert await in_cart(store_sessions, kettle) == {kettle.variants[0].sku: 1}


async def test_the_cart_and_an_order_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    kettle = await a_ware(store_sessions, "Kettle")
    order, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    await chat.say(f"add the {kettle.title} to my cart")
    told = await chat.say("What's in my cart? And where is my order?")
    assert kettle.title in told
    assert f"#{order.number} is on its way" in told


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("add the {title} to my cart", 1),
        ("please put two {title} in my basket", 2),
        ("I'd like 3 of the {title} in my cart", 3),
    ],
)
async def test_putting_in(begin: Begin, store_sessions: Sessions, words: str, count: int):
    kettle = await a_ware(store_sessions, "Kettle")
    chat = await begin()
    assert "into your cart" in await chat.say(words.format(title=kettle.title))
    assert await in_cart(store_sessions, kettle) == {kettle.variants[0].sku: count}


async def test_the_variant_by_words_and_by_button(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", *COLORS)
    chat = await begin()
    await chat.say(f"put two of the blue {kettle.title} in my cart")
    assert await in_cart(store_sessions, kettle) == {kettle.sku(color="blue"): 2}
    assert "Which" in await chat.say(f"add a {kettle.title} to my cart")
    await chat.press("red")
    assert await in_cart(store_sessions, kettle) == {kettle.sku(color="blue"): 2, kettle.sku(color="red"): 1}


async def test_another_product_instead(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", *COLORS)
    teapot = await a_ware(store_sessions, "Teapot")
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    await chat.say(f"no, the {teapot.title}")
    assert await in_cart(store_sessions, kettle) == {}
    assert await in_cart(store_sessions, teapot) == {teapot.variants[0].sku: 1}


async def test_a_question_while_a_variant_is_asked(
    begin: Begin, store_sessions: Sessions, help_articles: None
):
    kettle = await a_ware(store_sessions, "Kettle", *COLORS)
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    assert f"Which {kettle.title}" in await chat.say("how fast is express delivery?")
    await chat.say("blue")
    assert await in_cart(store_sessions, kettle) == {kettle.sku(color="blue"): 1}


async def test_never_mind_puts_nothing_in(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", *COLORS)
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    assert "Nothing was changed" in await chat.say("never mind")
    assert await in_cart(store_sessions, kettle) == {}


async def test_putting_in_and_an_order_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    kettle = await a_ware(store_sessions, "Kettle")
    order, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    told = await chat.say(f"Add the {kettle.title} to my cart. Where is order {order.number}?")
    assert "into your cart" in told
    assert f"#{order.number} is on its way" in told


async def test_taking_out_and_undoing(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle")
    teapot = await a_ware(store_sessions, "Teapot")
    chat = await begin()
    await chat.say(f"add two {kettle.title} and a {teapot.title} to my cart")
    assert f"I've taken out {kettle.title}" in await chat.say(f"remove the {kettle.title} from my cart")
    assert await in_cart(store_sessions, kettle) == {}
    await chat.press("Undo")
    assert await in_cart(store_sessions, kettle) == {kettle.variants[0].sku: 2}
    assert "Your cart is empty now" in await chat.say("empty my cart")


async def test_another_line_is_meant(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", *COLORS)
    chat = await begin()
    await chat.say(f"add a blue {kettle.title} to my cart")
    await chat.say(f"add a red {kettle.title} to my cart")
    assert "Which of these" in await chat.say("take the kettle out of my cart")
    await chat.say("the red one")
    assert await in_cart(store_sessions, kettle) == {kettle.sku(color="blue"): 1}


async def test_a_question_while_the_line_is_asked(
    begin: Begin, store_sessions: Sessions, help_articles: None
):
    kettle = await a_ware(store_sessions, "Kettle", *COLORS)
    chat = await begin()
    await chat.say(f"add a blue {kettle.title} to my cart")
    await chat.say(f"add a red {kettle.title} to my cart")
    await chat.say("take the kettle out of my cart")
    assert "Which of these" in await chat.say("how fast is express delivery?")
    await chat.say("the blue one")
    assert await in_cart(store_sessions, kettle) == {kettle.sku(color="red"): 1}


async def test_never_mind_takes_nothing_out(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle", *COLORS)
    chat = await begin()
    await chat.say(f"add a blue {kettle.title} to my cart")
    await chat.say(f"add a red {kettle.title} to my cart")
    await chat.say("take the kettle out of my cart")
    await chat.say("never mind")
    assert len(await in_cart(store_sessions, kettle)) == 2


async def test_taking_out_and_an_order_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    kettle = await a_ware(store_sessions, "Kettle")
    order, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    await chat.say(f"add the {kettle.title} to my cart")
    told = await chat.say(f"Remove the {kettle.title} from my cart. Where is order {order.number}?")
    assert f"#{order.number} is on its way" in told
    assert await in_cart(store_sessions, kettle) == {}


@pytest.mark.parametrize(
    ("words", "count"), [("make it three", 3), ("actually two", 2), ("one more please", 2)]
)
async def test_what_was_just_put_in_is_put_right(
    begin: Begin, store_sessions: Sessions, words: str, count: int
):
    kettle = await a_ware(store_sessions, "Kettle")
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    await chat.say(words)
    assert await in_cart(store_sessions, kettle) == {kettle.variants[0].sku: count}


async def test_what_was_just_shown_is_put_right(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(store_sessions, "Kettle")
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    await chat.say("what are your opening hours")
    await chat.say("what's in my cart")
    assert "2 ×" in await chat.say("make it 2")
    assert await in_cart(store_sessions, kettle) == {kettle.variants[0].sku: 2}


async def test_a_guests_cart_stays_when_they_sign_in(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    kettle = await a_ware(store_sessions, "Kettle")
    guest = await begin()
    await guest.say(f"add the {kettle.title} to my cart")
    async with store_sessions.begin() as session:
        from commerce.support.conversations import vouch

        await vouch(session, guest.id, jane.id)
    assert kettle.title in await guest.say("what's in my cart")
    elsewhere = await begin(jane.id)
    assert kettle.title in await elsewhere.say("what's in my cart")
