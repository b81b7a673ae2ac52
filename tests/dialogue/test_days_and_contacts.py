"""Orders by the day they are meant by, sizes of other countries, and contact data as people write it."""

from datetime import UTC, datetime

import pytest

from commerce.orders.models import OrderStatus
from tests.dialogue.codes import mailed_codes
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago

pytestmark = pytest.mark.parametrize("channel", ["web", "sms"])


def noon(moment: datetime) -> datetime:
    return moment.replace(hour=17, minute=0)


async def test_the_order_that_came_yesterday_is_the_one_delivered_then(begin: Begin, jane: ShopperWithOrders):
    came = await jane.orders(
        "Keyboard",
        status=OrderStatus.DELIVERED,
        placed_at=noon(ago(days=9)),
        delivered_at=noon(ago(days=1)),
    )
    await jane.orders("Mug", placed_at=noon(ago(days=1)))
    answer = await (await begin(jane.id)).say("show me the details of the order that came yesterday")
    assert f"Order #{came.number}" in answer


async def test_the_orders_of_a_day(begin: Begin, jane: ShopperWithOrders):
    old = await jane.orders("Keyboard", placed_at=noon(ago(days=9)))
    new = await jane.orders("Mug", placed_at=noon(ago(days=1)))
    listed = await (await begin(jane.id)).say("my orders from yesterday")
    assert f"#{new.number}" in listed
    assert f"#{old.number}" not in listed


async def test_the_orders_of_a_month(begin: Begin, jane: ShopperWithOrders):
    year = datetime.now(UTC).year - 1
    september = await jane.orders(
        "Keyboard", status=OrderStatus.DELIVERED, placed_at=datetime(year, 9, 12, 17, tzinfo=UTC)
    )
    later = await jane.orders("Mug")
    listed = await (await begin(jane.id)).say(f"what did I buy in September {year}?")
    assert f"from September {year}" in listed
    assert f"#{september.number}" in listed
    assert f"#{later.number}" not in listed


async def test_a_day_without_orders_is_said_to_be_one(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", placed_at=noon(ago(days=1)))
    listed = await (await begin(jane.id)).say("show my orders from 12 days ago")
    assert "can't find an order of yours from" in listed
    assert f"#{order.number}" in listed


@pytest.mark.parametrize("written", ["{0:%d/%m/%Y}", "{0:%Y/%m/%d}", "{0:%d-%b-%Y}"])
async def test_an_order_by_its_day_in_figures(begin: Begin, jane: ShopperWithOrders, written: str):
    day = datetime(datetime.now(UTC).year - 1, 11, 6, 17, tzinfo=UTC)
    meant = await jane.orders("Keyboard", placed_at=day)
    await jane.orders("Mug", placed_at=noon(ago(days=1)))
    answer = await (await begin(jane.id)).say(f"where is the order placed on {written.format(day)}?")
    assert f"#{meant.number}" in answer


@pytest.mark.parametrize("email", ["{0} (at) {1}", "{0}(at){1}", "{0} @ {1}"])
async def test_an_email_that_is_hidden(begin: Begin, jane: ShopperWithOrders, email: str):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say(f"where is my order {order.number}?")
    assert f"#{order.number} is on its way" in await chat.say(email.format(*jane.email.split("@")))


async def test_an_extension_is_told_to_be_left_out(
    begin: Begin, jane: ShopperWithOrders, dialogue_store: str
):
    chat = await begin(jane.id)
    assert "What's the new phone number?" in await chat.say("my phone number changed")
    assert "extension 12 is left out" in await chat.say("+44 07911 123456 ext. 12")
    await chat.say("yes")
    proof = await chat.say((await mailed_codes(dialogue_store, jane.email))[-1])
    assert "texted a six-digit code to +447911123456" in proof
