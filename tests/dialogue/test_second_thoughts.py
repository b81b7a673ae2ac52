"""Slips, second thoughts and corrections: nothing else is done than what is wished for in the end."""

import pytest

from commerce.database import Sessions
from commerce.orders.models import Order, OrderStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.test_cancel_order import stored
from tests.dialogue.wares import BLUE_SHIRT, LAMP, MUG, SHOES, Ware, bought, items_returned, received

pytestmark = pytest.mark.usefixtures("help_articles")
SOCKS = Ware("Sports Socks", {"color": "white"}, 1000, quantity=3)
ELM = "5 Elm Ave, Boston, MA 02110"


async def street(sessions: Sessions, order: Order) -> str:
    return str((await stored(sessions, order)).shipping_address["line1"])


@pytest.mark.parametrize(
    "text",
    [
        "plz dont cancle my order {o}",
        "I do not wish to have my order {o} cancelled",
        "I was going to cancel {o} but ill keep it",
        "my husband wants to cancel {o} but i dont",
    ],
)
async def test_what_is_taken_back_begins_nothing(begin: Begin, jane: ShopperWithOrders, text: str) -> None:
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "I've left everything as it is" in await chat.say(text.format(o=order.number))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("i changed my mind about cancelling", "I've left it"),
        ("oh its coming tomorrow? then leave it", "I've left it"),
        ("don't", "I've left it"),
        ("no thanks", "I've left it"),
        ("put it on hold", "Take your time"),
        ("because i need it", "I only need a rough reason"),
        ("actually a replacement", "I only need a rough reason"),
        ("whats the weather", "I only need a rough reason"),
    ],
)
async def test_no_reason_to_cancel(begin: Begin, jane: ShopperWithOrders, text: str, answer: str) -> None:
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}")
    said = await chat.say(text)
    assert answer in said
    assert "Shall I cancel it?" not in said


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("wait thats wrong, 6 Elm Ave", "6 Elm Ave"),
        ("no, the 2nd floor", "5 Elm Ave"),
        ("no a different address: 9 Pine Rd, Austin TX 78701", "9 Pine Rd"),
    ],
)
async def test_a_corrected_address_stays_with_its_order(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str, line: str
) -> None:
    order, other = await bought(jane, LAMP, MUG), await bought(jane, SHOES, BLUE_SHIRT)
    chat = await begin(jane.id)
    await chat.say(f"change the address of {order.number} to {ELM}")
    assert f"#{order.number}" in await chat.say(text)
    await chat.say("yes")
    assert (await street(store_sessions, order), await street(store_sessions, other)) == (
        line,
        "12 Elm Street",
    )


async def test_the_other_order_too_is_both(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
) -> None:
    orders = [await bought(jane, LAMP, MUG), await bought(jane, SHOES)]
    chat = await begin(jane.id)
    await chat.say(f"change the address of {orders[0].number} to {ELM}")
    assert f"First order #{orders[0].number}" in await chat.say("and the other order too")
    for _ in orders:
        await chat.say("yes")
    assert [await street(store_sessions, order) for order in orders] == ["5 Elm Ave"] * 2


@pytest.mark.parametrize(
    ("text", "count"), [("keep one", 2), ("all but two", 1), ("ok no just the one", 1), ("only 2 pairs", 2)]
)
async def test_how_many_are_kept(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str, count: int
) -> None:
    order = await received(jane, SOCKS, MUG)
    chat = await begin(jane.id)
    for said in ("return socks", "all 3", "too small", "unopened", "visa", text):
        await chat.say(said)
    assert "is set up" in await chat.say("yes")
    assert await items_returned(store_sessions, order) == [("Sports Socks", count)]


async def test_not_just_one_but_all_of_it(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, SOCKS, MUG)
    chat = await begin(jane.id)
    for said in ("return socks", "1", "too small", "unopened", "visa"):
        await chat.say(said)
    answer = await chat.say("not just one pair, all of them")
    assert "3 × Sports Socks" in answer
    assert "Mug" not in answer


async def test_a_slip_in_the_verb(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, SOCKS)
    chat = await begin(jane.id)
    assert "How many of them" in await chat.say("retrun the socks")


@pytest.mark.parametrize("text", ["can I use 100 of them", "use 100"])
async def test_points_just_told_are_redeemed(begin: Begin, jane: ShopperWithOrders, text: str) -> None:
    await received(jane, LAMP, points=253)
    chat = await begin(jane.id)
    await chat.say("how many points do I have")
    assert "turn 100 points into $1.00" in await chat.say(text)


async def test_a_wish_beside_a_cancellation_cancels_nothing(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
) -> None:
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    for said in ("the mug is chipped", "money back", "actually a replacement", "yes"):
        await chat.say(said)
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


@pytest.mark.parametrize("said", ["actually the mug", "no, the mug instead", "the mug"])
async def test_goods_of_another_order_are_meant_at_a_later_question(
    begin: Begin, jane: ShopperWithOrders, said: str
) -> None:
    await received(jane, LAMP)
    await received(jane, MUG)
    chat = await begin(jane.id)
    await chat.say("return the desk lamp")
    await chat.say("it doesn't fit")
    assert "Why do you want to send back the Mug" in await chat.say(said)


@pytest.mark.parametrize("text", ["I am not returning anything", "i dont want to return the lamp"])
async def test_no_return_is_wanted_where_there_is_none(
    begin: Begin, jane: ShopperWithOrders, text: str
) -> None:
    await received(jane, LAMP)
    chat = await begin(jane.id)
    assert "left everything as it is" in await chat.say(text)


async def test_a_doubtful_answer_does_not_lose_what_is_under_way(
    begin: Begin, jane: ShopperWithOrders
) -> None:
    order = await bought(jane, MUG)
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I ordered it by mistake")
    assert "Shall I cancel it?" in await chat.say("put it on my tab and check me out")
    assert "nothing was changed" in await chat.say("no")


@pytest.mark.parametrize("said", ["just the mug", "and the mug alone"])
async def test_some_of_it_alone_is_no_whole_order(begin: Begin, jane: ShopperWithOrders, said: str) -> None:
    order = await bought(jane, MUG, LAMP)
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I ordered it by mistake")
    assert "I can't take the Mug out of order" in await chat.say(said)


@pytest.mark.parametrize("said", ["the lamp is wobbly", "my lamp keeps falling over", "the lamp gets hot"])
async def test_what_is_wrong_with_goods_of_ones_own(begin: Begin, jane: ShopperWithOrders, said: str) -> None:
    await received(jane, LAMP)
    chat = await begin(jane.id)
    assert "I'm sorry about the Desk Lamp" in await chat.say(said)


@pytest.mark.parametrize(
    "said", ["then the money", "ok just give me a refund", "I'd rather have my money back"]
)
async def test_the_money_instead_of_another_version(begin: Begin, jane: ShopperWithOrders, said: str) -> None:
    await received(jane, LAMP)
    chat = await begin(jane.id)
    assert "Which version" in await chat.say("exchange the desk lamp")
    assert "Why do you want to send back the Desk Lamp?" in await chat.say(said)
