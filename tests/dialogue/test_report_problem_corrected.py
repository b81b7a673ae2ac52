"""A reported problem is corrected, interrupted, left, and told together with other things."""

import pytest

from commerce.database import Sessions
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.troubles import everything_of, lost, on_its_way, reports_of
from tests.dialogue.wares import HEADPHONES, LAMP, MUG, items_returned, received

BROKEN_LAMP = "the lamp arrived with a deep crack in the shade"


async def test_the_item_is_corrected_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say(f"{BROKEN_LAMP}, please send a new one")
    corrected = await chat.say("no, I mean the mug")
    assert "report Mug as damaged" in corrected
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("damaged_item", "replacement", "resolved", 1)]


async def test_the_kind_of_problem_is_corrected(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say(f"{BROKEN_LAMP}, please send a new one")
    corrected = await chat.say("sorry, it's actually not broken, you sent the wrong one")
    assert "a wrong item in place of Desk Lamp" in corrected
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("wrong_item", "replacement", "resolved", 1)]


async def test_the_remedy_is_corrected_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    before = await everything_of(store_sessions, order)
    chat = await begin(jane.id)
    await chat.say(f"{BROKEN_LAMP}, please send a new one")
    assert "Where should the refund go?" in await chat.say("actually I'd rather have my money back")
    assert "$40.00 back to your Visa" in await chat.say("the visa")
    assert "store credit" in await chat.say("hmm no, make it store credit")
    assert await everything_of(store_sessions, order) == before
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("damaged_item", "refund", "resolved", 1)]


async def test_a_yes_with_a_condition_is_no_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    before = await everything_of(store_sessions, order)
    chat = await begin(jane.id)
    await chat.say(f"{BROKEN_LAMP}, please send a new one")
    assert "Where should the refund go?" in await chat.say("ok but I want a refund instead")
    assert await everything_of(store_sessions, order) == before


async def test_another_order_is_meant(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    wrong, right = await received(jane, LAMP, days=3), await received(jane, LAMP, days=9)
    chat = await begin(jane.id)
    await chat.say(f"{BROKEN_LAMP} of order {wrong.number}, please send a new one")
    corrected = await chat.say(f"sorry, I meant order {right.number}")
    assert f"#{right.number}" in corrected
    await chat.say("yes")
    assert await reports_of(store_sessions, wrong) == []
    assert await reports_of(store_sessions, right) == [("damaged_item", "replacement", "resolved", 1)]


async def test_a_policy_question_in_between_and_back(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, help_articles: None
):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    assert "What would you like" in await chat.say(BROKEN_LAMP)
    between = await chat.say("wait, what's your return policy?")
    assert "return" in between
    assert "What would you like" in between
    await chat.say("send it again")
    question = await chat.say("how fast is express delivery?")
    assert "Express takes 1 to 2 business days" in question
    assert "Shall I do that?" in question
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("damaged_item", "replacement", "resolved", 1)]


async def test_a_question_while_the_description_is_asked(begin: Begin, jane: ShopperWithOrders):
    await received(jane, LAMP)
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    assert "What is broken" in await chat.say("my lamp is broken")
    between = await chat.say(f"where is my order {shipped.number}?")
    assert f"#{shipped.number} is on its way" in between
    assert "What is broken" in between
    assert "What would you like" in await chat.say("the switch does nothing")


async def test_never_mind_at_every_step_changes_nothing(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, MUG)
    before = await everything_of(store_sessions, order)
    steps = [
        "there's a problem with my order",
        "something is broken",
        "the lamp",
        "the shade has a crack all around",
        "my money back",
        "to my visa",
    ]
    for count in range(1, len(steps) + 1):
        chat = await begin(jane.id)
        for step in steps[:count]:
            await chat.say(step)
        assert "Nothing was changed" in await chat.say("never mind"), steps[:count]
        assert "nothing waiting for a yes" in await chat.say("yes")
    assert await everything_of(store_sessions, order) == before


@pytest.mark.parametrize("is_lost", [True, False])
async def test_never_mind_and_no_about_a_parcel(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, is_lost: bool
):
    order = await (lost(jane, LAMP) if is_lost else on_its_way(jane, LAMP, late=3))
    before = await everything_of(store_sessions, order)
    title = "Send it again" if is_lost else "Delivery cost back"
    for answer, words in (("never mind", "Nothing was changed"), ("no", "nothing was changed")):
        chat = await begin(jane.id)
        await chat.say("where is my order?")
        assert "Shall I do that?" in await chat.press(title)
        assert words in await chat.say(answer)
    assert await everything_of(store_sessions, order) == before


async def test_two_problems_in_one_conversation(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, HEADPHONES)
    chat = await begin(jane.id)
    await chat.say(f"{BROKEN_LAMP}, please send a new one")
    await chat.say("yes")
    await chat.say("and the headphones were missing from the parcel, I want my money back to my visa")
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [
        ("damaged_item", "replacement", "resolved", 1),
        ("missing_item", "refund", "resolved", 1),
    ]


async def test_two_problems_in_one_message(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP, HEADPHONES)
    chat = await begin(jane.id)
    first = await chat.say(
        "the lamp arrived with a crack in the shade and the headphones were missing from the box"
    )
    assert "What would you like" in first
    assert "report Desk Lamp as damaged" in await chat.say("send a new one")
    second = await chat.say("yes")
    assert "We send Desk Lamp again" in second
    assert "What would you like" in second
    assert "report Headphones as missing" in await chat.say("send them again")
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [
        ("damaged_item", "replacement", "resolved", 1),
        ("missing_item", "replacement", "resolved", 1),
    ]


async def test_a_problem_and_a_question_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    asked = await chat.say(f"{BROKEN_LAMP}, send a new one please. And where is order {shipped.number}?")
    assert "Shall I do that?" in asked
    done = await chat.say("yes")
    assert f"#{shipped.number} is on its way" in done
    assert await items_returned(store_sessions, order) == []
    assert await reports_of(store_sessions, order) == [("damaged_item", "replacement", "resolved", 1)]


async def test_the_remedy_for_a_lost_parcel_is_corrected(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await lost(jane, LAMP, MUG)
    chat = await begin(jane.id)
    await chat.say("the courier lost my package, please send it again")
    assert "Where should the refund go?" in await chat.say("no, I'd rather have a refund")
    assert "$50.00" in await chat.say("to my visa")
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("lost_parcel", "refund", "resolved", 1)] * 2


async def test_a_question_in_between_about_a_lost_parcel(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, help_articles: None
):
    order = await lost(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("the courier lost my package")
    between = await chat.say("how fast is express delivery?")
    assert "Express takes 1 to 2 business days" in between
    assert "What would you like" in between
    await chat.say("a replacement")
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("lost_parcel", "replacement", "resolved", 1)]


async def test_a_lost_parcel_and_another_request_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order, pending = await lost(jane, LAMP), await jane.orders("Keyboard")
    chat = await begin(jane.id)
    await chat.say(
        f"the courier lost my package, please send it again. I also want to cancel order {pending.number}"
    )
    asked = await chat.say("yes")
    assert "Why would you like to cancel" in asked
    assert await reports_of(store_sessions, order) == [("lost_parcel", "replacement", "resolved", 1)]
