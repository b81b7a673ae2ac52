"""What shoppers hear and say of days is of the store's zone, also where UTC's day is another one."""

from datetime import datetime, timedelta

import pytest

from commerce.orders.models import OrderStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago


def late_in_the_evening(days: int) -> datetime:
    """23:56 in the store's zone so many days ago: the next day in UTC."""
    return ago(days=days).replace(hour=23, minute=56)


def worded(moment: datetime) -> str:
    return f"{moment:%a} {moment.day} {moment:%b}"


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_an_order_of_late_evening_is_of_that_day(begin: Begin, jane: ShopperWithOrders) -> None:
    placed_at = late_in_the_evening(2)
    order = await jane.orders("Mug", placed_at=placed_at)
    chat = await begin(jane.id)
    said = await chat.say(f"show me the details of order {order.number}")
    assert worded(placed_at) in said
    assert worded(placed_at + timedelta(days=1)) not in said


async def test_an_order_is_found_by_the_day_on_which_its_shopper_placed_it(
    begin: Begin, jane: ShopperWithOrders
) -> None:
    placed_at = late_in_the_evening(7)
    wanted = await jane.orders("Mug", placed_at=placed_at)
    for days in (3, 6, 8):
        await jane.orders("Lamp", placed_at=ago(days=days).replace(hour=12))
    chat = await begin(jane.id)
    said = await chat.say(f"where is the order I placed on {placed_at.month}/{placed_at.day}")
    assert wanted.number in said


async def test_what_came_late_last_night_is_said_to_have_come_then(
    begin: Begin, jane: ShopperWithOrders
) -> None:
    delivered_at = late_in_the_evening(1)
    order = await jane.orders("Mug", status=OrderStatus.DELIVERED, delivered_at=delivered_at)
    chat = await begin(jane.id)
    said = await chat.say(f"where is {order.number}")
    assert worded(delivered_at) in said
