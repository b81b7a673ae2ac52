"""Journeys about customers and their orders: tiers, birthdays, friends, checkouts, payments, returns."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from commerce.catalogue.models import Variant
from commerce.checkout.models import Checkout, CheckoutStatus
from commerce.customers.models import Customer
from commerce.journeys.files import journeys
from commerce.journeys.models import JourneyRun
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.orders.models import Order, OrderStatus
from commerce.payments.models import AttemptStatus, PaymentAttempt
from commerce.policies.models import Policy
from commerce.referrals.models import ReferralCode
from commerce.returns.models import ReturnKind, ReturnRequest, ReturnStatus
from commerce.segments.keeping import keep_scores
from commerce.segments.models import CustomerSegment
from tests.factories import a_line, an_order
from tests.integration.commerce.journeys.conftest import Town


def subjects(town: Town) -> list[str]:
    return [mail.subject for mail in town.mail.mails]


async def an_order_of(town: Town, customer: Customer, **fields: object) -> Order:
    _, lamp = await town.ware()
    order = an_order(customer, [a_line(lamp)], **fields)
    await town.add(order)
    return order


async def earns(town: Town, customer: Customer, points: int) -> None:
    order = await an_order_of(town, customer, status=OrderStatus.DELIVERED)
    await town.add(
        PointsEntry(
            customer_id=customer.id, points=points, reason=PointsReason.EARNED, order_id=order.id,
            created_at=town.clock.now(),
        )
    )  # fmt: skip


async def test_a_tier_is_told_when_it_is_reached_and_not_when_first_counted_or_lost(town: Town) -> None:
    ada, old = await town.customer(email=True), await town.customer(email=True)
    async with town.sessions.begin() as session:
        joined_at = town.clock.now() - timedelta(days=300)
        await session.execute(update(Customer).values(created_at=joined_at))
    await earns(town, old, 1600)
    journey = journeys()["tier_reached"]
    await town.move_on(journey)
    await keep_scores(town.sessions, town.clock)
    await town.move_on(journey, minutes=5)
    await earns(town, ada, 600)
    town.clock.forward(minutes=1)
    await keep_scores(town.sessions, town.clock)
    await town.move_on(journey, minutes=1)
    await town.move_on(journey, hours=1)
    assert [(mail.to, mail.subject) for mail in town.mail.mails] == [(ada.email, "You've reached Silver")]


async def test_a_tier_that_is_lost_before_it_is_told_is_not_told(town: Town) -> None:
    ada = await town.customer(email=True)
    journey = journeys()["tier_reached"]
    await town.move_on(journey)
    await keep_scores(town.sessions, town.clock)
    await earns(town, ada, 600)
    await town.move_on(journey, minutes=5)
    await keep_scores(town.sessions, town.clock)
    await town.move_on(journey, minutes=1)
    async with town.sessions.begin() as session:
        await session.execute(delete(CustomerSegment).where(CustomerSegment.segment.startswith("tier/")))
    await town.move_on(journey, hours=1)
    assert subjects(town) == []
    assert [run.end_reason for run in await town.runs()] == ["filtered"]


async def tiers_from(town: Town, silver: int) -> None:
    tiers = [{"name": "Bronze", "from_points": 0}, {"name": "Silver", "from_points": silver}]
    value = {"tiers": tiers, "period_months": 12}
    await town.add(Policy(name="loyalty_tiers", category_id=None, country=None, value=value))


async def test_nobody_is_congratulated_when_a_tier_is_lowered(town: Town) -> None:
    ada, late = await town.customer(email=True), await town.customer(email=True)
    journey = journeys()["tier_reached"]
    await town.move_on(journey)
    await earns(town, ada, 300)
    await keep_scores(town.sessions, town.clock)
    await town.move_on(journey, minutes=20)
    async with town.sessions.begin() as session:
        await session.execute(update(Customer).values(created_at=town.clock.now() - timedelta(days=9)))
    await tiers_from(town, 200)
    await keep_scores(town.sessions, town.clock)
    await town.move_on(journey, minutes=1)
    assert await town.runs() == []
    await earns(town, late, 250)
    await keep_scores(town.sessions, town.clock)
    await town.move_on(journey, minutes=1)
    assert [run.customer_id for run in await town.runs()] == [late.id]


async def test_who_comes_between_two_rounds_enters_with_the_next(town: Town) -> None:
    await town.customer()
    journey = journeys()["tier_reached"]
    await keep_scores(town.sessions, town.clock)
    await town.move_on(journey)
    town.clock.forward(minutes=20)
    now = town.clock.now()
    new, brought = await town.customer(created_at=now), await town.customer(created_at=now)
    await earns(town, new, 600)
    await earns(town, brought, 600)
    async with town.sessions.begin() as session:
        past = update(Order).where(Order.customer_id == brought.id)
        await session.execute(past.values(placed_at=now - timedelta(days=40)))
        await session.execute(update(Order).where(Order.customer_id == new.id).values(placed_at=now))
    await town.move_on(journey, hours=2)
    await keep_scores(town.sessions, town.clock)
    await town.move_on(journey, minutes=1)
    assert [run.customer_id for run in await town.runs()] == [new.id]


@pytest.mark.parametrize(
    ("born", "is_told"), [(date(1990, 6, 22), True), (date(1990, 6, 23), False), (None, False)]
)
async def test_a_birthday_is_told_a_week_before_once(town: Town, born: date | None, is_told: bool) -> None:
    await town.customer(email=True, birthday=born)
    journey = journeys()["birthday_soon"]
    await town.move_on(journey)
    assert town.clock.today() == date(2026, 6, 15)
    for _ in range(3):
        await town.move_on(journey, hours=4)
    assert subjects(town) == (["Your birthday is coming up"] if is_told else [])


async def test_who_orders_again_is_told_of_friends_with_a_link_of_their_own(town: Town) -> None:
    ada, once = await town.customer(email=True), await town.customer(email=True)
    await an_order_of(town, ada, status=OrderStatus.DELIVERED)
    journey = journeys()["referral_invitation"]
    await town.move_on(journey)
    town.clock.forward(minutes=1)
    for who in (ada, once):
        order = await an_order_of(town, who, status=OrderStatus.DELIVERED)
        async with town.sessions.begin() as session:
            now = {"delivered_at": town.clock.now()}
            await session.execute(update(Order).where(Order.id == order.id).values(now))
    await town.move_on(journey, minutes=1)
    await town.move_on(journey, days=21)
    [mail] = town.mail.mails
    async with town.sessions() as session:
        code = await session.scalar(select(ReferralCode.code).where(ReferralCode.customer_id == ada.id))
    assert mail.to == ada.email
    assert f"https://store.example/invite/{code}" in mail.text
    assert "500 points is yours" in mail.text


@pytest.mark.parametrize("url", ["", "https://talk.example"])
async def test_loyal_ones_are_invited_where_there_is_a_community(town: Town, url: str) -> None:
    ada = await town.customer(email=True)
    await town.add(Policy(name="community", category_id=None, country=None, value={"url": url}))
    journey = journeys()["community_invitation"]
    await town.move_on(journey)
    await town.add(
        CustomerSegment(customer_id=ada.id, segment="loyal", entered_at=town.clock.now(), why="3 orders")
    )
    await town.move_on(journey, minutes=1)
    await town.move_on(journey, days=2)
    async with town.sessions.begin() as session:
        await session.execute(update(CustomerSegment).values(entered_at=town.clock.now()))
    await town.move_on(journey, minutes=1)
    await town.move_on(journey, days=2)
    assert [url in mail.text for mail in town.mail.mails] == ([True] if url else [])


async def checks_out(town: Town, customer: Customer, variant: Variant | None = None) -> Checkout:
    if variant is None:
        _, variant = await town.ware()
    cart = await town.cart(customer, variant)
    checkout = Checkout(
        id=uuid4(), cart_id=cart.id, customer_id=customer.id, status=CheckoutStatus.LET_GO,
        held_until=town.clock.now() + timedelta(minutes=15),
    )  # fmt: skip
    await town.add(checkout)
    return checkout


async def test_a_checkout_that_was_begun_is_reminded_of_as_one_and_not_as_a_cart(town: Town) -> None:
    ada = await town.customer(email=True)
    both = [journeys()["abandoned_checkout"], journeys()["abandoned_cart"]]
    for journey in both:
        await town.move_on(journey)
    await checks_out(town, ada)
    for _ in range(6):
        for journey in both:
            await town.move_on(journey, minutes=30)
    assert subjects(town) == ["Is anything missing for your order?"]


async def test_a_cart_whose_checkout_begins_after_its_reminder_is_reminded_of_no_more(town: Town) -> None:
    ada = await town.customer(email=True)
    journey = journeys()["abandoned_cart"]
    await town.move_on(journey)
    cart = await town.left_cart(ada)
    await town.move_on(journey, minutes=31)
    await town.move_on(journey, minutes=30)
    begun = Checkout(
        id=uuid4(), cart_id=cart.id, customer_id=ada.id, status=CheckoutStatus.LET_GO,
        held_until=town.clock.now() + timedelta(minutes=15),
    )  # fmt: skip
    await town.add(begun)
    await town.move_on(journey, days=1)
    assert len(subjects(town)) == 1
    assert [run.end_reason for run in await town.runs()] == ["checkout_begun"]


async def test_who_cannot_pay_is_helped_after_the_third_time(town: Town) -> None:
    ada = await town.customer()
    checkout = await checks_out(town, ada)
    journey = journeys()["payment_help"]
    await town.move_on(journey)
    for number in range(3):
        assert subjects(town) == []
        town.clock.forward(minutes=2)
        attempt = PaymentAttempt(
            id=uuid4(), checkout_id=checkout.id, provider="demo", reference=f"p{number}",
            status=AttemptStatus.FAILED, amount_minor=4000, currency="USD", terms={},
            created_at=town.clock.now(), settled_at=town.clock.now(),
        )  # fmt: skip
        await town.add(attempt)
        await town.move_on(journey, minutes=12)
    await town.move_on(journey, minutes=12)
    assert subjects(town) == ["Your payment didn't go through"]


@pytest.mark.parametrize("first", [ReturnStatus.APPROVED, ReturnStatus.MANUAL_REVIEW])
@pytest.mark.parametrize("status", [ReturnStatus.APPROVED, ReturnStatus.RECEIVED, ReturnStatus.REFUSED])
async def test_a_return_that_was_not_sent_is_reminded_of(
    town: Town, status: ReturnStatus, first: ReturnStatus
) -> None:
    ada = await town.customer()
    order = await an_order_of(town, ada, status=OrderStatus.DELIVERED)
    journey = journeys()["return_reminder"]
    await town.move_on(journey)
    request = ReturnRequest(
        rma_number="R1", order_id=order.id, kind=ReturnKind.RETURN, status=first,
        created_at=town.clock.now(),
    )  # fmt: skip
    await town.add(request)
    await town.move_on(journey, minutes=1)
    async with town.sessions.begin() as session:
        await session.execute(update(ReturnRequest).values(status=status))
    await town.move_on(journey, days=10)
    is_open = status is ReturnStatus.APPROVED
    assert len(town.mail.mails) == is_open
    async with town.sessions() as session:
        assert len((await session.scalars(select(JourneyRun))).all()) == 1
