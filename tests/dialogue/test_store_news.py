"""What the store writes first is answered as what it is: goods, an order, points, a payment."""

import pytest

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.notification import Recipient, notification
from tests.dialogue.chat import Chat
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.factories import RecordedMail, a_notifier, a_product, a_variant, store

CLOCK = SystemClock("America/New_York")
_names = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


async def told(chat: Chat, sessions: Sessions, name: str, **values: str) -> None:
    """Let the store write first in the conversation."""
    await chat.say("hello")
    async with sessions.begin() as session:
        kinds = {"items": "", "title": "it"} | values
        notifier = a_notifier(RecordedMail(), CLOCK)
        await notifier.notify(session, Recipient(conversation_id=chat.id), notification(name, **kinds))


@pytest.fixture
async def kettle(store_sessions: Sessions) -> str:
    product = a_product(title=f"Verdigris{next(_names)} Kettle")
    async with store_sessions.begin() as session:
        await store(session, product, a_variant(product, price_minor=4900))
    return product.title


@pytest.mark.parametrize("said", ["yes please", "add it", "i'll take one", "buy it"])
async def test_what_is_back_goes_into_the_cart(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, kettle: str, said: str
):
    chat = await begin(jane.id)
    await told(chat, store_sessions, "back_in_stock", product=kettle, price="$49.00")
    answer = await chat.say(said)
    assert kettle in answer
    assert any("add_to_cart" in payload for payload in answer.buttons.values())


async def test_it_is_what_was_told_of(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, kettle: str
):
    chat = await begin(jane.id)
    await told(chat, store_sessions, "price_dropped", product=kettle, price="$49.00")
    assert "$49.00" in await chat.say("how much is it?")


@pytest.mark.parametrize("said", ["what?", "?", "huh"])
async def test_what_the_store_said_is_repeated(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, kettle: str, said: str
):
    chat = await begin(jane.id)
    await told(chat, store_sessions, "back_in_stock", product=kettle, price="$49.00")
    assert f"Good news: {kettle} is back in stock" in await chat.say(said)


async def test_who_writes_is_told(begin: Begin, jane: ShopperWithOrders):
    assert "'s assistant, a bot" in await (await begin(jane.id)).say("who is this?")


async def test_stop_ends_offers(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, kettle: str):
    chat = await begin(jane.id)
    await told(chat, store_sessions, "back_in_stock", product=kettle, price="$49.00")
    assert "any channel" in await chat.say("stop")


async def test_a_question_is_of_the_order_that_was_told_of(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order, _ = await jane.shipped("Mug")
    await jane.orders("Desk Lamp")
    chat = await begin(jane.id)
    await told(chat, store_sessions, "parcel_shipped_news", order_number=f"#{order.number}")
    assert order.number in await chat.say("can i change the address?")


async def test_a_yes_to_news_is_taken_note_of(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    await told(chat, store_sessions, "order_delivered_news", order_number=f"#{order.number}")
    assert "All right" in await chat.say("yes all good")


async def test_pointing_at_another_order_is_no_reason_to_cancel(begin: Begin, jane: ShopperWithOrders):
    first = await jane.orders("Desk Lamp")
    shipped, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {first.number}")
    answer = await chat.say("the mug one")
    assert shipped.number in answer
    assert first.number not in answer
