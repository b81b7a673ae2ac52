"""Redeeming points: a number or all of them, a summary, a plain yes, store credit."""

import pytest
from sqlalchemy import func, select

from commerce.customers.models import CreditEntry, CreditReason, PaymentMethod
from commerce.database import Sessions
from commerce.loyalty.points import points_balance
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ahead
from tests.dialogue.test_points import grants


async def left(sessions: Sessions, shopper: ShopperWithOrders) -> int:
    async with sessions() as session:
        return await points_balance(session, shopper.id)


async def credited(sessions: Sessions, shopper: ShopperWithOrders) -> int:
    async with sessions() as session:
        total = await session.scalar(
            select(func.sum(CreditEntry.amount_minor))
            .join(PaymentMethod, PaymentMethod.id == CreditEntry.payment_method_id)
            .where(PaymentMethod.customer_id == shopper.id, CreditEntry.reason == CreditReason.POINTS)
        )
    return int(total or 0)


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await grants(jane, 730)
    chat = await begin(jane.id)
    assert "730 points" in await chat.say("I want to redeem my points")
    summary = await chat.say("500")
    assert "500 points into $5.00 of store credit" in summary
    assert "230 points stay" in summary
    assert await left(store_sessions, jane) == 730
    assert "$5.00 of store credit is in your account" in await chat.press("Yes, redeem them")
    assert await left(store_sessions, jane) == 230
    assert await credited(store_sessions, jane) == 500


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ("redeem 300 points", 300),
        ("redeem all my points", 700),
        ("please turn 200 of my points into store credit", 200),
        ("redeem 250 points", 200),
        ("I'd like to redeem $4 worth of my points", 400),
    ],
)
async def test_what_was_said_is_not_asked(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, said: str, points: int
):
    await grants(jane, 730)
    chat = await begin(jane.id)
    assert f"{points} points into ${points // 100}.00" in await chat.say(said)
    await chat.say("yes")
    assert await left(store_sessions, jane) == 730 - points


@pytest.mark.parametrize("maybe", ["maybe", "how long is the credit valid?", "ok hold on", "yes?"])
async def test_no_points_go_without_a_plain_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, maybe: str
):
    await grants(jane, 730)
    chat = await begin(jane.id)
    await chat.say("redeem 300 points")
    await chat.say(maybe)
    assert await left(store_sessions, jane) == 730


async def test_the_number_is_corrected_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await grants(jane, 730)
    chat = await begin(jane.id)
    await chat.say("redeem 300 points")
    assert "400 points into $4.00" in await chat.say("actually 400")
    await chat.say("yes")
    assert await left(store_sessions, jane) == 330


async def test_a_question_in_between(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await grants(jane, 730)
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say("redeem 300 points")
    between = await chat.say("where is my order?")
    assert f"#{order.number}" in between
    assert "300 points into $3.00" in between
    await chat.say("yes")
    assert await left(store_sessions, jane) == 430


async def test_never_mind_and_no_keep_the_points(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await grants(jane, 730)
    chat = await begin(jane.id)
    await chat.say("redeem my points")
    await chat.say("never mind")
    await chat.say("redeem 300 points")
    assert "Nothing was changed" in await chat.say("no")
    assert await left(store_sessions, jane) == 730


async def test_the_balance_and_redeeming_in_one_message(begin: Begin, jane: ShopperWithOrders):
    await grants(jane, 730)
    told = await (await begin(jane.id)).say("how many points do I have? redeem 200 points please")
    assert "You have 730 points" in told
    assert "200 points into $2.00" in told


async def test_more_than_there_is(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await grants(jane, 200)
    await grants(jane, 90, available_at=ahead(days=3))
    told = await (await begin(jane.id)).say("redeem 900 points")
    assert "you have 200 points to redeem right now" in told
    assert "90 more are on their way" in told
    assert await left(store_sessions, jane) == 290


async def test_too_few(begin: Begin, jane: ShopperWithOrders):
    await grants(jane, 60)
    assert "in steps of 100, and you have 60" in await (await begin(jane.id)).say("redeem all my points")
