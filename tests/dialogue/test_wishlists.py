"""A wish list in conversation: filled, shown, emptied, moved to the cart, shared."""

from sqlalchemy import select

from commerce.catalogue.models import Product
from commerce.database import Sessions
from commerce.wishlists.models import Wishlist, WishlistItem
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.factories import a_product, a_variant


async def shelf(jane: ShopperWithOrders) -> None:
    async with jane.sessions() as session:
        if await session.scalar(select(Product.id).where(Product.title == "Weekender Tent")):
            return
    tent, kettle = a_product(title="Weekender Tent"), a_product(title="Copper Kettle")
    await jane.add(
        tent, kettle, a_variant(tent, options={"color": "green"}, price_minor=19900),
        a_variant(tent, options={"color": "blue"}, price_minor=19900),
        a_variant(kettle, options={}, price_minor=6500),
    )  # fmt: skip


async def wished(sessions: Sessions, jane: ShopperWithOrders) -> list[str]:
    async with sessions() as session:
        found = await session.scalars(
            select(Product.title)
            .join(WishlistItem, WishlistItem.product_id == Product.id)
            .where(WishlistItem.customer_id == jane.id)
            .order_by(Product.title)
        )
        return list(found)


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await shelf(jane)
    chat = await begin(jane.id)
    assert "Weekender Tent on your wish list" in await chat.say("put the weekender tent on my wish list")
    assert "Copper Kettle" in await chat.say("add the copper kettle to my wishlist too")
    shown = await chat.say("show my wish list")
    assert "Weekender Tent: $199.00" in shown
    assert "Copper Kettle: $65.00" in shown
    assert await wished(store_sessions, jane) == ["Copper Kettle", "Weekender Tent"]


async def test_one_that_is_there_already(begin: Begin, jane: ShopperWithOrders):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    assert "already" in await chat.say("add the copper kettle to my wish list")


async def test_an_empty_list(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    assert "empty" in await chat.say("what's on my wish list?")
    assert "empty" in await chat.say("share my wish list")


async def test_taken_off(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    await chat.say("add the weekender tent to my wish list")
    assert "Which one" in await chat.say("take something off my wish list")
    assert "Copper Kettle off" in await chat.say("the kettle")
    assert await wished(store_sessions, jane) == ["Weekender Tent"]


async def test_never_mind_takes_nothing_off(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    await chat.say("add the weekender tent to my wish list")
    await chat.say("take one off my wish list")
    await chat.say("never mind")
    assert len(await wished(store_sessions, jane)) == 2


async def test_moved_to_the_cart(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the weekender tent to my wish list")
    asked = await chat.say("move the tent from my wish list to my cart")
    assert "green" in asked
    assert "Weekender Tent (blue)" in await chat.say("the blue one")
    assert await wished(store_sessions, jane) == []
    assert "Weekender Tent" in await chat.say("what's in my cart?")


async def test_shared_without_a_name_and_no_more(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    assert "first name" in await chat.say("share my wish list")
    assert "without your name" in await chat.press("Without my name")
    told = await chat.say("yes")
    async with store_sessions() as session:
        row = await session.get_one(Wishlist, jane.id)
    assert row.share_key is not None
    assert f"/wishlist/{row.share_key}" in told
    assert not row.shows_name
    assert "lead nowhere" in await chat.say("stop sharing my wish list")
    await chat.say("yes")
    async with store_sessions() as session:
        assert (await session.get_one(Wishlist, jane.id)).share_key is None


async def test_no_shares_nothing(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    await chat.say("share my wish list with my name")
    await chat.press("No, leave it")
    async with store_sessions() as session:
        assert (await session.get_one(Wishlist, jane.id)).share_key is None


async def test_the_name_is_put_right_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    await chat.say("share my wish list with my name")
    assert "without your name" in await chat.say("no, without my name please")
    await chat.say("yes")
    async with store_sessions() as session:
        assert not (await session.get_one(Wishlist, jane.id)).shows_name


async def test_an_order_status_in_between(begin: Begin, jane: ShopperWithOrders):
    await shelf(jane)
    await jane.orders("Desk Lamp")
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    await chat.say("share my wish list with my name")
    assert "Shall I make the link?" in await chat.say("where is my order?")


async def test_the_list_and_points_in_one_message(begin: Begin, jane: ShopperWithOrders):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    told = await chat.say("show my wish list, and how many points do I have?")
    assert "Copper Kettle: $65.00" in told
    assert "no points to spend" in told


async def test_keeping_and_points_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await shelf(jane)
    chat = await begin(jane.id)
    told = await chat.say("put the copper kettle on my wish list. And how many points do I have?")
    assert "Copper Kettle on your wish list" in told
    assert "no points to spend" in told
    assert await wished(store_sessions, jane) == ["Copper Kettle"]


async def test_sharing_and_points_in_one_message(begin: Begin, jane: ShopperWithOrders):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    told = await chat.say("share my wish list without my name. And how many points do I have?")
    assert "Shall I make the link?" in told
    done = await chat.say("yes")
    assert "Here is the link to your wish list" in done
    assert "no points to spend" in done


async def test_another_product_instead(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("put the copper kettle on my wish list")
    await chat.say("take the copper kettle off my wish list")
    await chat.say("put the weekender tent on my wish list instead")
    assert await wished(store_sessions, jane) == ["Weekender Tent"]


async def test_never_mind_puts_nothing_on(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    chat = await begin(jane.id)
    await chat.say("I want to put something on my wish list")
    await chat.say("never mind")
    assert await wished(store_sessions, jane) == []


async def test_the_list_is_told_anew_after_a_correction(begin: Begin, jane: ShopperWithOrders):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    await chat.say("add the weekender tent to my wish list")
    await chat.say("no, take the copper kettle off my wish list")
    shown = await chat.say("show my wish list")
    assert "Weekender Tent" in shown
    assert "Copper Kettle" not in shown


async def test_the_list_while_sharing_is_asked(begin: Begin, jane: ShopperWithOrders):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    await chat.say("share my wish list with my name")
    told = await chat.say("what is on my wish list again?")
    assert "Copper Kettle: $65.00" in told
    assert "Shall I make the link?" in told


async def test_a_question_while_it_is_asked_which(begin: Begin, jane: ShopperWithOrders):
    await shelf(jane)
    chat = await begin(jane.id)
    await chat.say("add the copper kettle to my wish list")
    await chat.say("add the weekender tent to my wish list")
    await chat.say("take one off my wish list")
    assert "Which one" in await chat.say("how many points do I have?")
