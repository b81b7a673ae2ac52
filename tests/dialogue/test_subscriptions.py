"""Subscriptions in conversation: begun, shown, skipped, paused, changed and ended, each after a plain yes."""

from typing import Any

import pytest
from sqlalchemy import select

from commerce.catalogue.models import Product, Variant
from commerce.database import Sessions
from commerce.subscriptions.intervals import Interval, IntervalUnit
from commerce.subscriptions.models import EndReason, Subscription, SubscriptionStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, today
from tests.factories import a_product, a_variant

MONTHLY = Interval(1, IntervalUnit.MONTH)


async def stocks(jane: ShopperWithOrders, title: str, price_minor: int = 1000) -> str:
    """Put something on the shelf that can be subscribed to, if it is not there yet; its SKU."""
    async with jane.sessions() as session:
        there = await session.scalar(
            select(Variant.sku).join(Product, Product.id == Variant.product_id).where(Product.title == title)
        )
    if there is not None:
        return there
    product = a_product(title=title)
    variant = a_variant(product, options={}, price_minor=price_minor)
    await jane.add(product, variant)
    return variant.sku


async def subscribed(jane: ShopperWithOrders, title: str = "Cleansing Balm", **fields: Any) -> str:
    """A subscription that runs; its id."""
    sku = await stocks(jane, title)
    due = today().date().replace(day=1)
    due = due.replace(year=due.year + (due.month == 12), month=due.month % 12 + 1)
    row = Subscription(
        customer_id=jane.id, sku=sku, quantity=2, interval_count=1, interval_unit=IntervalUnit.MONTH,
        status=SubscriptionStatus.ACTIVE, due_on=due, month_day=1, try_on=due,
        shipping_address=jane.address.postal.as_dict(), payment_method_id=jane.card.id, failed_tries=0,
        extra_percent=0, is_offer_used=False,
    )  # fmt: skip
    for name, value in fields.items():
        setattr(row, name, value)
    await jane.add(row)
    return str(row.id)


async def theirs(sessions: Sessions, jane: ShopperWithOrders) -> list[Subscription]:
    async with sessions() as session:
        found = await session.scalars(
            select(Subscription).where(Subscription.customer_id == jane.id).order_by(Subscription.created_at)
        )
        return list(found)


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await stocks(jane, "Oat Hand Cream")
    chat = await begin(jane.id)
    assert "How often" in await chat.say("I'd like to subscribe to the oat hand cream")
    summary = await chat.say("every 2 months")
    assert "Oat Hand Cream every 2 months for $9.00 a time" in summary
    assert "10% less" in summary
    assert await theirs(store_sessions, jane) == []
    assert "Done: Oat Hand Cream, every 2 months" in await chat.press("Yes, subscribe")
    (row,) = await theirs(store_sessions, jane)
    assert (row.quantity, row.interval_count, row.due_on) == (1, 2, today().date())


async def test_what_was_said_is_not_asked(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await stocks(jane, "Rosemary Soap")
    chat = await begin(jane.id)
    assert "3 × Rosemary Soap every month for $27.00" in await chat.say(
        "send me 3 rosemary soaps every month"
    )
    assert "every 6 weeks" in await chat.say("make that every six weeks")
    await chat.say("yes")
    (row,) = await theirs(store_sessions, jane)
    assert (row.quantity, row.interval_count, row.interval_unit) == (3, 6, IntervalUnit.WEEK)


async def test_what_is_alone_in_the_cart(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await stocks(jane, "Lavender Bath Salts")
    chat = await begin(jane.id)
    await chat.say("put two lavender bath salts in my cart")
    assert "2 × Lavender Bath Salts every month" in await chat.say(
        "turn my cart into a subscription, every month"
    )
    await chat.say("yes please")
    assert len(await theirs(store_sessions, jane)) == 1


async def test_no_begins_nothing(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await stocks(jane, "Mint Toothpaste")
    chat = await begin(jane.id)
    await chat.say("subscribe to the mint toothpaste every month")
    assert await chat.press("No, not now")
    assert await theirs(store_sessions, jane) == []


async def test_a_question_in_between(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await stocks(jane, "Green Tea")
    chat = await begin(jane.id)
    await chat.say("subscribe to green tea, monthly")
    back = await chat.say("where is my order?")
    assert "Shall I set it up?" in back
    await chat.say("yes")
    assert len(await theirs(store_sessions, jane)) == 1


async def test_never_mind_at_the_first_question(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await stocks(jane, "Almond Oil")
    chat = await begin(jane.id)
    await chat.say("I want to subscribe to almond oil")
    await chat.say("never mind")
    assert await theirs(store_sessions, jane) == []


async def test_an_interval_that_is_not_offered(begin: Begin, jane: ShopperWithOrders):
    await stocks(jane, "Baking Cups")
    chat = await begin(jane.id)
    assert "every 7 to every 180 days" in await chat.say("subscribe to baking cups every day")


async def test_they_are_shown(begin: Begin, jane: ShopperWithOrders):
    await subscribed(jane)
    chat = await begin(jane.id)
    told = await chat.say("what subscriptions do I have?")
    assert "2 × Cleansing Balm, every month, $18.00 a time. Next order:" in told
    assert "Which" not in told


async def test_there_is_none(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    assert "don't have any subscriptions" in await chat.say("cancel my subscription")


async def change(begin: Begin, jane: ShopperWithOrders, *says: str) -> str:
    chat = await begin(jane.id)
    for said in says:
        summary = await chat.say(said)
    assert "Shall I do that?" in summary
    await chat.say("yes, do it")
    return summary.text


@pytest.mark.parametrize(
    ("says", "after"),
    [
        (["change my subscription to every two weeks"], {"interval_count": 2}),
        (["change the quantity of my subscription", "5"], {"quantity": 5}),
        (["double the quantity in my subscription"], {"quantity": 4}),
        (["pause my subscription until I say so"], {"status": SubscriptionStatus.PAUSED}),
        (["pause my subscription", "for two months"], {"status": SubscriptionStatus.PAUSED}),
    ],
)
async def test_a_change(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, says: list[str], after: dict[str, Any]
):
    await subscribed(jane)
    await change(begin, jane, *says)
    (row,) = await theirs(store_sessions, jane)
    assert {column: getattr(row, column) for column in after} == after


async def test_the_next_one_is_skipped(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await subscribed(jane)
    (before,) = await theirs(store_sessions, jane)
    await change(begin, jane, "skip the next delivery")
    (row,) = await theirs(store_sessions, jane)
    assert row.due_on == MONTHLY.after(before.due_on, 1)


async def test_a_paused_one_is_resumed(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await subscribed(jane, status=SubscriptionStatus.PAUSED)
    await change(begin, jane, "resume my subscription")
    (row,) = await theirs(store_sessions, jane)
    assert row.status is SubscriptionStatus.ACTIVE


async def test_ended_with_a_reason_after_the_offer(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await subscribed(jane)
    chat = await begin(jane.id)
    assert "why you want to end it" in await chat.say("cancel my subscription")
    assert "20% less" in await chat.say("I still have plenty")
    assert "Nothing more is ordered" in await chat.press("Cancel it anyway")
    assert "is cancelled" in await chat.say("yes")
    (row,) = await theirs(store_sessions, jane)
    assert (row.status, row.end_reason) == (SubscriptionStatus.CANCELLED, EndReason.TOO_MUCH)


async def test_who_stays_gets_the_offer(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await subscribed(jane)
    chat = await begin(jane.id)
    await chat.say("end my subscription, it's too expensive")
    assert "20% more off the next one: $14.00" in await chat.press("Keep it, for less")
    await chat.say("yes")
    (row,) = await theirs(store_sessions, jane)
    assert (row.status, row.extra_percent) == (SubscriptionStatus.ACTIVE, 20)


async def test_which_one_is_asked_and_put_right(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await subscribed(jane, "Dog Treats")
    await subscribed(jane, "Cat Litter")
    chat = await begin(jane.id)
    assert "Which subscription" in await chat.say("skip the next delivery of my subscription")
    assert "Dog Treats" in await chat.say("the dog treats")
    assert "Cat Litter" in await chat.say("no, I meant the cat litter")
    await chat.say("yes")
    dogs, cats = sorted(await theirs(store_sessions, jane), key=lambda each: each.due_on)
    assert dogs.due_on < cats.due_on


async def test_no_changes_nothing(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await subscribed(jane)
    chat = await begin(jane.id)
    await chat.say("pause my subscription until I say so")
    await chat.press("No, leave it")
    (row,) = await theirs(store_sessions, jane)
    assert row.status is SubscriptionStatus.ACTIVE


async def test_the_cart_in_between(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await subscribed(jane)
    (before,) = await theirs(store_sessions, jane)
    chat = await begin(jane.id)
    await chat.say("skip my next subscription box")
    told = await chat.say("what's in my cart?")
    assert "Your cart is empty" in told
    assert "Shall I do that?" in told
    await chat.say("yes")
    (row,) = await theirs(store_sessions, jane)
    assert row.due_on == MONTHLY.after(before.due_on, 1)


async def test_skipping_and_points_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await subscribed(jane)
    (before,) = await theirs(store_sessions, jane)
    chat = await begin(jane.id)
    told = await chat.say("skip my next subscription box, and how many points do I have?")
    assert "Shall I do that?" in told
    assert "no points to spend" in await chat.say("yes")
    (row,) = await theirs(store_sessions, jane)
    assert row.due_on == MONTHLY.after(before.due_on, 1)


async def test_subscribing_and_an_order_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await stocks(jane, "Bird Seed")
    order = await jane.orders("Desk Lamp")
    chat = await begin(jane.id)
    told = await chat.say(f"subscribe to the bird seed every month. And where is order {order.number}?")
    told = f"{told} {await chat.say('yes')}"
    assert "Done: Bird Seed, every month" in told
    assert f"#{order.number}" in told
    assert len(await theirs(store_sessions, jane)) == 1
