"""Redeeming a gift card: its code, a summary, a plain yes, store credit."""

from sqlalchemy import func, select

from commerce.clock import SystemClock
from commerce.customers.models import CreditEntry, CreditReason, PaymentMethod
from commerce.database import Sessions
from commerce.gift_cards.issuing import issue_gift_card
from commerce.money import Money
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.factories import a_cause


async def a_card(sessions: Sessions, amount_minor: int = 5000) -> str:
    async with sessions.begin() as session:
        amount = Money(amount_minor, "USD")
        return await issue_gift_card(session, amount, "US", cause=a_cause(), clock=SystemClock())


async def credited(sessions: Sessions, shopper: ShopperWithOrders) -> int:
    async with sessions() as session:
        total = await session.scalar(
            select(func.sum(CreditEntry.amount_minor))
            .join(PaymentMethod, PaymentMethod.id == CreditEntry.payment_method_id)
            .where(PaymentMethod.customer_id == shopper.id, CreditEntry.reason == CreditReason.GIFT_CARD)
        )
    return int(total or 0)


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    code = await a_card(store_sessions)
    chat = await begin(jane.id)
    assert "What's the code" in await chat.say("I want to redeem my gift card")
    summary = await chat.say(code)
    assert f"$50.00 from the gift card ending in {code[-4:]}" in summary
    assert code not in summary
    assert await credited(store_sessions, jane) == 0
    assert "$50.00 is in your store credit" in await chat.press("Yes, redeem it")
    assert await credited(store_sessions, jane) == 5000
    assert "$0.00 left" in await chat.say(f"what is left on my gift card {code}")


async def test_the_card_is_corrected_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    wrong, right = await a_card(store_sessions), await a_card(store_sessions, 2500)
    chat = await begin(jane.id)
    await chat.say(f"redeem the gift card {wrong}")
    assert "$25.00 from the gift card" in await chat.say(f"no, I meant {right}")
    await chat.say("yes")
    assert await credited(store_sessions, jane) == 2500


async def test_a_question_in_between(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, help_articles: None
):
    code = await a_card(store_sessions)
    chat = await begin(jane.id)
    await chat.say(f"redeem the gift card {code}")
    assert "$50.00 from the gift card" in await chat.say("how fast is express delivery?")
    await chat.say("yes")
    assert await credited(store_sessions, jane) == 5000


async def test_never_mind_and_no_keep_the_card(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    code = await a_card(store_sessions)
    chat = await begin(jane.id)
    await chat.say("redeem a gift card")
    await chat.say("never mind")
    await chat.say(f"redeem the gift card {code}")
    assert "Nothing was changed" in await chat.say("no")
    assert await credited(store_sessions, jane) == 0


async def test_redeeming_and_an_order_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    code = await a_card(store_sessions)
    order, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    first = await chat.say(f"Redeem the gift card {code}. And where is order {order.number}?")
    assert "$50.00 from the gift card" in first
    assert f"#{order.number} is on its way" in await chat.say("yes")
    assert await credited(store_sessions, jane) == 5000


async def test_a_code_that_no_card_has(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    chat = await begin(jane.id)
    assert "I can't find a gift card" in await chat.say("redeem the gift card GC-2222-3333-4444")
    assert await credited(store_sessions, jane) == 0
