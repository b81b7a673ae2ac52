"""Topics that no flow serves: answered by their help article, or by the offer of a person who can help."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from commerce.promotions.models import Promotion, PromotionKind
from commerce.support.handoffs import list_open
from commerce.support.models import Escalation, Handoff
from tests.dialogue.chat import Chat
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.integration.connectors.running import until

pytestmark = pytest.mark.usefixtures("help_articles")

OFFER = "Shall I ask a person to take care of it?"


async def handoff_of(chat: Chat, sessions: Sessions) -> Handoff | None:
    async with sessions() as session:
        waiting = [each.handoff for each in await list_open(session, clock=SystemClock())]
    return next((each for each in waiting if each.conversation_id == chat.id), None)


@pytest.mark.parametrize(
    ("said", "answer", "page"),
    [
        ("how many days does shipping usually take?", "3 to 5 business days", "delivery-times"),
        ("what would shipping cost me?", "$4.99", "delivery-costs"),
        ("would you ship to Canada", "Canada and the United Kingdom", "countries"),
        ("can I pay with paypal or amex?", "American Express", "payment-methods"),
        ("hi! how can I open an account with you?", "enter your name and e-mail address", "account"),
        ("how do I earn points at your store", "one point for each whole dollar", "loyalty-points"),
        ("wat are the perks of being gold", "see sales a day before", "loyalty-tiers"),
        ("could I buy a gift card for my nephew?", "Not in our shop at the moment", "gift-cards"),
        ("not sure which size to take, whats your size chart", "measurements in inches", "sizes"),
        ("which hours is your support open", "9 am to 6 pm", "stores-and-hours"),
        ("have you got a shop in Denver that I can visit", "online", "stores-and-hours"),
        ("which products can I subscribe to", "get used up", "subscriptions"),
    ],
)
async def test_a_topic_is_answered_by_its_own_article(begin: Begin, said: str, answer: str, page: str):
    given = await (await begin()).say(said)
    assert answer in given
    assert f"/help/{page}#" in given.cards[0]["link"]["url"]
    assert OFFER not in given


@pytest.mark.parametrize(
    ("said", "answer", "title"),
    [
        ("my card has been charged twice for one order", "only a reservation", "I was charged twice"),
        ("my card was declined, what now", "the bank has refused", "My payment failed"),
        ("please delete my account and everything in it", "within 30 days", "Delete my account"),
        ("ive two accounts with you, can they be merged", "merge two accounts", "Another account"),
        ("I forgot my password and cannot log in", "works for one hour", "I can't sign in"),
        ("lost my phone so I can't get past two factor", "recovery codes", "Two-factor sign-in"),
        ("cant sign up, the form gives an error", "try to reset the password", "Signing up fails"),
        ("your website is really slow, pages don't load", "another browser", "The site doesn't work"),
    ],
)
async def test_what_a_person_may_have_to_settle_is_offered_to_one(
    begin: Begin, store_sessions: Sessions, said: str, answer: str, title: str
):
    chat = await begin()
    given = await chat.say(said)
    assert answer in given
    assert OFFER in given
    assert "I've passed your chat on" in await chat.press("Yes, ask a person")
    handoff = await handoff_of(chat, store_sessions)
    assert handoff is not None
    assert handoff.escalation is Escalation.NOT_SERVED
    assert f"Topic: {title}." in handoff.summary


async def test_a_charge_that_nobody_knows_is_passed_on_and_no_person_offered(
    begin: Begin, store_sessions: Sessions
):
    chat = await begin()
    told = await chat.say("theres a payment to you on my statement i dont recognise")
    assert "last four digits" in told
    assert OFFER not in told

    async def is_passed_on() -> bool:
        return await handoff_of(chat, store_sessions) is not None

    await until(is_passed_on)
    handoff = await handoff_of(chat, store_sessions)
    assert handoff is not None
    assert handoff.escalation is Escalation.SENSITIVE


async def test_who_is_not_known_hears_how_mails_stop(begin: Begin):
    told = await (await begin()).say("please unsubscribe me from all those marketing emails")
    assert "link at the end" in told
    assert OFFER not in told


async def test_yes_in_words_hands_over_too(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    await chat.say("I was charged twice")
    assert "I've passed your chat on" in await chat.say("yes please")
    handoff = await handoff_of(chat, store_sessions)
    assert handoff is not None
    assert "I was charged twice" in handoff.summary


async def test_no_leaves_it_with_the_answer(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    await chat.say("I was charged twice")
    assert "What can I do for you?" in await chat.press("No, thanks")
    assert await handoff_of(chat, store_sessions) is None


async def test_an_offer_is_not_taken_up_later(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    await chat.say("I was charged twice")
    await chat.say("hello")
    assert "nothing waiting for a yes" in await chat.say("yes")
    assert await handoff_of(chat, store_sessions) is None


async def test_a_topic_in_the_middle_of_a_flow_and_back(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug", status=OrderStatus.PENDING)
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    answer = await chat.say("oh and I was charged twice")
    assert "only a reservation" in answer
    assert OFFER not in answer
    assert "Shall I cancel it?" in answer
    assert f"#{order.number} is cancelled" in await chat.say("yes")
    assert await handoff_of(chat, store_sessions) is None


async def test_an_article_in_the_middle_of_a_flow_and_back(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.PENDING)
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    answer = await chat.say("how can I buy a gift card?")
    assert "Not in our shop at the moment" in answer
    assert "Shall I cancel it?" in answer


async def test_two_topics_in_one_message(begin: Begin):
    answer = await (await begin()).say("How do I earn points? And do you have a shop I can visit?")
    assert "one point for each whole dollar" in answer
    assert "online" in answer


async def test_an_order_and_a_topic_in_one_message(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Mug")
    answer = await (await begin(jane.id)).say(
        f"Where is order {order.number}? And how do I reset my password?"
    )
    assert f"#{order.number} is on its way" in answer
    assert "works for one hour" in answer


@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [
        (-20, -5, "MELLOW25 ended on"),
        (-20, 5, "nothing in your cart that MELLOW25 could take something off"),
        (5, None, "MELLOW25 doesn't work yet: it starts on"),
        (None, None, "I don't know the code MELLOW25."),
    ],
)
async def test_a_code_that_does_not_work_is_looked_up(
    begin: Begin, store_sessions: Sessions, begins: int | None, ends: int | None, told: str
):
    now = SystemClock().now()
    async with store_sessions.begin() as session:
        await session.execute(delete(Promotion).where(Promotion.code == "MELLOW25"))
        if begins is not None:
            session.add(
                Promotion(
                    code="MELLOW25",
                    description="Five dollars off",
                    kind=PromotionKind.AMOUNT,
                    amount_off_minor=500,
                    currency="USD",
                    minimum_minor=4_000,
                    starts_at=now + timedelta(days=begins),
                    ends_at=now + timedelta(days=ends) if ends is not None else None,
                )
            )
    chat = await begin()
    said = await chat.say("my promo code MELLOW25 doesn't work")
    assert told in said
    assert OFFER in said
