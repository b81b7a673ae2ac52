"""Sending items back: named as people do, for a reason, to where the money may go, after a yes."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, text

from commerce.audit.models import AuditEntry
from commerce.customers.models import PaymentMethod
from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from commerce.returns.models import ItemCondition, ReturnReason, ReturnStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.wares import (
    BLUE_SHIRT,
    HEADPHONES,
    LAMP,
    MUG,
    RED_SHIRT,
    SHOES,
    Ware,
    items_returned,
    received,
    returns_of,
    rows_of,
)
from tests.factories import a_card, a_gift_card


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP, HEADPHONES, points=130)
    chat = await begin(jane.id)
    assert "Which items" in await chat.say("I want to return something")
    assert "Why do you want to send back the Desk Lamp" in await chat.press("Desk Lamp")
    assert "What condition" in await chat.press("I changed my mind")
    assert "Where should the refund go?" in await chat.press("Unopened")
    summary = await chat.press("Visa ending in 4242")
    assert f"I'll set up a return from order #{order.number}: Desk Lamp (black), as you changed" in summary
    assert (
        "$40.00 back to your Visa ending in 4242, 5 to 7 business days after the package is back" in summary
    )
    assert "40 points" in summary
    assert await returns_of(store_sessions, order) == []
    done = await chat.press("Yes, return it")
    ((request, (line,)),) = await returns_of(store_sessions, order)
    assert request.rma_number in done
    assert "/documents/" in done
    assert "e-mail" in done
    assert request.status is ReturnStatus.APPROVED
    assert (line.quantity, line.reason, line.condition) == (
        1,
        ReturnReason.CHANGED_MIND,
        ItemCondition.UNOPENED,
    )
    assert line.refund_minor == 4000
    (refund,) = (await rows_of(store_sessions, order)).refunds
    assert refund[1] == 4000
    status = await chat.press("How far is my return?")
    assert "we wait for the package" in status
    assert "$40.00 goes back to your Visa ending in 4242 when the package" in status


async def test_the_mail_with_the_label_is_queued_with_the_return(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("return the lamp, it doesn't fit, it's unopened, refund to store credit")
    await chat.say("yes")
    ((request, _),) = await returns_of(store_sessions, order)
    async with store_sessions() as session:
        query = text("SELECT count(*) FROM procrastinate_jobs WHERE args->>'subject' LIKE :subject")
        mails = await session.scalar(query, {"subject": f"%{request.rma_number}%"})
        audited = await session.scalar(
            select(func.count()).where(
                AuditEntry.operation == "request_return", AuditEntry.subject_id == order.number
            )
        )
    assert mails == 1
    assert audited == 1


async def test_everything_said_at_once_is_not_asked(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, HEADPHONES)
    await received(jane, MUG)
    chat = await begin(jane.id)
    summary = await chat.say(
        f"I'd like to return the headphones from order {order.number}, I don't like them. They're like new,"
        " please refund my card"
    )
    assert "Shall I set up the return?" in summary
    assert "Headphones" in summary
    assert "Desk Lamp" not in summary
    await chat.say("yes please")
    assert await items_returned(store_sessions, order) == [("Headphones", 1)]


async def test_what_was_said_before_the_order_was_clear_is_kept(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, HEADPHONES)
    await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert "Which order" in await chat.say("I want to return the lamp because it's broken")
    asked = await chat.say(order.number)
    assert "Where should the refund go?" in asked
    assert "Desk Lamp (black), as it's damaged" in await chat.say("store credit")
    await chat.say("go ahead")
    ((_, (line,)),) = await returns_of(store_sessions, order)
    assert (line.reason, line.condition) == (ReturnReason.DAMAGED, ItemCondition.DAMAGED)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("return everything except the mug", [("Desk Lamp", 1), ("Headphones", 1)]),
        ("I want to send back both the lamp and the headphones", [("Desk Lamp", 1), ("Headphones", 1)]),
        ("return the second item of my order", [("Headphones", 1)]),
        ("return 2 of the 3 mugs", [("Mug", 2)]),
        ("I'd like to return my whole order", [("Desk Lamp", 1), ("Headphones", 1), ("Mug", 3)]),
        ("I want to send back the hedphones", [("Headphones", 1)]),
        ("return a mug and the lamp", [("Desk Lamp", 1), ("Mug", 1)]),
        ("please return the cheapest item, all of them", [("Mug", 3)]),
    ],
)
async def test_items_are_named_in_the_first_message(
    begin: Begin,
    jane: ShopperWithOrders,
    store_sessions: Sessions,
    said: str,
    expected: list[tuple[str, int]],
):
    order = await received(jane, LAMP, HEADPHONES, replace(MUG, quantity=3))
    chat = await begin(jane.id)
    await chat.say(said)
    await chat.press("I changed my mind")
    await chat.press("Unopened")
    assert "Shall I set up the return?" in await chat.press("Visa")
    await chat.say("yes")
    assert await items_returned(store_sessions, order) == expected


async def test_which_shirt_and_how_many_are_asked(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, BLUE_SHIRT, RED_SHIRT, replace(MUG, quantity=2))
    chat = await begin(jane.id)
    assert "Which T-Shirt" in await chat.say("I want to return the shirt and the mug")
    assert list(chat.buttons)[-2:] == ["T-Shirt (M, blue)", "T-Shirt (L, red)"]
    assert "How many" in await chat.say("the blue one")
    assert "T-Shirt (M, blue) and Mug?" in await chat.say("just one")
    await chat.say("they don't fit")
    await chat.say("unopened")
    await chat.say("store credit")
    await chat.say("yes")
    assert await items_returned(store_sessions, order) == [("T-Shirt", 1), ("Mug", 1)]


async def test_reasons_may_differ(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP, SHOES)
    chat = await begin(jane.id)
    await chat.say("I want to return both items")
    await chat.say("the lamp is broken and the shoes are too small")
    await chat.say("like new")
    summary = await chat.say("to my visa")
    assert "Desk Lamp (black) $40.00 as it's damaged" in summary
    assert "Running Shoes (9, grey) $89.00 as it doesn't fit" in summary
    await chat.say("yes")
    ((_, (lamp, shoes)),) = await returns_of(store_sessions, order)
    assert (lamp.reason, lamp.condition) == (ReturnReason.DAMAGED, ItemCondition.DAMAGED)
    assert (shoes.reason, shoes.condition) == (ReturnReason.SIZE, ItemCondition.LIKE_NEW)


async def test_to_a_gift_card_on_file(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    gift_card = a_gift_card(jane.customer)
    await jane.add(gift_card)
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("return the lamp, it's broken")
    assert "$40.00 on your gift card as soon as the package is back" in await chat.say("my gift card please")
    await chat.say("yes")
    ((request, _),) = await returns_of(store_sessions, order)
    async with store_sessions() as session:
        assert (await session.get_one(PaymentMethod, request.refund_method_id)).id == gift_card.id


async def test_a_method_that_is_not_there_is_told(begin: Begin, jane: ShopperWithOrders):
    await received(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("return the lamp, it's broken")
    answer = await chat.say("to my paypal")
    assert "I don't see that one (paypal) on your account" in answer
    assert list(answer.buttons) == ["Visa ending in 4242", "Store credit"]


async def test_a_method_that_did_not_pay_is_refused(begin: Begin, jane: ShopperWithOrders):
    order = await received(jane, LAMP)
    await jane.add(a_card(jane.customer, brand="mastercard", last_four="9212"))
    chat = await begin(jane.id)
    await chat.say(f"return the lamp from {order.number}, it arrived broken")
    refused = await chat.say("to my mastercard")
    assert "but not to your Mastercard ending in 9212" in refused
    assert "Shall I set up the return?" in await chat.say("ok, to the visa then")


async def test_a_worn_item_is_for_a_person_to_decide(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, SHOES)
    chat = await begin(jane.id)
    await chat.say("return the shoes, I changed my mind, refund to my visa")
    summary = await chat.say("I've worn them a few times")
    assert "Our team will review it first, because it was used" in summary
    done = await chat.say("yes")
    assert "I've passed on your return request" in done
    assert "keep the items until then" in done
    ((request, _),) = await returns_of(store_sessions, order)
    assert request.status is ReturnStatus.MANUAL_REVIEW
    assert (await rows_of(store_sessions, order)).refunds == []


@pytest.mark.parametrize(
    "refused",
    [
        (LAMP, {"days": 60}, "return window closed on"),
        (replace(LAMP, is_final_sale=True), {}, "was a final sale"),
        (LAMP, {"status": OrderStatus.SHIPPED, "delivered_at": None}, "hasn't been delivered yet"),
        (LAMP, {"status": OrderStatus.CANCELLED, "delivered_at": None}, "has been cancelled"),
    ],
)
async def test_a_refusal_carries_its_reason(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, refused: tuple[Ware, dict[str, Any], str]
):
    ware, overrides, words = refused
    order = await received(jane, ware, **overrides)
    before = await rows_of(store_sessions, order)
    chat = await begin(jane.id)
    assert words in await chat.say(f"I want to return the lamp of order {order.number}")
    assert "nothing waiting for a yes" in await chat.say("yes")
    assert await rows_of(store_sessions, order) == before


async def test_what_cannot_come_back_is_told_and_the_rest_goes_on(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, replace(LAMP, is_final_sale=True), MUG)
    chat = await begin(jane.id)
    answer = await chat.say(
        "I'd like to return the lamp and the mug, I changed my mind, both unopened, money to my visa"
    )
    assert "Desk Lamp was a final sale" in answer
    assert "Mug (white), as you changed your mind" in answer
    await chat.say("yes")
    assert await items_returned(store_sessions, order) == [("Mug", 1)]


async def test_it_is_returned_once(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP)
    first, second = await begin(jane.id), await begin(jane.id)
    for chat in (first, second):
        await chat.say("return the lamp, it's broken, refund to my visa")
    assert "is set up" in await first.say("yes")
    assert "part of a return already" in await second.say("yes")
    assert len(await returns_of(store_sessions, order)) == 1


async def test_a_claimed_shopper_may_not(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP)
    before = await rows_of(store_sessions, order)
    chat = await begin()
    await chat.say(f"where is my order {order.number}? my email is {jane.email}")
    assert "sure it's you" in await chat.say("I want to return it")
    assert await rows_of(store_sessions, order) == before
