"""Who is asking: an order number with its e-mail, or a name with a postcode, and never a guess too many."""

import pytest
from sqlalchemy import select, update

from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.support.models import Escalation, Handoff
from tests.dialogue.codes import mailed_codes
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders


async def test_number_then_email(begin: Begin, jane: ShopperWithOrders):
    order, tracking = await jane.shipped("Reading Lamp")
    chat = await begin()
    asked = await chat.say("where is my order?")
    assert "order number" in asked
    assert "e-mail" in asked
    assert "e-mail" in await chat.say(f"#{order.number}")
    answer = await chat.say(jane.email)
    assert f"#{order.number} is on its way" in answer
    assert tracking in answer
    assert await chat.level() is IdentityLevel.CLAIMED


async def test_email_then_number(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say("where is my order?")
    assert "order number" in await chat.say(f"my email is {jane.email}")
    assert f"#{order.number} is on its way" in await chat.say(order.number)


async def test_both_in_one_message(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    for message in (f"{order.number} {jane.email}", f"it's {jane.email}, order #{order.number}"):
        chat = await begin()
        await chat.say("where is my order?")
        assert f"#{order.number} is on its way" in await chat.say(message)


async def test_everything_in_the_first_message(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    answer = await (await begin()).say(f"where is my order {order.number}? my email is {jane.email}")
    assert f"#{order.number} is on its way" in answer


async def test_nothing_is_told_before_the_shopper_is_known(begin: Begin, jane: ShopperWithOrders):
    order, tracking = await jane.shipped("Reading Lamp")
    answer = await (await begin()).say(f"where is my order {order.number}?")
    assert "Lamp" not in answer.text
    assert tracking not in answer.text


async def test_name_and_postcode_will_do(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say("where is my order?")
    answer = await chat.say(f"my name is {jane.customer.full_name}, postcode {jane.address.postcode}")
    assert f"#{order.number} is on its way" in answer


async def test_name_then_postcode(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say("where is my order?")
    assert "ZIP code" in await chat.say(f"my name is {jane.customer.full_name}")
    assert f"#{order.number} is on its way" in await chat.say(jane.address.postcode)


async def test_a_bare_name_and_then_the_postcode(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say("where is my order?")
    assert "ZIP code" in await chat.say(jane.customer.full_name.lower())
    assert f"#{order.number} is on its way" in await chat.say(jane.address.postcode)


async def test_a_claimed_shopper_is_not_asked_again(begin: Begin, jane: ShopperWithOrders):
    first, _ = await jane.shipped("Reading Lamp")
    second, _ = await jane.shipped("Mug")
    chat = await begin()
    await chat.say(f"where is my order {first.number}? my email is {jane.email}")
    assert f"#{second.number} is on its way" in await chat.say(f"and where is order {second.number}?")


async def test_what_was_said_before_is_not_asked_for(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    assert "What can I do for you?" in await chat.say(f"hi, it's {jane.email}, order {order.number}")
    assert f"#{order.number} is on its way" in await chat.say("where is my order?")


async def test_a_wrong_email_is_answered_as_a_missing_order(
    begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders
):
    order, tracking = await jane.shipped("Reading Lamp")
    of_existing, of_missing = await begin(), await begin()
    await of_existing.say(f"where is my order {order.number}?")
    await of_missing.say("where is my order A999998?")
    wrong = await of_existing.say(bob.email)
    missing = await of_missing.say(bob.email)
    assert "can't find an order that fits" in wrong
    assert wrong == missing
    assert tracking not in wrong.text
    assert await of_existing.level() is IdentityLevel.ANONYMOUS


async def test_a_wrong_email_can_be_corrected(begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say(f"where is my order {order.number}?")
    await chat.say(bob.email)
    assert f"#{order.number} is on its way" in await chat.say(f"sorry, {jane.email}")


async def test_after_five_wrong_guesses_only_a_code_proves_who_it_is(
    begin: Begin, jane: ShopperWithOrders, dialogue_store: str
):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say(f"where is my order {order.number}?")
    for number in range(5):
        answer = await chat.say(f"guess{number}@example.com")
        assert "code" not in answer
    locked = await chat.say(jane.email)
    assert f"#{order.number}" not in locked
    assert "six-digit code is on its way to the e-mail address on file" in locked
    assert await chat.level() is IdentityLevel.ANONYMOUS
    code = (await mailed_codes(dialogue_store, jane.email))[-1]
    assert "That's not the code" in await chat.say(f"{(int(code) + 1) % 1_000_000:06}")
    assert f"#{order.number} is on its way" in await chat.say(code)
    assert await chat.level() is IdentityLevel.VERIFIED


async def test_an_order_is_locked_for_other_senders_too_whether_it_exists_or_not(
    begin: Begin, jane: ShopperWithOrders
):
    order, _ = await jane.shipped("Reading Lamp")
    answers = []
    for number in (order.number, "A999997"):
        for sender in range(5):
            guess = f"where is order {number}? my email is guess{sender}@example.com"
            assert "can't find an order that fits" in await (await begin()).say(guess)
        chat = await begin()
        told = await chat.say(f"where is order {number}? my email is {jane.email}")
        tried = [await chat.say(f"11111{guess}") for guess in range(6)]
        answers.append([told, *tried, await chat.say("send it again"), await chat.say("hm")])
    assert "six-digit code is on its way" in answers[0][0]
    assert "doesn't work anymore" in answers[0][-3]
    assert answers[0] == answers[1]


async def test_claimed_shoppers_see_only_their_own_orders(
    begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders
):
    own, _ = await jane.shipped("Reading Lamp")
    theirs, tracking = await bob.shipped("Keyboard")
    chat = await begin()
    await chat.say(f"where is my order {own.number}? my email is {jane.email}")
    answer = await chat.say(f"where is my order {theirs.number}, my email is {bob.email}")
    assert f"can't find order #{theirs.number}" in answer
    assert tracking not in answer.text


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_a_plain_name_is_an_answer(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say("where is my order?")
    assert "name" in await chat.say(jane.address.postcode)
    assert f"#{order.number} is on its way" in await chat.say(jane.customer.full_name)


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_a_request_is_no_name(begin: Begin, jane: ShopperWithOrders):
    chat = await begin()
    await chat.say("where is my order?")
    await chat.say(jane.address.postcode)
    assert "doesn't fit" not in await chat.say("talk to a person")


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_a_name_that_is_an_english_word(
    begin: Begin, store_sessions: Sessions, jane: ShopperWithOrders
):
    async with store_sessions.begin() as session:
        await session.execute(
            update(Customer).where(Customer.id == jane.id).values(first_name="Ann", last_name="Post")
        )
    order, _ = await jane.shipped("Reading Lamp")
    answer = await (await begin()).say(f"my order is late, i'm Ann Post, {jane.address.postcode}")
    assert f"#{order.number}" in answer


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_an_order_number_without_its_letter(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say("where is my order?")
    answer = await chat.say(f"{order.number.lstrip('A')}, {jane.email}")
    assert f"#{order.number} is on its way" in answer


async def test_details_that_keep_not_matching_bring_a_person_in(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order, _ = await jane.shipped("Reading Lamp")
    chat = await begin()
    await chat.say(f"where is my order {order.number}?")
    for number in range(5 + 3):
        await chat.say(f"guess{number}@example.com")
    answer = await chat.say("another.guess@example.com")
    assert "Too many details didn't match" in answer
    assert "A person will read it" in answer
    async with store_sessions() as session:
        handoff = await session.scalar(select(Handoff).where(Handoff.conversation_id == chat.id))
    assert handoff.escalation is Escalation.IDENTIFICATION
    assert "didn't match what is on file" in handoff.summary
