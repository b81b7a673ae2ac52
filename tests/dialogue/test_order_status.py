"""Where is my order: one order and many, in every state it can be in."""

import pytest

from commerce.orders.models import OrderStatus, RefundStatus, ShipmentStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago, ahead
from tests.dialogue.wares import BLUE_SHIRT, received


def worded(moment) -> str:
    return f"{moment:%a} {moment.day} {moment:%b}"


async def test_a_verified_shopper_with_one_order_is_asked_nothing(begin: Begin, jane: ShopperWithOrders):
    order, tracking = await jane.shipped("Reading Lamp", promised_on=ahead(days=2).date())
    answer = await (await begin(jane.id)).say("where is my order?")
    assert f"Order #{order.number} is on its way" in answer
    assert f"should arrive by {worded(ahead(days=2))}" in answer
    assert f"UPS, tracking number {tracking} https://www.ups.com/track?tracknum={tracking}" in answer
    assert "In it: Reading Lamp." in answer


async def test_details_are_in_a_card(begin: Begin, jane: ShopperWithOrders):
    order, tracking = await jane.shipped("Reading Lamp")
    (card,) = (await (await begin(jane.id)).say("where is my order?")).cards
    facts = {fact["label"]: fact["value"] for fact in card["facts"]}
    assert (card["title"], card["subtitle"]) == (f"Order #{order.number}", "On its way")
    assert facts["Tracking"] == f"UPS {tracking}"
    assert facts["Total"] == "$40.00"
    assert card["link"]["url"].endswith(tracking)


async def test_what_is_offered_next_can_be_pressed(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin(jane.id)
    await chat.say("where is my order?")
    details = await chat.press("Show the details")
    assert f"Order #{order.number}" in details
    assert "Reading Lamp (black): $40.00" in details


async def test_a_pending_order(begin: Begin, jane: ShopperWithOrders):
    await jane.orders("Mug", promised_on=ahead(days=4).date())
    answer = await (await begin(jane.id)).say("where is my order")
    assert "paid and not packed yet" in answer
    assert f"should arrive by {worded(ahead(days=4))}" in answer
    assert "Cancel it" in answer.buttons


async def test_a_processed_order_of_an_imported_store(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.PROCESSED, placed_at=None)
    await jane.ships(
        order, carrier=None, tracking_number="357962501027", status=ShipmentStatus.UNKNOWN, shipped_at=None
    )
    answer = await (await begin(jane.id)).say("where is my order")
    assert "is packed" in answer
    assert "tracking number 357962501027" in answer
    assert "None" not in answer.text + str(answer.cards)


async def test_a_parcel_that_is_out_for_delivery(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.SHIPPED)
    await jane.ships(order, status=ShipmentStatus.OUT_FOR_DELIVERY)
    assert "is out for delivery" in await (await begin(jane.id)).say("where's my package?")


async def test_a_late_order_is_called_late_with_what_the_store_offers(begin: Begin, jane: ShopperWithOrders):
    await jane.shipped("Mug", promised_on=ago(days=4).date(), placed_at=ago(days=9), shipping_minor=499)
    answer = await (await begin(jane.id)).say("where is my order?")
    assert f"It was promised for {worded(ago(days=4))} and is 4 days late; I'm sorry." in answer
    assert "We can offer you the delivery cost back" in answer
    assert "Delivery cost back" in answer.buttons


async def test_a_complaint_that_an_order_is_late_is_answered_with_where_it_is(
    begin: Begin, jane: ShopperWithOrders
):
    order, _ = await jane.shipped("Mug", promised_on=ago(days=4).date())
    chat = await begin(jane.id)
    answer = await chat.say("my parcel is late, it should have been here four days ago!!")
    assert f"Order #{order.number}" in answer
    assert "4 days late" in answer
    assert "Nothing was changed" not in await chat.say("thanks")


async def test_a_late_order_with_a_new_date(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.SHIPPED, promised_on=ago(days=3).date())
    await jane.ships(order, expected_on=ahead(days=1).date())
    answer = await (await begin(jane.id)).say("where is my order?")
    assert "is 3 days late" in answer
    assert f"should now arrive by {worded(ahead(days=1))}" in answer


async def test_a_lost_parcel(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.SHIPPED, promised_on=ago(days=20).date())
    await jane.ships(order, status=ShipmentStatus.LOST)
    answer = await (await begin(jane.id)).say("where is my order?")
    assert "seems to have been lost" in answer
    assert "a replacement or your money back" in answer


async def test_each_parcel_of_a_split_order_is_told(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Keyboard", "Mug", status=OrderStatus.SHIPPED)
    first = await jane.ships(order, 1, status=ShipmentStatus.DELIVERED, delivered_at=ago(days=1), position=1)
    second = await jane.ships(order, 2, expected_on=ahead(days=2).date(), carrier="FedEx", position=2)
    answer = await (await begin(jane.id)).say("where is my order?")
    assert f"Part of order #{order.number} has been delivered" in answer
    assert (
        f"Package 1 of 2 (Keyboard): delivered on {worded(ago(days=1))}. UPS, tracking number {first}"
        in answer
    )
    assert f"Package 2 of 2 (Mug): on its way, expected by {worded(ahead(days=2))}." in answer
    assert f"FedEx, tracking number {second}" in answer


async def test_a_cancelled_order_tells_its_refund(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.CANCELLED, cancelled_at=ago(days=1))
    await jane.refunds(
        order, amount_minor=4000, status=RefundStatus.PENDING, expected_by=ahead(days=5).date()
    )
    answer = await (await begin(jane.id)).say("where is my order?")
    assert "has been cancelled" in answer
    assert "$40.00 is on its way back to your Visa ending in 4242" in answer
    assert f"should be there by {worded(ahead(days=5))}." in answer


async def test_a_refund_that_arrived_is_told_with_its_day(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.CANCELLED, cancelled_at=ago(days=3))
    await jane.refunds(order, amount_minor=4000, status=RefundStatus.COMPLETED, completed_at=ago(days=2))
    answer = await (await begin(jane.id)).say("where is my order?")
    assert f"$40.00 went back to your Visa ending in 4242 on {worded(ago(days=2))}." in answer


async def test_a_delivered_order_tells_its_day(begin: Begin, jane: ShopperWithOrders):
    await jane.orders("Mug", status=OrderStatus.DELIVERED, delivered_at=ago(days=3))
    answer = await (await begin(jane.id)).say("where is my order?")
    assert "has been delivered" in answer
    assert f"It arrived on {worded(ago(days=3))}." in answer


async def test_only_what_is_under_way_is_meant(begin: Begin, jane: ShopperWithOrders):
    await jane.orders("Mug", status=OrderStatus.DELIVERED, delivered_at=ago(days=3))
    order, _ = await jane.shipped("Keyboard")
    assert f"#{order.number} is on its way" in await (await begin(jane.id)).say("where is my order?")


async def test_several_orders_are_offered_the_latest_first(begin: Begin, jane: ShopperWithOrders):
    older, _ = await jane.shipped("Mug", placed_at=ago(days=6))
    latest, _ = await jane.shipped("Keyboard", placed_at=ago(days=1))
    chat = await begin(jane.id)
    asked = await chat.say("where is my order?")
    assert list(asked.buttons) == [f"#{latest.number}: Keyboard", f"#{older.number}: Mug"]
    assert f"#{older.number} is on its way" in await chat.press(f"#{older.number}")


async def test_an_order_is_picked_in_words(begin: Begin, jane: ShopperWithOrders):
    older, _ = await jane.shipped("Mechanical Keyboard", placed_at=ago(days=6))
    latest, _ = await jane.shipped("Mug", placed_at=ago(days=1))
    picked = {
        "the last one": latest,
        "the second one": older,
        "2": older,
        "the one with the keyboard": older,
        older.number: older,
        latest.number[-4:]: latest,
    }
    for words, order in picked.items():
        chat = await begin(jane.id)
        assert "Which order do you mean?" in await chat.say("where is my order?")
        answer = await chat.say(words)
        assert f"#{order.number} is on its way" in answer, words


async def test_the_item_may_be_named_at_once(begin: Begin, jane: ShopperWithOrders):
    older, _ = await jane.shipped("Mechanical Keyboard", placed_at=ago(days=6))
    await jane.shipped("Mug", placed_at=ago(days=1))
    answer = await (await begin(jane.id)).say("where is my order with the keyboard?")
    assert f"#{older.number} is on its way" in answer


async def test_the_order_spoken_of_is_meant_again(begin: Begin, jane: ShopperWithOrders):
    older, _ = await jane.shipped("Mug", placed_at=ago(days=6))
    latest, _ = await jane.shipped("Keyboard", placed_at=ago(days=1))
    chat = await begin(jane.id)
    await chat.say(f"where is order {older.number}?")
    assert f"#{older.number}" in await chat.say("show me the details of that order")
    assert f"#{latest.number}" in await chat.say("and where is my other order?")


async def test_somebody_elses_number_is_answered_as_one_that_does_not_exist(
    begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders
):
    await jane.shipped("Mug")
    theirs, tracking = await bob.shipped("Keyboard")
    of_theirs = await (await begin(jane.id)).say(f"where is my order #{theirs.number}?")
    of_none = await (await begin(jane.id)).say("where is my order #A999999?")
    assert f"I can't find order #{theirs.number} among your orders" in of_theirs
    assert of_theirs.text.replace(theirs.number, "A999999") == of_none.text
    assert of_theirs.buttons == of_none.buttons
    assert tracking not in of_theirs.text


async def test_a_customer_without_orders_is_told_so(begin: Begin, jane: ShopperWithOrders):
    assert "don't see any orders" in await (await begin(jane.id)).say("where is my order?")


async def test_orders_are_listed_the_latest_first(begin: Begin, jane: ShopperWithOrders):
    older, _ = await jane.shipped("Mug", placed_at=ago(days=6))
    latest = await jane.orders("Keyboard", placed_at=ago(days=1))
    chat = await begin(jane.id)
    answer = await chat.say("show me my orders")
    assert answer.text.index(latest.number) < answer.text.index(older.number)
    assert f"#{older.number} ({worded(ago(days=6))}): Mug, on its way" in answer
    assert f"#{latest.number} is paid" in await chat.press(f"#{latest.number}")


async def test_an_order_is_named_by_its_tracking_number(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Reading Lamp", status=OrderStatus.SHIPPED)
    await jane.ships(order, tracking_number="986578788855")
    await jane.shipped("Keyboard")
    answer = await (await begin(jane.id)).say("track 9865 7878 8855 please")
    assert f"Order #{order.number} is on its way" in answer


async def test_a_tracking_number_of_no_known_form_will_do(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Reading Lamp", status=OrderStatus.SHIPPED)
    await jane.ships(order, tracking_number="H4207715XQ93")
    await jane.shipped("Keyboard")
    answer = await (await begin(jane.id)).say("where is my parcel H4207715XQ93?")
    assert f"Order #{order.number} is on its way" in answer


async def test_somebody_elses_tracking_number_tells_nothing(
    begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders
):
    await jane.shipped("Reading Lamp")
    await jane.shipped("Keyboard")
    order = await bob.orders("Toaster", status=OrderStatus.SHIPPED)
    await bob.ships(order, tracking_number="366909522011")
    answer = await (await begin(jane.id)).say("my tracking number is 366909522011, where is it?")
    assert "366909522011" in answer
    assert "Toaster" not in answer
    assert order.number not in answer


async def test_an_order_is_named_by_its_day(begin: Begin, jane: ShopperWithOrders):
    old = await jane.orders("Reading Lamp", placed_at=ago(days=6))
    await jane.orders("Keyboard", placed_at=ago(days=1))
    answer = await (await begin(jane.id)).say("where is the order I placed 6 days ago?")
    assert f"Order #{old.number}" in answer
    assert "Keyboard" not in answer


@pytest.mark.parametrize("said", ["what size was it", "which color did i get?"])
async def test_what_was_bought_is_asked_of_the_order_just_told(
    begin: Begin, jane: ShopperWithOrders, said: str
) -> None:
    order = await received(jane, BLUE_SHIRT)
    chat = await begin(jane.id)
    await chat.say(f"where is order {order.number}?")
    assert "T-Shirt (M, blue)" in await chat.say(said)
