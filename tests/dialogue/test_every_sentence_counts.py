"""At every question a message is first taken for what else it could be: leaving, waiting, another request."""

import pytest
from sqlalchemy import select

from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from commerce.returns.models import ReturnLine, ReturnRequest
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.test_cancel_order import stored
from tests.dialogue.wares import SHOES, Ware, bought, received

pytestmark = pytest.mark.usefixtures("help_articles")
ON_BOTH = pytest.mark.parametrize("channel", ["web", "sms"])
SOCKS = Ware("Sports Socks", {"color": "white"}, 1000, quantity=3)
JIGSAW = Ware("Jigsaw Puzzle", {"level": "hard"}, 2000, others=[({"level": "easy"}, 2000, 5)])


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("can I change the address instead?", "What's the new address?"),
        ("actually just change the size", "Which version of the Running Shoes"),
        ("never mind the cancelling, when does it arrive", "paid and not packed yet"),
        ("no wait, keep it", "I've left it"),
        ("hang on", "Take your time"),
        ("Cancel it", "Why would you like to cancel it?"),
        ("hello??", "I'm still here"),
        ("my email is x@y.example and phone 303-555-0134", "I only need a rough reason"),
    ],
)
async def test_at_the_reason_of_a_cancellation(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str, answer: str
):
    order = await bought(jane, SHOES)
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}")
    said = await chat.say(text)
    assert answer in said
    assert "Shall I cancel it?" not in said
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


@ON_BOTH
async def test_what_takes_the_place_of_a_cancellation_ends_it(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}")
    await chat.say("can I change the address instead?")
    assert "Shall I change it?" in await chat.say("5 Elm Ave, Boston, MA 02110")
    assert "cancel" not in await chat.say("yes")


@ON_BOTH
async def test_the_other_boots_are_another_order(begin: Begin, jane: ShopperWithOrders):
    right = await bought(jane, Ware("Rain Boots", {"color": "green"}))
    wrong = await bought(jane, Ware("Hiking Boots", {"color": "brown"}))
    chat = await begin(jane.id)
    await chat.say(f"cancel order {wrong.number}")
    await chat.say("hang on i meant the other boots")
    assert f"cancel the whole order #{right.number}" in await chat.say("I don't need them")


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is there a student discount", "discount"),
        ("my email is x@y.example and phone 303-555-0134", "I only need a rough reason"),
        ("hang on", "Take your time"),
        ("keep it", "I've left it"),
    ],
)
async def test_at_the_reason_of_a_return(begin: Begin, jane: ShopperWithOrders, text: str, answer: str):
    await received(jane, Ware("Mug", {"color": "white"}, 1000))
    chat = await begin(jane.id)
    assert "Why do you want to send back" in await chat.say("I want to return the mug")
    said = await chat.say(text)
    assert answer in said
    assert "What condition is it in?" not in said


@ON_BOTH
@pytest.mark.parametrize("text", ["my sister gave me the same one", "found a better price elsewhere"])
async def test_a_reason_in_own_words_is_a_reason(begin: Begin, jane: ShopperWithOrders, text: str):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}")
    assert "Shall I cancel it?" in await chat.say(text)


@ON_BOTH
@pytest.mark.parametrize("text", ["Cancel it", "just cancel it", "ok cancel it", "cancel that"])
async def test_cancel_it_after_a_status(begin: Begin, jane: ShopperWithOrders, text: str):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"where is order {order.number}")
    assert "Why would you like to cancel it?" in await chat.say(text)


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("no. where is it right now?", "paid and not packed yet"),
        ("no thanks, but send me the receipt", "Here is the receipt"),
    ],
)
async def test_a_no_with_another_request(begin: Begin, jane: ShopperWithOrders, text: str, answer: str):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    said = await chat.say(text)
    assert "nothing was changed" in said
    assert answer in said
    assert "Shall I cancel it?" not in said
    assert "nothing waiting for a yes" in await chat.say("yes")


@ON_BOTH
async def test_a_wish_that_cannot_be_met_is_answered(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    said = await chat.say("Yes please, and refund to my store credit")
    assert "goes back the way you paid" in said
    assert "Shall I cancel it?" in said


@ON_BOTH
async def test_the_apartment_is_asked_for(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"change the delivery address of {order.number} to 5 Elm Ave, Boston, MA 02110")
    assert "What's the apartment number?" in await chat.say("ok what about the apartment number")
    assert "5 Elm Ave, Apt 4, Boston" in await chat.say("Apt 4")
    assert "5 Elm Ave, Apt 4, Boston" in await chat.say("yes")


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("do not cancel {o}", "I've left everything as it is"),
        ("please don't cancel my order", "I've left everything as it is"),
        ("is order {o} cancelled?", "paid and not packed yet"),
        ("I just want to know if it's cancelled", "paid and not packed yet"),
        ("please do not change my address", "I've left everything as it is"),
        ("I'm not asking for a refund", "I've left everything as it is"),
        ("did you cancel my order", "paid and not packed yet"),
        ("I thought I cancelled {o}", "paid and not packed yet"),
        ("should i cancel", "can be cancelled as long as it is pending"),
    ],
)
async def test_what_asks_for_nothing_begins_nothing(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str, answer: str
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert answer in await chat.say(text.format(o=order.number))
    for reply in ("because I need it", "okay great", "ok"):
        await chat.say(reply)
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


@ON_BOTH
@pytest.mark.parametrize("put_right", [("no wait, just one", 1), ("actually 2", 2), ("not 3, 2", 2)])
@pytest.mark.parametrize("place", [0, 1, 2, 3, 4])
async def test_how_many_is_put_right_at_any_question(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, put_right: tuple[str, int], place: int
):
    text, count = put_right
    order = await received(jane, SOCKS)
    chat = await begin(jane.id)
    answers = ["I want to return the socks", "3", "they are too small", "unopened", "to my visa"]
    for answer in answers[: place + 1]:
        await chat.say(answer)
    await chat.say(text)
    for answer in answers[max(place, 1) + 1 :]:
        await chat.say(answer)
    assert "is set up" in await chat.say("yes")
    async with store_sessions() as session:
        lines = select(ReturnLine.quantity).join(ReturnRequest).where(ReturnRequest.order_id == order.id)
        assert list(await session.scalars(lines)) == [count]


@ON_BOTH
async def test_not_all_asks_how_many(begin: Begin, jane: ShopperWithOrders):
    await received(jane, SOCKS)
    chat = await begin(jane.id)
    await chat.say("I want to return the socks")
    assert "How many" in await chat.say("not all")
    assert "Why do you want to send back" in await chat.say("2")


@ON_BOTH
async def test_what_closes_the_order_comes_last(begin: Begin, jane: ShopperWithOrders):
    await bought(jane, JIGSAW)
    chat = await begin(jane.id)
    first = await chat.say("change the jigsaw to the easier one, and I think the address is wrong too")
    assert "What's the new address?" in first
    await chat.say("5 Elm Ave, Boston, MA 02110")
    then = await chat.say("yes")
    assert "now goes to 5 Elm Ave" in then
    assert "Jigsaw Puzzle" in then


@pytest.mark.parametrize("channel", ["web"])
async def test_whom_a_message_is_for_is_not_what_it_says(begin: Begin, jane: ShopperWithOrders):
    await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "Why would you like to cancel it?" in await chat.say("@bot cancel")
