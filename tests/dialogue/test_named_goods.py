"""The thing that was named is the thing that is meant: own goods are seen, others are not taken for them."""

import pytest

from commerce.orders.models import OrderStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.wares import BLUE_SHIRT, LAMP, MUG, Ware, received

both_channels = pytest.mark.parametrize("channel", ["web", "sms"])
GOGGLES = Ware("Lido Swim Goggles")


@both_channels
@pytest.mark.parametrize(
    "text",
    [
        "cancel the sofa order",
        "cancel my sofa",
        "where is my sofa?",
        "change the address of the sofa order",
        "send me the receipt for the sofa",
        "pay the sofa order with paypal instead",
        "order the sofa again",
        "I want to change the sofa to a red one",
    ],
)
async def test_goods_of_nobody_choose_no_order(begin: Begin, jane: ShopperWithOrders, text: str) -> None:
    order = await jane.orders("Folio E-Reader")
    answer = await (await begin(jane.id)).say(text)
    assert "I can't find the sofa in any of your orders. Which order do you mean?" in answer
    assert f"#{order.number}" in answer.text + str(answer.buttons)


@both_channels
@pytest.mark.parametrize(
    "text",
    [
        "my piano arrived broken",
        "return the piano",
        "exchange the piano for a black one",
        "the piano is damaged",
    ],
)
async def test_goods_of_nobody_are_not_taken_for_what_arrived(
    begin: Begin, jane: ShopperWithOrders, text: str
) -> None:
    await received(jane, Ware("Shingle Sandals"))
    answer = await (await begin(jane.id)).say(text)
    assert "I can't find the piano in any of your orders." in answer


async def test_goods_that_are_not_in_the_order_that_was_named(begin: Begin, jane: ShopperWithOrders) -> None:
    order = await received(jane, LAMP, MUG)
    answer = await (await begin(jane.id)).say(f"return the sofa of order {order.number}")
    assert f"I can't find the sofa in order #{order.number}." in answer
    assert "Which items do you mean?" in answer


async def test_the_order_is_chosen_after_goods_of_nobody(begin: Begin, jane: ShopperWithOrders) -> None:
    order = await jane.orders("Folio E-Reader")
    await jane.orders("Mug", placed_at=ago(days=5))
    chat = await begin(jane.id)
    await chat.say("cancel the sofa order")
    assert "either" in await chat.say("the couch")
    assert "Why would you like to cancel" in await chat.say("sorry, the e-reader")
    assert f"#{order.number}" in await chat.say("no longer needed")


@both_channels
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("where's the e reader", "Folio E-Reader"),
        ("where is my ereader", "Folio E-Reader"),
        ("is the keyboard late", "Hush Mechanical Keyboard"),
        ("where's my usb hub", "Branch USB Hub"),
        ("has the usbhub shipped yet", "Branch USB Hub"),
    ],
)
async def test_own_goods_are_seen_in_any_spelling(
    begin: Begin, jane: ShopperWithOrders, text: str, title: str
) -> None:
    numbers = {
        each: (await jane.shipped(each))[0].number
        for each in ("Folio E-Reader", "Hush Mechanical Keyboard", "Branch USB Hub")
    }
    assert f"Order #{numbers[title]} is on its way" in await (await begin(jane.id)).say(text)


async def test_a_question_why_goods_were_cancelled_is_answered(begin: Begin, jane: ShopperWithOrders) -> None:
    order = await jane.orders("Twist Blender", status=OrderStatus.CANCELLED, cancelled_at=ago(days=1))
    await jane.orders("Mug")
    answer = await (await begin(jane.id)).say("why was my blender cancelled")
    assert f"Order #{order.number} has been cancelled" in answer


async def test_the_order_of_own_goods_is_cancelled(begin: Begin, jane: ShopperWithOrders) -> None:
    order = await jane.orders("Branch USB Hub")
    await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "Why would you like to cancel it?" in await chat.say("cancel my usb hub order")
    assert f"#{order.number}" in await chat.say("ordered by mistake")


async def test_a_joined_word_names_the_item_of_an_exchange(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, BLUE_SHIRT)
    await received(jane, MUG)
    answer = await (await begin(jane.id)).say("exchange the tshirt to L in black")
    assert "M, blue → L, black" in answer


@both_channels
async def test_an_item_that_settled_the_order_is_not_asked_for_again(
    begin: Begin, jane: ShopperWithOrders
) -> None:
    await received(jane, MUG)
    await received(jane, GOGGLES, LAMP)
    chat = await begin(jane.id)
    assert "Which order do you mean?" in await chat.say("return something")
    assert "Why do you want to send back the Lido Swim Goggles?" in await chat.say("the swim goggles")


@both_channels
async def test_a_bare_tracking_number_finds_the_parcel(begin: Begin, jane: ShopperWithOrders) -> None:
    order = await jane.orders("Reading Lamp", status=OrderStatus.SHIPPED)
    await jane.ships(order, tracking_number="1Z32CCHO3827959779")
    await jane.shipped("Keyboard")
    for text in ("1Z32CCHO3827959779", "track 1Z32CCHO3827959779"):
        assert f"Order #{order.number} is on its way" in await (await begin(jane.id)).say(text)


async def test_a_tracking_number_of_somebody_else_is_said_to_be_so(
    begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders
) -> None:
    await jane.shipped("Reading Lamp")
    order = await bob.orders("Toaster", status=OrderStatus.SHIPPED)
    await bob.ships(order, tracking_number="1Z32CCHO3827959788")
    answer = await (await begin(jane.id)).say("track 1Z32CCHO3827959788")
    assert "I can't find a package of yours with tracking number 1Z32CCHO3827959788." in answer
    assert "Toaster" not in answer
