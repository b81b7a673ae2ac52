"""Points, gift cards and store credit: what is there, what is coming, and for whom it may be told."""

from datetime import timedelta
from typing import Any

import pytest

from commerce.customers.models import PaymentMethodKind
from commerce.loyalty.models import PointsEntry, PointsReason
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago, ahead
from tests.factories import a_gift_card, an_opening_balance

REASON_ASKED = "Why would you like to cancel"


async def grants(shopper: ShopperWithOrders, points: int, **fields: Any) -> None:
    row = {"reason": PointsReason.GRANTED, "created_at": ago(days=20)} | fields
    await shopper.add(PointsEntry(customer_id=shopper.id, points=points, **row))


async def has_gift_card(shopper: ShopperWithOrders, amount_minor: int, **fields: Any) -> None:
    card = a_gift_card(shopper.customer, **fields)
    await shopper.add(card, an_opening_balance(card, amount_minor))


async def test_the_balance_with_what_comes_and_what_goes(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Mug")
    await grants(jane, 1230, expires_at=ahead(days=40))
    pending = {"reason": PointsReason.EARNED, "order_id": order.id, "available_at": ahead(days=12)}
    await grants(jane, 40, **pending)
    told = await (await begin(jane.id)).say("how many points do I have?")
    assert "You have 1,230 points, worth $12.00" in told
    assert f"40 points more come on {ahead(days=12):%a}" in told
    assert f"the return window of order #{order.number} closes" in told
    assert f"1,230 points expire on {ahead(days=40):%a}" in told
    assert "You're in the Member tier. 460 points more take you to Silver" in told


async def test_without_points_it_is_said(begin: Begin, jane: ShopperWithOrders):
    told = await (await begin(jane.id)).say("what's my loyalty balance")
    assert "no points to spend" in told


async def test_what_was_taken_back_after_it_was_spent_is_owed(begin: Begin, jane: ShopperWithOrders):
    await grants(jane, -60, reason=PointsReason.CLAWED_BACK)
    assert "60 points below zero" in await (await begin(jane.id)).say("how many points do I have?")


async def test_the_history_is_told_when_it_is_asked_for(begin: Begin, jane: ShopperWithOrders):
    await grants(jane, 300)
    await grants(jane, -100, reason=PointsReason.REDEEMED, created_at=ago(days=3))
    chat = await begin(jane.id)
    assert "-100 redeemed" not in await chat.say("how many points do I have?")
    told = await chat.say("show me my points history")
    assert "-100 redeemed" in told
    assert "+300 as a gift" in told


async def test_only_the_owner_is_told(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    await grants(jane, 777)
    chat = await begin()
    assert "777" not in await chat.say("how many points do I have?")
    told = await chat.say(f"{order.number}, {jane.email}")
    assert "777" not in told
    assert "code" in told


async def test_never_mind_while_a_code_is_offered(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin()
    await chat.say(f"where is order {order.number}? {jane.email}")
    for question in ("how many points do I have?", "how much is left on my gift card?"):
        assert "code" in await chat.say(question)
        await chat.say("never mind")
        assert "nothing waiting for a yes" in await chat.say("yes")


async def test_points_asked_in_the_middle_of_a_cancellation(begin: Begin, jane: ShopperWithOrders):
    await jane.orders("Mug")
    await grants(jane, 150)
    chat = await begin(jane.id)
    await chat.say("cancel my order")
    told = await chat.say("how many points do I have?")
    assert "150 points" in told
    assert REASON_ASKED in told


async def test_credit_asked_in_the_middle_of_a_cancellation(begin: Begin, jane: ShopperWithOrders):
    await jane.orders("Mug")
    await has_gift_card(jane, 2550)
    chat = await begin(jane.id)
    await chat.say("cancel my order")
    told = await chat.say("how much is left on my gift card?")
    assert "$25.50 on your gift card" in told
    assert REASON_ASKED in told


async def test_points_and_an_order_in_one_message(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    await grants(jane, 210)
    told = await (await begin(jane.id)).say("where is my order and how many points do I have?")
    assert f"#{order.number}" in told
    assert "210 points" in told


async def test_points_and_credit_in_one_message(begin: Begin, jane: ShopperWithOrders):
    await has_gift_card(jane, 1500)
    await grants(jane, 210)
    chat = await begin(jane.id)
    told = await chat.say("how many points do I have? and what is left on my gift card?")
    assert "210 points" in told
    assert "$15.00 on your gift card" in told


async def test_points_then_credit(begin: Begin, jane: ShopperWithOrders):
    await has_gift_card(jane, 990)
    chat = await begin(jane.id)
    await chat.say("how many points do I have?")
    assert "$9.90" in await chat.say("no, how much is on my gift card I meant")


async def test_balances_of_gift_cards_and_store_credit(begin: Begin, jane: ShopperWithOrders):
    await has_gift_card(jane, 2000, last_four="8811")
    await has_gift_card(jane, 700, kind=PaymentMethodKind.STORE_CREDIT)
    told = await (await begin(jane.id)).say("what's the balance of my gift card")
    assert "$20.00 on your gift card ending in 8811" in told
    assert "$7.00 on your store credit" in told


async def test_no_card_and_no_credit(begin: Begin, jane: ShopperWithOrders):
    assert "no gift card or store credit" in await (await begin(jane.id)).say(
        "how much store credit do I have?"
    )


@pytest.mark.parametrize("days", [1, 400])
async def test_expired_points_are_not_counted(begin: Begin, jane: ShopperWithOrders, days: int):
    await grants(jane, 500, created_at=ago(days=500), expires_at=ago(days=days))
    await grants(jane, 10, expires_at=ahead(days=300) + timedelta(hours=1))
    assert "You have 10 points" in await (await begin(jane.id)).say("how many points do I have?")
