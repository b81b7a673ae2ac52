"""Questions in a flow are answered in its light; an open question comes back once, not for ever."""

import pytest

from commerce.database import Sessions
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.wares import LAMP, MUG, bought, received, rows_of

pytestmark = pytest.mark.usefixtures("help_articles")

FREE_RETURN = "returning costs you nothing"
AFTER_RETURN = "5 to 7 business days"
HOW_TO_SEND = "free label"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("do I have to pay postage?", FREE_RETURN),
        ("okay... do I pay postage", FREE_RETURN),
        ("who pays for the shipping back", FREE_RETURN),
        ("is it free?", FREE_RETURN),
        ("when do I get my money", AFTER_RETURN),
        ("how long until the refund is there?", AFTER_RETURN),
        ("where do I send it", HOW_TO_SEND),
        ("how do I send it back?", HOW_TO_SEND),
        ("how much do I get", "You get $40.00 back for that."),
        ("and how much would that be?", "You get $40.00 back for that."),
    ],
)
async def test_a_question_about_a_return_is_answered_and_the_return_goes_on(
    begin: Begin, jane: ShopperWithOrders, asked: str, answer: str
):
    await received(jane, LAMP)
    chat = await begin(jane.id)
    why = await chat.say("I want to return the desk lamp")
    assert "Why" in why
    told = await chat.say(asked)
    assert answer in told
    assert why.text.splitlines()[-1] in told
    assert "What condition" in await chat.say("it's too bright for my room")


async def test_several_questions_about_it_do_not_end_it(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await bought(jane, MUG)
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I ordered it by mistake")
    for asked, answer in (
        ("is there a fee for cancelling?", "costs nothing"),
        ("when do I get my money back?", "5 to 7 business days"),
        ("how much do I get back", "you get $"),
    ):
        told = await chat.say(asked)
        assert answer in told
        assert order.number in told  # the summary again
    await chat.say("yes")
    assert (await rows_of(store_sessions, order)).order[0].value == "cancelled"


async def test_money_back_for_what_is_late_is_the_remedy_for_late_orders(
    begin: Begin, jane: ShopperWithOrders
):
    await jane.shipped("Keyboard", promised_on=ago(days=3).date(), shipping_minor=499)
    chat = await begin(jane.id)
    told = await chat.say("the keyboard is 3 days late and I want my money back")
    assert "the delivery cost back" in told or "$4.99" in told
    assert "can't be sent back" not in told


async def test_an_open_question_comes_back_once_and_is_then_dropped(begin: Begin, jane: ShopperWithOrders):
    await received(jane, LAMP)
    pending = await bought(jane, MUG)
    chat = await begin(jane.id)
    why = await chat.say("I want to return the desk lamp")
    question = why.text.splitlines()[-1]
    assert question in await chat.say(f"where is order {pending.number}?")
    dropped = await chat.say("are you open on sundays?")
    assert question not in dropped
    assert "put aside" in dropped
    assert question not in await chat.say("thanks")


async def test_a_flow_that_others_interrupt_comes_back_once(begin: Begin, jane: ShopperWithOrders):
    await received(jane, LAMP)
    pending = await bought(jane, MUG)
    chat = await begin(jane.id)
    question = (await chat.say("I want to return the desk lamp")).text.splitlines()[-1]
    assert question in await chat.say("show me my orders")
    dropped = await chat.say(f"send me the receipt of {pending.number}")
    assert question not in dropped
    assert "put aside" in dropped


async def test_the_postcode_right_after_an_address_belongs_to_it(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await bought(jane, MUG)
    chat = await begin(jane.id)
    await chat.say(f"send order {order.number} to 12 Oak Street, Boston, MA 02110 instead")
    assert "02110" in await chat.say("yes")
    again = await chat.say("postcode should be 02111")
    assert "02111" in again
    assert "12 Oak Street" in again
    assert "note" not in again
    assert "02111" in await chat.say("yes")


@pytest.mark.parametrize("said", ["my last order", "1 and 2", "the blue ones", "size 9"])
async def test_what_cannot_be_used_is_not_said_to_be_noted(begin: Begin, jane: ShopperWithOrders, said: str):
    await bought(jane, MUG)
    told = await (await begin(jane.id)).say(said)
    assert "note" not in told
    assert "I'll use that" not in told


async def test_what_is_noted_is_used(begin: Begin, jane: ShopperWithOrders):
    order = await bought(jane, MUG)
    chat = await begin()
    assert "use that to find your order" in await chat.say(f"my e-mail is {jane.email}")
    assert "paid and not packed yet" in await chat.say(f"and it's {order.number}")


async def test_who_was_found_is_told_so(begin: Begin, jane: ShopperWithOrders):
    await bought(jane, MUG)
    said = f"I'm Jane {jane.customer.last_name} and my zip is {jane.address.postcode}"
    assert "found your orders" in await (await begin()).say(said)
