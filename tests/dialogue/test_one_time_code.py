"""Becoming verified by a code that is sent to the e-mail on file."""

import pytest
from sqlalchemy import update

from commerce.customers.models import OneTimeCode
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.orders.models import Order, OrderStatus
from tests.dialogue.chat import Chat
from tests.dialogue.codes import mailed_codes
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago


async def status(sessions: Sessions, order: Order) -> OrderStatus:
    async with sessions() as session:
        return (await session.get_one(Order, order.id)).status


async def claimed(begin: Begin, jane: ShopperWithOrders, order: Order) -> Chat:
    chat = await begin()
    await chat.say(f"where is my order {order.number}? my email is {jane.email}")
    return chat


async def newest_code(store_url: str, jane: ShopperWithOrders) -> str:
    return (await mailed_codes(store_url, jane.email))[-1]


def another_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def test_a_claimed_shopper_types_the_code_and_goes_on(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    order = await jane.orders("Mug")
    chat = await claimed(begin, jane, order)
    offer = await chat.say("cancel it please, I don't need it any more")
    assert "I have to be sure it's you" in offer
    assert f"{jane.email[0]}•••@example.com" in offer
    assert jane.email not in offer
    assert await mailed_codes(dialogue_store, jane.email) == []
    assert "I've sent a six-digit code" in await chat.press("Send the code")
    summary = await chat.say(await newest_code(dialogue_store, jane))
    assert f"cancel the whole order #{order.number}" in summary
    assert await chat.level() is IdentityLevel.VERIFIED
    assert f"#{order.number} is cancelled" in await chat.say("yes")
    assert await status(store_sessions, order) is OrderStatus.CANCELLED


async def test_an_anonymous_shopper_identifies_and_types_the_code(
    begin: Begin, jane: ShopperWithOrders, dialogue_store: str
):
    order = await jane.orders("Mug")
    chat = await begin()
    assert "order number" in await chat.say("I want to cancel my order, I ordered it by mistake")
    assert "Shall I send a code" in await chat.say(f"{order.number}, {jane.email}")
    assert "six-digit code" in await chat.say("yes please")
    code = await newest_code(dialogue_store, jane)
    assert "cancel the whole order" in await chat.say(f"it's {code[:3]} {code[3:]}")


async def test_a_wrong_code_and_then_the_right_one(
    begin: Begin, jane: ShopperWithOrders, dialogue_store: str
):
    order = await jane.orders("Mug")
    chat = await claimed(begin, jane, order)
    await chat.say("cancel it please, I don't need it any more")
    await chat.say("yes")
    code = await newest_code(dialogue_store, jane)
    assert "Attempts left: 4" in await chat.say(another_than(code))
    assert "Attempts left: 3" in await chat.say(f"the code is {another_than(code)}")
    assert "exactly six digits" in await chat.say("12345")
    assert await chat.level() is IdentityLevel.CLAIMED
    assert "cancel the whole order" in await chat.say(code)


async def test_five_wrong_codes_lock_that_code(begin: Begin, jane: ShopperWithOrders, dialogue_store: str):
    order = await jane.orders("Mug")
    chat = await claimed(begin, jane, order)
    await chat.say("cancel it please, I don't need it any more")
    await chat.say("yes")
    code = await newest_code(dialogue_store, jane)
    for _ in range(4):
        await chat.say(another_than(code))
    assert "too many wrong tries" in await chat.say(another_than(code))
    assert "too many wrong tries" in await chat.say(code)
    assert await chat.level() is IdentityLevel.CLAIMED


async def test_an_expired_code_is_replaced(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    order = await jane.orders("Mug")
    chat = await claimed(begin, jane, order)
    await chat.say("cancel it please, I don't need it any more")
    await chat.say("yes")
    async with store_sessions.begin() as session:
        await session.execute(
            update(OneTimeCode)
            .where(OneTimeCode.customer_id == jane.id)
            .values(expires_at=ago(minutes=1), created_at=ago(minutes=11))
        )
    assert "doesn't work any more" in await chat.say(await newest_code(dialogue_store, jane))
    assert "I've sent a six-digit code" in await chat.press("Send a new code")
    assert len(await mailed_codes(dialogue_store, jane.email)) == 2
    assert "cancel the whole order" in await chat.say(await newest_code(dialogue_store, jane))


@pytest.mark.parametrize("words", ["I didn't get it", "send it again please", "can you resend the code"])
async def test_another_code_only_after_a_while(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str, words: str
):
    order = await jane.orders("Mug")
    chat = await claimed(begin, jane, order)
    await chat.say("cancel it please, I don't need it any more")
    await chat.say("yes")
    assert "I can send another one in" in await chat.say(words)
    async with store_sessions.begin() as session:
        await session.execute(
            update(OneTimeCode).where(OneTimeCode.customer_id == jane.id).values(created_at=ago(minutes=2))
        )
    assert "I've sent a six-digit code" in await chat.say(words)
    codes = await mailed_codes(dialogue_store, jane.email)
    assert len(codes) == 2
    assert "cancel the whole order" in await chat.say(codes[-1])


async def test_the_code_may_be_declined(begin: Begin, jane: ShopperWithOrders, dialogue_store: str):
    order = await jane.orders("Mug")
    chat = await claimed(begin, jane, order)
    await chat.say("cancel it please, I don't need it any more")
    assert "sign in to your account" in await chat.say("no")
    assert await mailed_codes(dialogue_store, jane.email) == []
    assert await chat.level() is IdentityLevel.CLAIMED


async def test_never_mind_while_the_code_is_asked(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug")
    chat = await claimed(begin, jane, order)
    await chat.say("cancel it please, I don't need it any more")
    await chat.say("yes")
    assert "Nothing was changed" in await chat.say("never mind")
    assert await status(store_sessions, order) is OrderStatus.PENDING


async def test_a_question_in_between(
    begin: Begin, jane: ShopperWithOrders, dialogue_store: str, help_articles: None
):
    order = await jane.orders("Mug")
    chat = await claimed(begin, jane, order)
    await chat.say("cancel it please, I don't need it any more")
    await chat.say("yes")
    between = await chat.say("how fast is express delivery?")
    assert "Express takes 1 to 2 business days" in between
    assert "six" in between
    assert "cancel the whole order" in await chat.say(await newest_code(dialogue_store, jane))


async def test_somebody_elses_code_does_not_count(
    begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders, dialogue_store: str
):
    order, other = await jane.orders("Mug"), await bob.orders("Mug")
    chat, elsewhere = await claimed(begin, jane, order), await claimed(begin, bob, other)
    for each in (chat, elsewhere):
        await each.say("cancel it please, I don't need it any more")
        await each.say("yes")
    assert "not the code" in await chat.say((await mailed_codes(dialogue_store, bob.email))[-1])
    assert await chat.level() is IdentityLevel.CLAIMED
