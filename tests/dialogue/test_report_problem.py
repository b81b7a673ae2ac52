"""Putting right what went wrong: what is offered by the policy, what is chosen, what a person decides."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from commerce.audit.models import AuditEntry
from commerce.catalogue.models import Variant
from commerce.database import Sessions
from commerce.orders.models import OrderStatus, RefundStatus
from commerce.policies.models import Policy
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.troubles import (
    descriptions_of,
    everything_of,
    handed_over,
    lost,
    on_its_way,
    reports_of,
)
from tests.dialogue.wares import (
    BLUE_SHIRT,
    HEADPHONES,
    LAMP,
    MUG,
    RED_SHIRT,
    items_returned,
    received,
    rows_of,
)
from tests.factories import a_gift_card


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert "What's wrong?" in await chat.say("there's a problem with my order")
    assert "Which items" in await chat.press("Something is damaged or faulty")
    assert "What is broken" in await chat.press("Desk Lamp")
    asked = await chat.say("the shade has a long crack and the switch is loose")
    assert "a replacement or your money back" in asked
    assert list(asked.buttons) == ["Send it again", "Money back"]
    summary = await chat.press("Send it again")
    assert "I'll report Desk Lamp as damaged or faulty" in summary
    assert "We send Desk Lamp again, free of charge." in summary
    assert await reports_of(store_sessions, order) == []
    before = await rows_of(store_sessions, order)
    assert "You can follow the new package" in await chat.press("Yes, please")
    assert await reports_of(store_sessions, order) == [("damaged_item", "replacement", "resolved", 1)]
    assert await descriptions_of(store_sessions, order) == [
        "the shade has a long crack and the switch is loose"
    ]
    after = await everything_of(store_sessions, order)
    assert after[2] == [(1, "label_created")]
    assert sum(count for _, count in before.stock) - sum(count for _, count in after[0].stock) == 1
    assert await handed_over(store_sessions, chat) is None


async def test_everything_said_at_once_is_not_asked(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, MUG, points=50)
    chat = await begin(jane.id)
    summary = await chat.say(
        "the desk lamp arrived with a big crack in the shade, I'd like a refund to my visa please"
    )
    assert "Desk Lamp as damaged" in summary
    assert "$40.00 back to your Visa ending in 4242 in 5 to 7 business days" in summary
    assert "40 points" in summary
    done = await chat.say("yes please")
    assert "sorry for the trouble. You get $40.00" in done
    assert await reports_of(store_sessions, order) == [("damaged_item", "refund", "resolved", 1)]
    (refund,) = (await rows_of(store_sessions, order)).refunds
    assert refund[1:] == (4000, RefundStatus.PENDING)
    assert "$40.00 is on its way back" in await chat.press("Where is my refund?")
    async with store_sessions() as session:
        audited = await session.scalars(
            select(AuditEntry.operation).where(AuditEntry.subject_id == order.number)
        )
        assert list(audited) == ["report_items"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("one of the mugs was broken when I opened the box", ("damaged_item", [("Mug", 1)])),
        ("you sent me the wrong lamp, a red one", ("wrong_item", [("Desk Lamp", 1)])),
        ("the headphones weren't in the box", ("missing_item", [("Headphones", 1)])),
        (
            "the left side of the headphones stopped working after two days",
            ("damaged_item", [("Headphones", 1)]),
        ),
        ("both mugs are missing from my parcel", ("missing_item", [("Mug", 2)])),
        ("the lamp and the headphones are missing", ("missing_item", [("Desk Lamp", 1), ("Headphones", 1)])),
    ],
)
async def test_what_is_wrong_with_which_item_is_understood(
    begin: Begin,
    jane: ShopperWithOrders,
    store_sessions: Sessions,
    said: str,
    expected: tuple[str, list[tuple[str, int]]],
):
    kind, items = expected
    order = await received(jane, LAMP, HEADPHONES, replace(MUG, quantity=2))
    chat = await begin(jane.id)
    assert "a replacement or your money back" in await chat.say(said)
    await chat.say("my money back")
    assert "Shall I do that?" in await chat.say("to the visa")
    await chat.say("yes")
    assert await items_returned(store_sessions, order) == items
    assert {report[0] for report in await reports_of(store_sessions, order)} == {kind}


async def test_an_item_that_may_be_several_is_asked(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, BLUE_SHIRT, RED_SHIRT)
    chat = await begin(jane.id)
    assert "Which T-Shirt" in await chat.say("my shirt has a hole in the left sleeve")
    assert "a replacement or your money back" in await chat.say("the red one")
    await chat.say("send a new one")
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("damaged_item", "replacement", "resolved", 1)]


async def test_what_is_sold_out_is_refunded_instead_and_said(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    async with store_sessions.begin() as session:
        sku = order.lines[0].sku
        await session.execute(update(Variant).where(Variant.sku == sku).values(is_offered=False))
    chat = await begin(jane.id)
    answer = await chat.say("the lamp fell apart when I unpacked it, please send me a new one")
    assert "What I can offer is your money back" in answer
    assert "Where should the refund go?" in answer
    await chat.say("store credit")
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("damaged_item", "refund", "resolved", 1)]


async def test_the_refund_may_go_to_a_gift_card(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await jane.add(a_gift_card(jane.customer))
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("my lamp arrived smashed to pieces in its box")
    await chat.say("refund")
    assert "$40.00 back on your gift card at once" in await chat.say("put it on my gift card")
    await chat.say("yes")
    (refund,) = (await rows_of(store_sessions, order)).refunds
    assert refund[1:] == (4000, RefundStatus.COMPLETED)


async def test_a_lost_parcel_is_sent_again_from_its_status(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await lost(jane, LAMP, MUG)
    chat = await begin(jane.id)
    told = await chat.say("where is my order?")
    assert "seems to have been lost" in told
    assert "We can offer you a replacement or your money back." in told
    summary = await chat.press("Send it again")
    assert "We send Desk Lamp and Mug again" in summary
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("lost_parcel", "replacement", "resolved", 1)] * 2
    after = await chat.press("Where is it?")
    assert "seems to have been lost" not in after
    assert "lost on the way, so we are sending it again" in after
    assert "a replacement" not in after


async def test_a_lost_parcel_in_own_words_is_refunded(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await lost(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert "a replacement or your money back" in await chat.say("I think the courier lost my package")
    await chat.say("money back please")
    assert "$50.00" in await chat.say("the visa")
    await chat.say("yes")
    assert sum(amount for _, amount, _ in (await rows_of(store_sessions, order)).refunds) == 5000
    assert await items_returned(store_sessions, order) == [("Desk Lamp", 1), ("Mug", 1)]


async def test_a_late_order_gives_the_delivery_cost_back(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await on_its_way(jane, LAMP, late=3)
    chat = await begin(jane.id)
    assert "is 3 days late" in await chat.say("my parcel is late, where is it??")
    summary = await chat.press("Delivery cost back")
    assert "You get $4.99 back to your Visa ending in 4242" in summary
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("late_order", "refund_shipping", "resolved", 1)]
    again = await chat.say("where is my order?")
    assert "3 days late" in again
    assert "We can offer you" not in again


async def test_money_back_for_what_is_late_is_no_return(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await on_its_way(jane, LAMP, late=3)
    chat = await begin(jane.id)
    assert "is 3 days late" in await chat.say("my parcel is late")
    answer = await chat.say("i want my money back")
    assert "so there's nothing to send back yet" in answer
    assert "Shall I do that?" in answer
    await chat.say("yes please")
    assert await reports_of(store_sessions, order) == [("late_order", "refund_shipping", "resolved", 1)]


async def test_a_yes_takes_up_what_was_offered_for_a_late_order(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await on_its_way(jane, LAMP, late=3)
    chat = await begin(jane.id)
    await chat.say("where is my order?")
    assert "You get $4.99 back" in await chat.say("yes please")
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("late_order", "refund_shipping", "resolved", 1)]


async def test_a_parcel_that_is_late_is_not_lost(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await on_its_way(jane, LAMP, late=3)
    chat = await begin(jane.id)
    answer = await chat.say("my package got lost, I want my money back")
    assert f"order #{order.number} isn't lost but late" in answer
    assert "You get $4.99 back" in answer
    await chat.say("yes")
    assert await reports_of(store_sessions, order) == [("late_order", "refund_shipping", "resolved", 1)]


async def test_a_parcel_on_its_way_is_not_lost(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await on_its_way(jane, LAMP)
    before = await everything_of(store_sessions, order)
    chat = await begin(jane.id)
    assert "isn't lost: it is still on its way" in await chat.say("the carrier lost my parcel")
    assert await everything_of(store_sessions, order) == before


async def test_what_was_refunded_or_cancelled_is_not_looked_for(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await lost(jane, LAMP)
    cancelled = await received(jane, MUG, status=OrderStatus.CANCELLED, delivered_at=None)
    chat = await begin(jane.id)
    await chat.say("the courier lost my package, I want a refund to my visa")
    await chat.say("yes")
    before = await everything_of(store_sessions, order)
    assert "We can offer you" not in (await chat.say(f"where is order {order.number}?")).text.replace(
        "We can offer you the delivery cost back", ""
    )
    answer = await chat.say(f"the parcel of order {cancelled.number} never arrived")
    assert f"#{cancelled.number} has been cancelled" in answer
    assert await everything_of(store_sessions, order) == before


async def test_delivered_and_not_here_is_for_a_person(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say(f"where is order {order.number}?")
    answer = await chat.press("It isn't here")
    assert "The carrier says" in answer
    assert "I've passed your chat on" in answer
    summary = await handed_over(store_sessions, chat)
    assert summary is not None
    assert f"Order #{order.number} is marked as delivered, and the shopper says it isn't there." in summary
    assert await reports_of(store_sessions, order) == []


async def test_something_is_wrong_with_a_delivered_order(begin: Begin, jane: ShopperWithOrders):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say(f"where is order {order.number}?")
    assert "What's wrong?" in await chat.press("Something's wrong with it")
    assert "What is broken" in await chat.say("it's broken")


async def test_above_the_limit_a_person_decides(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, replace(HEADPHONES, price_minor=20_001))
    chat = await begin(jane.id)
    await chat.say("my headphones are defective, there is no sound on the left side")
    summary = await chat.say("send me a new one")
    assert "Our team will review it first, because it's worth more than I can approve alone" in summary
    done = await chat.say("yes")
    assert "our team will look at it before anything is sent or refunded" in done
    assert "I've passed your chat on" in done
    assert await reports_of(store_sessions, order) == [("damaged_item", "replacement", "manual_review", 1)]
    told = await handed_over(store_sessions, chat)
    assert told is not None
    assert f"Headphones as damaged or faulty in order #{order.number}" in told
    assert "would like a replacement" in told
    assert "no sound on the left side" in told
    assert (await rows_of(store_sessions, order)).refunds == []


async def test_without_a_remedy_a_person_decides(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    value = {"remedies": [], "evidence": "none", "report_within_days": 30}
    country = order.shipping_address["country"]
    async with store_sessions.begin() as session:
        policy = Policy(name="wrong_item", country=country, value=value)
        session.add(policy)
    try:
        chat = await begin(jane.id)
        answer = await chat.say("I got a toaster instead of the lamp I ordered")
    finally:
        async with store_sessions.begin() as session:
            await session.delete(policy)
    assert "nothing I can offer for that on my own" in answer
    assert "I've passed your chat on" in answer
    assert "a wrong item in place of Desk Lamp" in (await handed_over(store_sessions, chat) or "")


async def test_told_too_late_it_is_for_a_person(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, days=45)
    chat = await begin(jane.id)
    answer = await chat.say("my desk lamp is broken, it won't switch on any more")
    assert "had to be reported by" in answer
    assert "I've passed your chat on" in answer
    assert "Desk Lamp" in (await handed_over(store_sessions, chat) or "")
    assert await reports_of(store_sessions, order) == []


async def test_a_line_is_made_good_once(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP)
    first, second = await begin(jane.id), await begin(jane.id)
    for chat in (first, second):
        await chat.say("the lamp arrived with a crack in the shade, please send a new one")
    assert "Done" in await first.say("yes")
    assert "was reported for order" in await second.say("yes")
    assert len(await reports_of(store_sessions, order)) == 1


async def test_what_has_not_arrived_is_no_broken_item(begin: Begin, jane: ShopperWithOrders):
    await on_its_way(jane, LAMP)
    chat = await begin(jane.id)
    assert "hasn't arrived yet" in await chat.say("the lamp I ordered is missing from my parcel")


async def test_a_claimed_shopper_has_to_prove_who_they_are(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    before = await everything_of(store_sessions, order)
    chat = await begin()
    await chat.say(f"where is my order {order.number}? my email is {jane.email}")
    assert "sure it's you" in await chat.say("it arrived broken")
    assert await everything_of(store_sessions, order) == before
