"""Drawn utterances at the summary of every writing flow, through all servers: rows change on a yes alone."""

from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import islice

import pytest
from sqlalchemy import delete, func, select, update

from actions.engine.deeds import DEEDS
from commerce.audit.models import AuditEntry
from commerce.database import Sessions
from commerce.fraud.rules import fraud_rules
from commerce.orders.models import Order, OrderStatus
from commerce.policies.models import Policy
from commerce.subscriptions.models import Subscription, SubscriptionStatus
from commerce.wishlists.models import Wishlist
from tests.dialogue.codes import mailed_codes
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.test_change_order_payment import a_paypal
from tests.dialogue.test_change_profile import with_code
from tests.dialogue.test_redeem_points import grants
from tests.dialogue.test_subscriptions import stocks, subscribed
from tests.dialogue.test_wishlists import shelf
from tests.dialogue.wares import LAMP, bought, received
from tests.unit.actions.utterances import utterances

Make = Callable[[ShopperWithOrders], Awaitable[Order]]
DRAWN = 24


async def paid_by_card(jane: ShopperWithOrders) -> Order:
    return await jane.orders("Mug")


async def arrived(jane: ShopperWithOrders) -> Order:
    return await received(jane, LAMP)


async def not_packed(jane: ShopperWithOrders) -> Order:
    return await bought(jane, LAMP)


async def done_with(jane: ShopperWithOrders) -> Order:
    return await jane.orders("Mug", status=OrderStatus.DELIVERED)


async def with_points(jane: ShopperWithOrders) -> Order:
    await grants(jane, 500)
    return await jane.orders("Mug")


async def not_subscribed(jane: ShopperWithOrders) -> Order:
    await stocks(jane, "Bird Seed")
    async with jane.sessions.begin() as session:
        ended = update(Subscription).values(status=SubscriptionStatus.CANCELLED)
        await session.execute(ended.where(Subscription.customer_id == jane.id))
    return await jane.orders("Mug")


async def subscribed_once(jane: ShopperWithOrders) -> Order:
    order = await not_subscribed(jane)
    await subscribed(jane, "Dog Treats")
    return order


async def shared_with_nobody(jane: ShopperWithOrders) -> Order:
    await shelf(jane)
    async with jane.sessions.begin() as session:
        await session.execute(update(Wishlist).values(share_key=None).where(Wishlist.customer_id == jane.id))
    return await jane.orders("Mug")


# What is bought, and the messages that lead to the summary.
TO_SUMMARY: dict[str, tuple[Make, list[str]]] = {
    "cancel_order": (paid_by_card, ["cancel order {o}, I no longer need it"]),
    "change_order_address": (paid_by_card, ["change the address of {o} to 5 Elm Ave, Boston, MA 02110"]),
    "change_order_payment": (paid_by_card, ["change the payment of order {o} to my paypal"]),
    "change_order_items": (not_packed, ["change the desk lamp in order {o} to white", "with my visa"]),
    "return_items": (
        arrived,
        ["return the lamp of order {o}, I changed my mind, unopened, refund to my visa"],
    ),
    "exchange_items": (arrived, ["exchange the desk lamp of order {o} for a white one", "with my visa"]),
    "report_problem": (
        arrived,
        ["the lamp of order {o} arrived broken, the shade has a long crack in it", "send it again"],
    ),
    "cancel_return": (
        arrived,
        [
            "return the lamp of order {o}, I changed my mind, unopened, refund to my visa",
            "yes",
            "please cancel my return of order {o}",
        ],
    ),
    "leave_review": (arrived, ["review the lamp of order {o}: 4 stars", "just the stars"]),
    "redeem_points": (with_points, ["redeem 300 points"]),
    "order_again": (done_with, ["order the items of {o} again please"]),
    "subscribe": (not_subscribed, ["subscribe to the bird seed every month", "with my visa"]),
    "manage_subscription": (subscribed_once, ["skip the next delivery of my subscription"]),
    "share_wishlist": (
        shared_with_nobody,
        ["add the copper kettle to my wish list", "share my wish list without my name"],
    ),
}

# What these need beside an order (a code, a card) is in their own tests.
ELSEWHERE = {"change_profile", "redeem_gift_card"}


async def writes(sessions: Sessions, jane: ShopperWithOrders) -> int:
    """How many changes of hers the audit holds."""
    async with sessions() as session:
        query = select(func.count()).select_from(AuditEntry).where(AuditEntry.actor_id == jane.id)
        return await session.scalar(query) or 0


def test_every_writing_flow_is_led_to_its_summary() -> None:
    assert {*TO_SUMMARY, *ELSEWHERE} == set(DEEDS)


@pytest.fixture
async def in_no_hurry(store_sessions: Sessions) -> AsyncIterator[None]:
    """Nobody is suspicious who changes and returns dozens of things within minutes, as these tests do."""
    async with store_sessions.begin() as session:
        rules = (await fraud_rules(session)).model_dump(mode="json") | {"signals": {}}
        session.add(Policy(name="fraud_rules", value=rules))
    yield
    async with store_sessions.begin() as session:
        await session.execute(delete(Policy).where(Policy.name == "fraud_rules"))


@pytest.mark.usefixtures("in_no_hurry")
@pytest.mark.parametrize("flow", TO_SUMMARY)
async def test_rows_change_on_a_plain_yes_alone(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, flow: str
):
    make, messages = TO_SUMMARY[flow]
    await a_paypal(jane)
    wrong = []
    for said in islice(utterances(len(flow), ()), DRAWN):
        order = await make(jane)
        chat = await begin(jane.id)
        for message in messages:
            asked = await chat.say(message.format(o=order.number))
        assert "/affirm" in asked.buttons.values(), asked
        before = await writes(store_sessions, jane)
        await chat.say(said.text)
        if (await writes(store_sessions, jane) > before) != said.is_yes:
            wrong.append(said)
    assert wrong == []


async def test_a_profile_changes_on_a_plain_yes_alone(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    chat = await begin(jane.id)
    await chat.say(f"please change the e-mail on my account to new.{jane.email}")
    await with_code(chat, dialogue_store, jane)
    proof = (await mailed_codes(dialogue_store, f"new.{jane.email}"))[-1]
    assert "Shall I" in await chat.say(proof)
    before = await writes(store_sessions, jane)
    for said in islice((each for each in utterances(1, ()) if not each.is_yes), DRAWN):
        if "Shall I do that?" not in await chat.say(said.text):
            await chat.say(f"please change the e-mail on my account to new.{jane.email}")
        assert await writes(store_sessions, jane) == before, said
    assert "from now on we write to" in await chat.say("yes")
