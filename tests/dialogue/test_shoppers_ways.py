"""What shoppers say beside the usual: what they lack, words to the driver, swaps that are none."""

import pytest

from commerce.orders.models import OrderStatus, ShipmentStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.wares import LAMP, MUG, bought, received
from tests.factories import a_card

pytestmark = pytest.mark.usefixtures("help_articles")

NO_INSTRUCTIONS = "We cannot pass instructions on to the driver"


async def test_a_name_where_the_number_is_lacking(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say("where is my order")
    await chat.say(jane.email)
    assert "full name" in await chat.say("i dont have the number")
    assert "ZIP code" in await chat.say(jane.customer.full_name)
    assert f"#{order.number} is on its way" in await chat.say(jane.address.postcode)


async def test_a_name_after_the_question_that_says_that_it_will_do(begin: Begin, jane: ShopperWithOrders):
    await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say("where is my order")
    await chat.say(jane.email)
    assert "full name" in await chat.say("it starts with a letter I think")
    assert "ZIP code" in await chat.say(jane.customer.full_name)


async def test_who_lacks_the_email_is_asked_for_a_name(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say(f"where is my order {order.number}")
    assert "full name" in await chat.say("no clue which email")


@pytest.mark.parametrize(
    "said",
    [
        "leave it at the back door",
        "leave it with my neighbor",
        "deliver it to my neighbour",
        "hold my parcel at the post office",
    ],
)
async def test_words_to_the_driver(begin: Begin, jane: ShopperWithOrders, said: str):
    await jane.shipped("Reading Lamp")
    assert NO_INSTRUCTIONS in await (await begin(jane.id)).say(said)


async def test_words_to_the_driver_where_the_address_is_asked_for(begin: Begin, jane: ShopperWithOrders):
    await bought(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("change the address of my order")
    answer = await chat.say("leave it at the back door")
    assert NO_INSTRUCTIONS in answer
    assert "What's the new address?" in answer


async def test_a_postcode_alone_puts_the_present_address_right(begin: Begin, jane: ShopperWithOrders):
    order = await bought(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("change the address of my order")
    summary = await chat.say("80203")
    assert f"{order.shipping_address['line1']}, Denver, CO 80203" in summary
    assert "Shall I change it?" in summary


async def test_a_town_alone_is_no_street(begin: Begin, jane: ShopperWithOrders):
    await bought(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("change the address of my order")
    assert "I need the whole address" in await chat.say("Springfield")


async def test_the_present_address_is_told(begin: Begin, jane: ShopperWithOrders):
    order = await bought(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("change the address of my order")
    answer = await chat.say("what is the address now")
    assert f"Right now it's {order.shipping_address['line1']}" in answer


@pytest.mark.parametrize("said", ["add a second lamp to my order", "one more lamp to my order please"])
async def test_an_order_takes_no_more(begin: Begin, jane: ShopperWithOrders, said: str):
    await bought(jane, LAMP, MUG)
    chat = await begin(jane.id)
    answer = await chat.say(said)
    assert "I can't add anything to an order that has been placed" in answer
    assert "Shall I put Desk Lamp (black) into your cart" in answer
    assert "Your cart is empty" in await chat.say("show my cart")


async def test_what_is_offered_for_the_cart_is_taken_by_a_yes(begin: Begin, jane: ShopperWithOrders):
    await bought(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say("add a second lamp to my order")
    assert "I've put Desk Lamp (black) into your cart" in await chat.say("yes please")


async def test_another_one_is_the_one_that_was_ordered(begin: Begin, jane: ShopperWithOrders):
    await bought(jane, LAMP, MUG)
    answer = await (await begin(jane.id)).say("another one of the lamp please")
    assert "I've put Desk Lamp (black) into your cart" in answer


async def test_another_product_is_no_version(begin: Begin, jane: ShopperWithOrders):
    await bought(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert "only for another version of it" in await chat.say("swap the lamp for the mug")


async def test_a_product_of_the_same_order_is_no_version(begin: Begin, jane: ShopperWithOrders):
    await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert "so not for the mug" in await chat.say("exchange the lamp for the mug")


async def test_the_order_at_an_end_of_their_prices(begin: Begin, jane: ShopperWithOrders):
    dear, cheap = await bought(jane, LAMP), await bought(jane, MUG)
    chat = await begin(jane.id)
    assert f"#{dear.number}" in await chat.say("which was the biggest order")
    assert f"#{cheap.number}" in await chat.say("the cheapest order")


async def test_the_last_but_one_of_those_that_were_offered(begin: Begin, jane: ShopperWithOrders):
    older = await bought(jane, LAMP, placed_at=ago(days=3))
    await bought(jane, MUG)
    chat = await begin(jane.id)
    assert "Which order" in await chat.say("where is my order")
    assert f"#{older.number}" in await chat.say("the last but one")


@pytest.mark.parametrize("said", ["i meant the mug only", "no actually just the mug"])
async def test_single_items_at_the_reason_for_cancelling(begin: Begin, jane: ShopperWithOrders, said: str):
    await bought(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say("cancel my order")
    assert "I can't take the Mug out of order" in await chat.say(said)


async def test_no_postage_answer_leans_on_its_heading(begin: Begin):
    answer = await (await begin()).say("who pays postage")
    assert not answer.text.startswith(("No.", "Yes."))


async def test_what_is_on_it_is_asked_of_what_was_told(begin: Begin, jane: ShopperWithOrders):
    order = await bought(jane, LAMP, status=OrderStatus.PENDING)
    chat = await begin(jane.id)
    await chat.say("what did i order")
    assert f"#{order.number}" in await chat.say("what's on it")


async def test_what_is_missed_may_be_in_the_parcel_that_is_still_to_come(
    begin: Begin, jane: ShopperWithOrders
):
    order = await jane.orders("Mug", "Reading Lamp", status=OrderStatus.SHIPPED)
    await jane.ships(order, 1, status=ShipmentStatus.DELIVERED, delivered_at=ago(days=1))
    await jane.ships(order, 2)
    answer = await (await begin(jane.id)).say("half my order is missing")
    assert "the rest is still on its way" in answer


async def test_so_it_may_where_the_order_is_asked_for_first(begin: Begin, jane: ShopperWithOrders):
    split = await jane.orders("Mug", "Reading Lamp", status=OrderStatus.SHIPPED)
    await jane.ships(split, 1, status=ShipmentStatus.DELIVERED, delivered_at=ago(days=1))
    await jane.ships(split, 2)
    other = await jane.orders("Kettle", "Blanket", status=OrderStatus.SHIPPED)
    await jane.ships(other, 1, status=ShipmentStatus.DELIVERED, delivered_at=ago(days=2))
    await jane.ships(other, 2)
    chat = await begin(jane.id)
    assert "Which order" in await chat.say("half my order is missing")
    assert "the rest is still on its way" in await chat.say(split.number)


async def test_a_lost_parcel_that_is_to_be_sent_again_costs_nothing(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.SHIPPED, promised_on=ago(days=20).date())
    await jane.ships(order, status=ShipmentStatus.LOST)
    answer = await (await begin(jane.id)).say("send it again")
    assert "cart" not in answer
    assert "We send Mug again, free of charge" in answer


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("cos i want to change the card", "Shall I change it?"),
        ("actually can u just send it somewhere else", "What's the new address?"),
        ("i want to speak to sb", "I've passed your chat on"),
    ],
)
async def test_another_request_is_no_reason_to_cancel(
    begin: Begin, jane: ShopperWithOrders, said: str, asked: str
):
    await bought(jane, LAMP)
    await jane.add(a_card(jane.customer, brand="mastercard", last_four="5555"))
    chat = await begin(jane.id)
    await chat.say("cancel my order")
    assert asked in await chat.say(said)


async def test_a_swap_comes_after_the_address_also_by_its_other_name(begin: Begin, jane: ShopperWithOrders):
    await bought(jane, LAMP)
    chat = await begin(jane.id)
    assert "What's the new address?" in await chat.say("swap lamp to white, and the address is wrong too")


async def test_a_question_beside_never_mind_is_answered(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Mug")
    answer = await (await begin(jane.id)).say("forget it, where is it now")
    assert f"#{order.number} is on its way" in answer


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("im away next week, delay my delivery", "We cannot promise a certain day or hour"),
        ("they rang but i was out", "The carrier tries again on the next business day"),
    ],
)
async def test_another_day_and_a_missed_delivery(begin: Begin, jane: ShopperWithOrders, said: str, told: str):
    await jane.shipped("Mug")
    assert told in await (await begin(jane.id)).say(said)


async def test_the_total_at_a_summary_is_that_of_its_order(begin: Begin, jane: ShopperWithOrders):
    order = await bought(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("cancel my order, I ordered it by mistake")
    answer = await chat.say("tell me the total again")
    assert "Your cart is empty" not in answer
    assert f"#{order.number}" in answer


@pytest.mark.parametrize(
    ("said", "line1"), [("14b i mean", "14b Elm Street"), ("its lane not street", "12 Elm Lane")]
)
async def test_the_street_is_put_right_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, said: str, line1: str
):
    await bought(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("change the address of my order")
    await chat.say("80203")
    assert f"{line1}, Denver, CO 80203" in await chat.say(said)


@pytest.mark.parametrize(
    ("said", "told"),
    [("is there a fee", "Changing an order costs nothing"), ("and can i change it back later", "Shall I")],
)
async def test_a_question_at_the_summary_of_an_address(
    begin: Begin, jane: ShopperWithOrders, said: str, told: str
):
    await bought(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("change the address of my order")
    await chat.say("80203")
    answer = await chat.say(said)
    assert told in answer
    assert "I've left it" not in answer


async def test_no_code_is_sent_to_who_wants_none(begin: Begin, jane: ShopperWithOrders):
    order = await bought(jane, LAMP)
    chat = await begin()
    assert "Shall I send a code" in await chat.say(f"cancel order {order.number}, my email is {jane.email}")
    assert "sent a six-digit code" not in await chat.say("no code pls")


async def test_each_clause_is_of_its_own_order(begin: Begin, jane: ShopperWithOrders):
    sent, _ = await jane.shipped("Keyboard")
    await received(jane, MUG)
    answer = await (await begin(jane.id)).say("track the keyboard and return the mug")
    assert f"#{sent.number} is on its way" in answer
    assert "Why do you want to send back the Mug?" in answer


async def test_what_an_order_came_to(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    await chat.say("where is my order")
    answer = await chat.say("how much was it")
    assert f"#{order.number}" in answer
    assert "Total" in answer
