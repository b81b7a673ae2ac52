"""Sums with their parts, questions that are not put for ever, and reasons that are none."""

from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.test_lent_values import both_channels
from tests.dialogue.wares import LAMP, MUG, Ware, received

BOTTLE = Ware("Brook Water Bottle", price_minor=1500)


@both_channels
async def test_all_that_comes_back_is_added_up(begin: Begin, jane: ShopperWithOrders) -> None:
    orders = [await jane.orders("Mug"), await jane.orders("Folio E-Reader")]
    chat = await begin(jane.id)
    for order in orders:
        await chat.say(f"cancel {order.number}, ordered by mistake")
        await chat.say("yes")
    answer = await chat.say("how much do I get back for all of it?")
    assert all(f"#{order.number}: $40.00" in answer for order in orders)
    assert "That makes $80.00 in all." in answer


@both_channels
async def test_the_other_items_are_added_up(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, BOTTLE, LAMP, MUG)
    chat = await begin(jane.id)
    assert "Why do you want to send back the Brook Water Bottle?" in await chat.say("return the bottle")
    answer = await chat.say("what do the other items cost together?")
    assert "$50.00 together" in answer
    assert "Why do you want to send back the Brook Water Bottle?" in answer


async def test_a_question_left_unanswered_is_put_once_more_and_dropped(
    begin: Begin, jane: ShopperWithOrders
) -> None:
    await received(jane, LAMP, MUG)
    orders = [await jane.orders("Folio E-Reader"), await jane.orders("Hut Socks")]
    chat = await begin(jane.id)
    await chat.say("return the lamp")
    assert "What condition is it in?" in await chat.say("changed my mind")
    after = []
    for order in orders:
        await chat.say(f"cancel order {order.number}, ordered by mistake")
        after.append(await chat.say("yes"))
    assert "What condition is it in?" in after[0]
    assert "What condition is it in?" not in after[1]
    assert "return" in after[1].text.lower()


@both_channels
async def test_a_parcel_at_the_wrong_place_is_not_damaged(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, BOTTLE, LAMP)
    chat = await begin(jane.id)
    await chat.say("return the bottle")
    answer = await chat.say("it went to the wrong place by accident")
    assert "What condition is it in?" not in answer
    assert "I changed my mind" in answer.buttons


@both_channels
async def test_what_is_gone_is_not_sent_back(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, BOTTLE, LAMP)
    chat = await begin(jane.id)
    await chat.say("return the bottle")
    assert "can't be sent back" in await chat.say("I can't send it back, I lost it")


async def test_the_same_is_done_for_the_other_order(begin: Begin, jane: ShopperWithOrders) -> None:
    first, other = await jane.orders("Mug"), await jane.orders("Folio E-Reader")
    chat = await begin(jane.id)
    await chat.say(f"cancel {first.number}, ordered by mistake")
    await chat.say("yes")
    assert "Why would you like to cancel it?" in await chat.say("and the same for the other one")
    assert f"I'll cancel the whole order #{other.number}" in await chat.say("ordered by mistake")
