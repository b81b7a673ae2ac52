"""Several orders at once are served one after the other, each with its own summary."""

import pytest

from commerce.database import Sessions
from commerce.orders.models import Order, OrderStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.test_lent_values import both_channels
from tests.dialogue.wares import LAMP, Ware, received


async def statuses(sessions: Sessions, *orders: Order) -> list[OrderStatus]:
    async with sessions() as session:
        return [(await session.get_one(Order, order.id)).status for order in orders]


@both_channels
@pytest.mark.parametrize(
    "said",
    [
        ["cancel both orders"],
        ["cancel all my pending orders"],
        ["cancel my order", "both of them"],
        ["cancel my order", "all of them please"],
        ["cancel the mug and the e-reader"],
    ],
)
async def test_each_order_has_its_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, said: list[str]
) -> None:
    reader = await jane.orders("Folio E-Reader", placed_at=ago(days=5))
    mug = await jane.orders("Mug", placed_at=ago(days=1))
    chat = await begin(jane.id)
    for text in said:
        answer = await chat.say(text)
    assert f"First order #{mug.number}" in answer
    assert f"I'll cancel the whole order #{mug.number}" in await chat.say("no longer needed")
    assert await statuses(store_sessions, mug, reader) == [OrderStatus.PENDING] * 2
    assert f"Order #{mug.number} is cancelled" in await chat.say("yes")
    assert await statuses(store_sessions, mug, reader) == [OrderStatus.CANCELLED, OrderStatus.PENDING]
    assert f"I'll cancel the whole order #{reader.number}" in await chat.say("no longer needed")
    await chat.say("no")
    assert await statuses(store_sessions, mug, reader) == [OrderStatus.CANCELLED, OrderStatus.PENDING]


async def test_several_numbers_are_several_orders(begin: Begin, jane: ShopperWithOrders) -> None:
    first, second = await jane.orders("Folio E-Reader"), await jane.orders("Mug")
    answer = await (await begin(jane.id)).say(f"where are {first.number} and {second.number}?")
    assert f"Order #{first.number}" in answer
    assert f"Order #{second.number}" in answer


async def test_what_is_left_out_stays(begin: Begin, jane: ShopperWithOrders) -> None:
    mug = await jane.orders("Mug", placed_at=ago(days=1))
    reader = await jane.orders("Folio E-Reader", placed_at=ago(days=5))
    chat = await begin(jane.id)
    await chat.say("cancel all my orders except the mug")
    summary = await chat.say("no longer needed")
    assert f"#{reader.number}" in summary
    assert mug.number not in summary


@both_channels
async def test_each_item_is_a_request_of_its_own(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, Ware("Brook Water Bottle"), LAMP)
    chat = await begin(jane.id)
    asked = await chat.say("return the bottle and exchange the lamp")
    assert "Why do you want to send back the Brook Water Bottle?" in asked
    await chat.say("I changed my mind")
    await chat.say("unopened")
    assert "Brook Water Bottle" in await chat.say("to the original card")
    assert "Desk Lamp" in await chat.say("yes")


async def test_orders_are_named_by_their_places(begin: Begin, jane: ShopperWithOrders) -> None:
    orders = [await jane.orders(title) for title in ("Mug", "Kettle", "Desk Lamp")]
    chat = await begin(jane.id)
    await chat.say("cancel my order")
    said = await chat.say("the first two")
    assert "One after the other" in said
    assert sum(f"#{order.number}" in said for order in orders) == 1


async def test_orders_are_added_up(begin: Begin, jane: ShopperWithOrders) -> None:
    one, other = await jane.orders("Mug"), await jane.orders("Kettle")
    chat = await begin(jane.id)
    said = await chat.say(f"what's the total of {one.number} and {other.number}?")
    assert "$80.00 together" in said
    assert "$80.00 together" in await chat.say("how much did I spend in total?")
