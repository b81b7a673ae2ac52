"""What is said beside the point at a question is served and not lost: on the web and by text."""

import pytest

from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.test_cancel_order import stored
from tests.dialogue.wares import BLUE_SHIRT, LAMP, MUG, SHOES, bought, received

pytestmark = pytest.mark.usefixtures("help_articles")
ON_BOTH = pytest.mark.parametrize("channel", ["web", "sms"])
SUMMARY = "Shall I cancel it?"


@ON_BOTH
@pytest.mark.parametrize(
    "text",
    [
        "cancel the mug",
        "can i cancel just the mug",
        "remove the mug from my order",
        "cancel all but the lamp",
    ],
)
async def test_one_item_is_not_the_order(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str
) -> None:
    order = await bought(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert "I can't take the Mug out of order" in await chat.say(text)
    assert "Why would you like to cancel it?" in await chat.say("ok, the whole order then")
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


@ON_BOTH
async def test_one_item_may_be_swapped_instead(begin: Begin, jane: ShopperWithOrders) -> None:
    await bought(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say("cancel the mug")
    assert "Which version of the Mug" in await chat.say("swap it instead")


@ON_BOTH
@pytest.mark.parametrize("text", ["no", "never mind", "Leave it as it is", "no, leave it"])
async def test_one_item_and_then_none(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str
) -> None:
    order = await bought(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say("cancel the mug")
    assert "nothing was changed" in await chat.say(text)
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


@ON_BOTH
@pytest.mark.parametrize(
    "text", ["put the lamp in white", "make the lamp white", "can the lamp be white instead"]
)
async def test_another_version_in_other_words(begin: Begin, jane: ShopperWithOrders, text: str) -> None:
    await bought(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert "I'll change Desk Lamp: black → white" in await chat.say(text)


async def test_a_size_is_no_number_of_items(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, SHOES, BLUE_SHIRT)
    chat = await begin(jane.id)
    assert "exchange Running Shoes: 9 → 10" in await chat.say("make the shoes a 10")


@ON_BOTH
@pytest.mark.parametrize(
    "text", ["the one thats late", "the late one", "where's the one that's overdue", "is the late one coming"]
)
async def test_an_order_known_by_its_state(begin: Begin, jane: ShopperWithOrders, text: str) -> None:
    late, _ = await jane.shipped("Blender", promised_on=ago(days=5).date())
    await bought(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert f"#{late.number} is on its way" in await chat.say(text)


async def test_an_order_known_by_its_price(begin: Begin, jane: ShopperWithOrders) -> None:
    order = await bought(jane, LAMP, MUG)
    await jane.orders("Kettle")
    chat = await begin(jane.id)
    assert f"#{order.number}" in await chat.say("the 50 dollar one")


@pytest.mark.parametrize("text", ["what did I order in {month}", "show me what I bought in {month}"])
async def test_what_was_ordered_in_a_month(begin: Begin, jane: ShopperWithOrders, text: str) -> None:
    orders = [await bought(jane, LAMP), await bought(jane, MUG)]
    chat = await begin(jane.id)
    month = f"{ago(days=2):%B}"
    said = await chat.say(text.format(month=month))
    assert f"from {month}" in said
    assert all(order.number in said for order in orders)


@ON_BOTH
@pytest.mark.parametrize(
    "text", ["not cancelling, just asking where it is", "no i don't want to cancel, where is it"]
)
async def test_a_no_with_a_question(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str
) -> None:
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    said = await chat.say(text)
    assert "paid and not packed yet" in said
    assert SUMMARY not in said
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("yes but first tell me where it is", "paid and not packed yet"),
        ("cancel it but only after telling me if I get the full amount", "whole amount"),
        ("ok, but let me know first how long I can return things", "30 days"),
    ],
)
async def test_a_yes_that_wants_an_answer_first(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str, answer: str
) -> None:
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    said = await chat.say(text)
    assert answer in said
    assert SUMMARY in said
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING
    assert "is cancelled" in await chat.say("yes")


@ON_BOTH
@pytest.mark.parametrize("text", ["yes, and also my other order", "yes and the other one too"])
async def test_a_yes_that_adds_the_other_order(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str
) -> None:
    one, other = await jane.orders("Mug"), await jane.orders("Kettle")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {one.number}, I no longer need it")
    said = await chat.say(text)
    assert f"#{one.number} is cancelled" in said
    assert f"#{other.number}" in said
    assert (await stored(store_sessions, one)).status is OrderStatus.CANCELLED
    assert (await stored(store_sessions, other)).status is OrderStatus.PENDING


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("yes and also return my lamp", "Why do you want to send back the Desk Lamp?"),
        ("ok, and then exchange the lamp for a white one please", "exchange Desk Lamp: black → white"),
        ("go ahead. also send me the receipt of {delivered}", "receipt of order"),
        ("yes please, and let me talk to a person", "passed your chat on"),
        ("yep and my lamp arrived broken too", "Desk Lamp"),
    ],
)
async def test_a_yes_that_adds_another_request(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str, answer: str
) -> None:
    delivered, order = await received(jane, LAMP), await jane.orders("Kettle")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    said = await chat.say(text.format(delivered=delivered.number))
    assert f"#{order.number} is cancelled" in said
    assert answer in said
    assert (await stored(store_sessions, order)).status is OrderStatus.CANCELLED


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("yes, and return the lamp instead", "Why do you want to send back the Desk Lamp?"),
        ("maybe, and also return my lamp", "Why do you want to send back the Desk Lamp?"),
        ("no and also return my lamp", "Why do you want to send back the Desk Lamp?"),
        ("no where is it", "paid and not packed yet"),
    ],
)
async def test_another_request_without_a_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str, answer: str
) -> None:
    await received(jane, LAMP)
    order = await jane.orders("Kettle")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    said = await chat.say(text)
    assert answer in said
    assert SUMMARY not in said
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("how long do I have?", "30 days"),
        ("is there a fee?", "returning costs you nothing"),
        ("do i need the box", "Any sturdy box"),
    ],
)
async def test_a_question_at_the_reason_of_a_return(
    begin: Begin, jane: ShopperWithOrders, text: str, answer: str
) -> None:
    await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say("return the lamp")
    for _ in range(3):  # none of them is a miss
        said = await chat.say(text)
        assert answer in said
        assert "Why do you want to send back the Desk Lamp?" in said


@ON_BOTH
async def test_the_state_is_corrected_later(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    for text in ("return the lamp", "I changed my mind", "it's unopened"):
        await chat.say(text)
    said = await chat.say("it is opened, actually")
    assert "Where should the refund go?" in said


@ON_BOTH
@pytest.mark.parametrize("text", ["great", "great, thanks", "fine thanks", "good to know", "cool", "thanks"])
async def test_praise_and_thanks_are_no_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str
) -> None:
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    assert SUMMARY in await chat.say(text)
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


@ON_BOTH
@pytest.mark.parametrize("text", ["ok thanks", "i confirm the cancellation", "fine", "sounds good thanks"])
async def test_agreement_with_thanks_is_a_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str
) -> None:
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    assert "is cancelled" in await chat.say(text)
    assert (await stored(store_sessions, order)).status is OrderStatus.CANCELLED


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("nope. do you ship to canada?", "Canada"),
        ("forget it, talk to a human", "passed your chat on"),
        ("no but can you send me the invoice", "receipt of order"),
    ],
)
async def test_a_no_with_another_matter(
    begin: Begin, jane: ShopperWithOrders, text: str, answer: str
) -> None:
    await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    for each in ("return the lamp", "I changed my mind", "it's unopened", "to my visa"):
        await chat.say(each)
    said = await chat.say(text)
    assert answer in said
    assert "Shall I set up the return?" not in said


async def test_all_pending_orders_answer_which_one(begin: Begin, jane: ShopperWithOrders) -> None:
    await bought(jane, LAMP)
    await bought(jane, MUG)
    chat = await begin(jane.id)
    await chat.say("cancel my order")
    assert "One after the other" in await chat.say("all my pending orders")


async def test_questions_about_versions_put_nothing_aside(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say("exchange the lamp for a red one")
    for text in ("which other colors are there?", "what other versions do you have?", "what else is there?"):
        assert "Where should that go back to?" in await chat.say(text)


@ON_BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("i ordered a mug by mistake, remove it", "I can't take the Mug out of order"),
        ("my kid bought the mug on my phone, take it off", "I can't take the Mug out of order"),
        ("oops, ordered both by accident, get rid of it all", SUMMARY),
        ("i ordered the black lamp by mistake, make it white", "Desk Lamp: black → white"),
    ],
)
async def test_a_slip_told_as_a_story(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str, answer: str
) -> None:
    order = await bought(jane, LAMP, MUG)
    assert answer in await (await begin(jane.id)).say(text)
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING
