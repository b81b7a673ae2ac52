"""Sending items back is corrected, interrupted, left, and asked for together with other things."""

import pytest

from commerce.database import Sessions
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.wares import (
    HEADPHONES,
    LAMP,
    MUG,
    SHOES,
    items_returned,
    received,
    returns_of,
    rows_of,
)


async def test_items_are_corrected_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, MUG, HEADPHONES)
    chat = await begin(jane.id)
    await chat.say("return the lamp and the mug, they're not as described, unopened, to store credit")
    only_mug = await chat.say("actually keep the lamp")
    assert "Mug" in only_mug
    assert "Desk Lamp" not in only_mug
    both = await chat.say("add the headphones too")
    assert "Why do you want to send back the Headphones?" in both
    assert "Mug" in await chat.say("they're broken")
    only = await chat.say("no, only the headphones")
    assert "Headphones" in only
    assert "Mug" not in only
    await chat.say("yes, go ahead")
    assert await items_returned(store_sessions, order) == [("Headphones", 1)]


async def test_a_yes_with_an_exception_is_no_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, MUG)
    before = await rows_of(store_sessions, order)
    chat = await begin(jane.id)
    await chat.say("return the lamp and the mug, I changed my mind, unopened, refund to my visa")
    without_mug = await chat.say("yes, except the mug")
    assert "Mug" not in without_mug
    assert "Shall I set up the return?" in without_mug
    to_credit = await chat.say("ok but as store credit please")
    assert "store credit" in to_credit
    assert await rows_of(store_sessions, order) == before
    await chat.say("yeah go ahead")
    assert await items_returned(store_sessions, order) == [("Desk Lamp", 1)]


async def test_goods_of_another_order_take_the_place(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order, other = await received(jane, LAMP), await received(jane, HEADPHONES)
    chat = await begin(jane.id)
    await chat.say("return the lamp, changed my mind, it's unopened, refund to my visa")
    told = await chat.say("hmm wait not the lamp, the headphones")
    assert "I've left everything as it is" in told
    assert "Why do you want to send back the Headphones?" in told
    await chat.say("I changed my mind, it's unopened")
    assert "Headphones" in await chat.say("to my visa")
    await chat.say("yes, return it")
    assert await items_returned(store_sessions, order) == []
    assert await items_returned(store_sessions, other) == [("Headphones", 1)]


async def test_the_other_one(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say("return the lamp, changed my mind, it's unopened, refund to my visa")
    assert "Mug (white)" in await chat.say("no, the other one")
    await chat.say("yes")
    assert await items_returned(store_sessions, order) == [("Mug", 1)]


async def test_another_order_is_meant(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    wrong, right = await received(jane, LAMP, MUG, days=3), await received(jane, LAMP, SHOES, days=9)
    chat = await begin(jane.id)
    await chat.say(f"return the lamp of order {wrong.number}, it's broken, refund to my visa")
    corrected = await chat.say(f"sorry, I meant order {right.number}")
    assert f"#{right.number}" in corrected
    assert "Desk Lamp" in corrected
    assert "Shall I set up the return?" in corrected
    await chat.say("yes")
    assert await items_returned(store_sessions, wrong) == []
    assert await items_returned(store_sessions, right) == [("Desk Lamp", 1)]


async def test_a_policy_question_in_between_and_back(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, help_articles: None
):
    order = await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert "Why do you want" in await chat.say("I want to return the lamp")
    between = await chat.say("wait, what's your return policy?")
    assert "within 30 days of delivery" in between
    assert "Why do you want to send back the Desk Lamp?" in between
    await chat.say("it doesn't fit")
    await chat.say("unopened")
    assert "Shall I set up" in await chat.say("store credit")
    await chat.say("yes")
    assert await items_returned(store_sessions, order) == [("Desk Lamp", 1)]


async def test_an_order_status_in_between_and_back(begin: Begin, jane: ShopperWithOrders):
    await received(jane, LAMP, MUG)
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    await chat.say("I want to return the lamp, it's broken")
    between = await chat.say(f"where is my order {shipped.number}?")
    assert f"#{shipped.number} is on its way" in between
    assert "Where should the refund go?" in between
    assert "Desk Lamp" in await chat.say("to my visa")


async def test_never_mind_at_every_step_changes_nothing(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, MUG)
    before = await rows_of(store_sessions, order)
    steps = ["I want to return something", "the lamp", "I don't like it", "unopened", "to my visa"]
    for count in range(1, len(steps) + 1):
        chat = await begin(jane.id)
        for step in steps[:count]:
            await chat.say(step)
        assert "Nothing was changed" in await chat.say("never mind"), steps[:count]
        assert "nothing waiting for a yes" in await chat.say("yes")
    assert await rows_of(store_sessions, order) == before


async def test_no_changes_nothing(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP)
    before = await rows_of(store_sessions, order)
    chat = await begin(jane.id)
    await chat.say("return the lamp, it's broken, refund to my visa")
    assert "nothing was changed" in await chat.say("no")
    assert await rows_of(store_sessions, order) == before


async def test_keeping_it_all_ends_the_return(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, MUG)
    before = await rows_of(store_sessions, order)
    chat = await begin(jane.id)
    await chat.say("return the lamp, it's broken, refund to my visa")
    assert "Nothing was changed" in await chat.say("actually keep the lamp")
    assert await rows_of(store_sessions, order) == before


async def test_an_exchange_takes_the_place_of_a_return(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say("I want to return the lamp, it's broken")
    assert "Which version of the Desk Lamp" in await chat.say("can I exchange it instead?")
    await chat.say("the white one")
    done = await chat.say("yes")
    assert "Your exchange RMA-" in done
    assert "refund" not in done
    assert len(await returns_of(store_sessions, order)) == 1


async def test_two_returns_in_one_conversation(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    first, second = await received(jane, LAMP, days=3), await received(jane, SHOES, days=6)
    chat = await begin(jane.id)
    await chat.say("return the lamp, it's broken, refund to my visa")
    await chat.say("yes")
    await chat.say("I'd also like to return the shoes, they don't fit, unworn, as store credit")
    await chat.say("yes")
    assert await items_returned(store_sessions, first) == [("Desk Lamp", 1)]
    assert await items_returned(store_sessions, second) == [("Running Shoes", 1)]


async def test_a_cancellation_and_a_return_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    pending, order = await jane.orders("Keyboard"), await received(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say(
        f"cancel order {pending.number}, I no longer need it. I also want to return the lamp, it's broken"
    )
    returning = await chat.say("yes")
    assert f"#{pending.number} is cancelled" in returning
    assert "Where should the refund go?" in returning
    await chat.say("store credit")
    await chat.say("yes")
    assert await items_returned(store_sessions, order) == [("Desk Lamp", 1)]


async def test_the_time_a_refund_takes_is_a_question_of_policy(
    begin: Begin, jane: ShopperWithOrders, help_articles: None
):
    await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say("I want to return the lamp, it's broken")
    assert "Shall I set up" in await chat.say("to my visa")
    between = await chat.say("how long does the refund take?")
    assert "5 to 7 business days" in between
    assert "I don't see any refund" not in between
    assert "Shall I set up" in between


@pytest.mark.parametrize(
    "said",
    [
        "I want a refund",
        "I don't want the lamp anymore",
        "I want my money back for the lamp",
    ],
)
async def test_what_is_unwanted_is_returned(begin: Begin, jane: ShopperWithOrders, said: str):
    await received(jane, LAMP)
    chat = await begin(jane.id)
    answer = await chat.say(said)
    assert "send back the Desk Lamp" in answer or "What condition is it in" in answer


async def test_what_is_unwanted_and_not_packed_is_cancelled(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Desk Lamp")
    chat = await begin(jane.id)
    answer = await chat.say(f"I don't want the lamp of order {order.number} anymore")
    assert f"cancel the whole order #{order.number}" in answer


@pytest.mark.parametrize(
    "said",
    [
        "return {number}, changed my mind, unopened, to my visa",
        "send back {number}: don't like it, still sealed, refund on the visa",
    ],
)
async def test_terse_words_say_all(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, said: str
):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    assert "Shall I set up the return?" in await chat.say(said.format(number=order.number))
    await chat.say("yes")
    assert await items_returned(store_sessions, order) == [("Desk Lamp", 1)]
