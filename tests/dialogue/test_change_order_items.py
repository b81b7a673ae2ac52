"""Changing items of an order that nobody has packed: all in one go, once, the difference settled."""

import pytest
from sqlalchemy import select

from commerce.database import Sessions
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.returns.models import ReturnKind
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.wares import (
    BLUE_SHIRT,
    LAMP,
    MUG,
    RED_SHIRT,
    SHOES,
    bought,
    received,
    returns_of,
    rows_of,
)


async def options_of(sessions: Sessions, order: Order) -> list[dict[str, str]]:
    """The options of the order's lines now."""
    async with sessions() as session:
        query = select(OrderLine.options).where(OrderLine.order_id == order.id).order_by(OrderLine.position)
        return list(await session.scalars(query))


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await bought(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert "Which items" in await chat.say("I want to change an item in my order")
    await chat.press("Desk Lamp")
    summary = await chat.press("white")
    assert f"In order #{order.number} I'll change Desk Lamp: black → white" in summary
    assert "You pay $5.00 more with your Visa ending in 4242" in summary
    assert "The order then costs $55.00" in summary
    assert "works only once" in summary
    assert (await rows_of(store_sessions, order)).order[2] is None
    done = await chat.press("Yes, change it")
    assert f"Done: in order #{order.number} I changed Desk Lamp: black → white" in done
    assert await options_of(store_sessions, order) == [{"color": "white"}, {"color": "white"}]
    rows = await rows_of(store_sessions, order)
    assert rows.order[1] == 5500
    assert sorted(amount for _, amount in rows.payments) == [500, 5000]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("change the shoes in my order to size 10", [None, None, {"size": "10", "color": "grey"}]),
        (
            "I ordered the blue shirt in M, make it a large please",
            [{"size": "L", "color": "blue"}, None, None],
        ),
        (
            "change the blue shirt in my order to red and the red shirt to blue",
            [{"size": "M", "color": "red"}, {"size": "L", "color": "blue"}, None],
        ),
        ("I want the shoes in my order one size smaller", [None, None, {"size": "8", "color": "grey"}]),
    ],
)
async def test_everything_in_the_first_message(
    begin: Begin,
    jane: ShopperWithOrders,
    store_sessions: Sessions,
    said: str,
    expected: list[dict[str, str] | None],
):
    order = await bought(jane, BLUE_SHIRT, RED_SHIRT, SHOES)
    before = await options_of(store_sessions, order)
    chat = await begin(jane.id)
    assert "Shall I do it?" in await chat.say(said)
    await chat.say("yes")
    assert await options_of(store_sessions, order) == [
        new or old for new, old in zip(expected, before, strict=True)
    ]


async def test_more_is_added_before_the_only_go(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await bought(jane, BLUE_SHIRT, SHOES)
    chat = await begin(jane.id)
    await chat.say("change the shoes in my order to size 10")
    assert "T-Shirt: M → L and Running Shoes: 9 → 10" in await chat.say("and the shirt too, in L")
    await chat.say("yes")
    assert await options_of(store_sessions, order) == [
        {"size": "L", "color": "blue"},
        {"size": "10", "color": "grey"},
    ]


async def test_it_works_only_once(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await bought(jane, SHOES)
    chat = await begin(jane.id)
    await chat.say("change the shoes in my order to size 10")
    await chat.say("yes")
    before = await rows_of(store_sessions, order)
    assert "already changed the items" in await chat.say("change the shoes in my order to white")
    assert await rows_of(store_sessions, order) == before


async def test_the_difference_goes_back_where_it_is_said(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await bought(jane, LAMP)
    chat = await begin(jane.id)
    assert "costs $5.00 less" in await chat.say("change the lamp in my order to the red one")
    assert "$5.00 back on your store credit at once" in await chat.say("as store credit")
    await chat.say("yes")
    (refund,) = (await rows_of(store_sessions, order)).refunds
    assert refund[1] == 500


async def test_the_item_and_the_variant_are_corrected(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await bought(jane, BLUE_SHIRT, RED_SHIRT)
    chat = await begin(jane.id)
    assert "M → S" in await chat.say("change the blue shirt in my order to size S")
    assert "M → XL" in await chat.say("no, I meant XL")
    other = await chat.say("no, the other shirt")
    assert "Which version of the T-Shirt (L, red)" in other
    assert "L → XL" in await chat.say("XL")
    await chat.say("yes")
    assert await options_of(store_sessions, order) == [
        {"size": "M", "color": "blue"},
        {"size": "XL", "color": "red"},
    ]


async def test_an_order_status_in_between_and_back(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await bought(jane, SHOES)
    shipped, _ = await jane.shipped("Keyboard", placed_at=ago(days=8))
    chat = await begin(jane.id)
    await chat.say("I want to change the shoes in my pending order")
    between = await chat.say(f"where is my order {shipped.number}?")
    assert f"#{shipped.number} is on its way" in between
    assert "Which version of the Running Shoes" in between
    await chat.say("a size 8")
    await chat.say("yes")
    assert await options_of(store_sessions, order) == [{"size": "8", "color": "grey"}]


async def test_never_mind_at_every_step_changes_nothing(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await bought(jane, LAMP, SHOES)
    before = await rows_of(store_sessions, order)
    steps = ["I want to change an item in my order", "the lamp", "the red one", "to my visa"]
    for count in range(1, len(steps) + 1):
        chat = await begin(jane.id)
        for step in steps[:count]:
            await chat.say(step)
        assert "Nothing was changed" in await chat.say("forget it"), steps[:count]
        assert "nothing waiting for a yes" in await chat.say("yes")
    assert await rows_of(store_sessions, order) == before


async def test_no_changes_nothing(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await bought(jane, SHOES)
    before = await rows_of(store_sessions, order)
    chat = await begin(jane.id)
    await chat.say("change the shoes in my order to size 10")
    assert "nothing was changed" in await chat.say("no")
    assert await rows_of(store_sessions, order) == before


async def test_a_packed_order_is_too_late(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await bought(jane, SHOES, status=OrderStatus.PROCESSED)
    before = await rows_of(store_sessions, order)
    chat = await begin(jane.id)
    assert "can't be changed any more" in await chat.say("change the shoes in my order to size 10")
    assert await rows_of(store_sessions, order) == before


async def test_packed_between_the_summary_and_the_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await bought(jane, SHOES)
    chat = await begin(jane.id)
    await chat.say("change the shoes in my order to size 10")
    async with store_sessions.begin() as session:
        (await session.get_one(Order, order.id)).status = OrderStatus.PROCESSED
    assert "can't be changed any more" in await chat.say("yes")
    assert await options_of(store_sessions, order) == [{"size": "9", "color": "grey"}]


async def test_a_delivered_order_is_exchanged_instead(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, SHOES)
    chat = await begin(jane.id)
    answer = await chat.say(f"change the shoes in my order {order.number} to size 10")
    assert "this is an exchange" in answer
    assert "Running Shoes: 9 → 10" in answer
    await chat.say("yes")
    ((request, _),) = await returns_of(store_sessions, order)
    assert request.kind is ReturnKind.EXCHANGE


async def test_a_change_and_a_cancellation_in_one_conversation(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order, other = await bought(jane, SHOES), await jane.orders("Keyboard")
    chat = await begin(jane.id)
    await chat.say(f"change the shoes in order {order.number} to size 10")
    await chat.say("yes")
    await chat.say(f"and cancel order {other.number}, I no longer need it")
    await chat.say("yes")
    assert await options_of(store_sessions, order) == [{"size": "10", "color": "grey"}]
    assert (await rows_of(store_sessions, other)).order[0] is OrderStatus.CANCELLED
