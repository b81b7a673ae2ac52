"""Scores and segments as a round keeps them, on a store with a past."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from commerce.carts.models import Cart, CartLine
from commerce.catalogue.models import Category
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.events.models import EventKind, ShopEvent
from commerce.journeys.definition import Journey
from commerce.journeys.entering import enter
from commerce.journeys.models import JourneyRun
from commerce.orders.models import OrderStatus, Refund, RefundStatus
from commerce.segments.definitions import Segment, is_segment, segments
from commerce.segments.facts import least_of_top
from commerce.segments.keeping import Kept, keep_scores
from commerce.segments.models import CustomerScores, CustomerSegment
from tests.factories import (
    NOON,
    FixedClock,
    a_card,
    a_customer,
    a_default_address,
    a_line,
    a_product,
    a_variant,
    an_order,
    store,
)

CROWD = 160


class Store:
    """Customers who buy again and again, and a few to look at."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.clock = FixedClock()
        self.shoes = Category(id="footwear", title="Footwear")
        self.shoe = a_product(title="Boot", category_id="footwear")
        self.boot = a_variant(self.shoe)

    async def open(self) -> None:
        """Fill it with a crowd that makes the models."""
        dice = Random(3)
        await self.add(self.shoes, self.shoe, self.boot)
        for _ in range(CROWD):
            somebody = await self.customer()
            gap = dice.uniform(15, 90)
            at = dice.uniform(120, 380)
            while at > 0 and dice.random() < 0.85:
                await self.buys(somebody, days_ago=at, minor=dice.choice((2000, 4000, 9000)))
                at -= dice.expovariate(1 / gap)

    async def add(self, *rows: object) -> None:
        async with self.sessions.begin() as session:
            await store(session, *rows)

    async def customer(self, **address: str) -> Customer:
        made = a_customer(created_at=NOON - timedelta(days=400))
        await self.add(made, a_default_address(made, **address))
        return made

    async def buys(self, who: Customer, *, days_ago: float, minor: int = 4000, **fields: object) -> None:
        line = a_line(self.boot, unit_price_minor=minor)
        await self.add(an_order(who, [line], placed_at=NOON - timedelta(days=days_ago), **fields))

    async def keep(self, **forward: int) -> Kept:
        self.clock.forward(**forward)
        return await keep_scores(self.sessions, self.clock)

    async def scores(self, who: Customer) -> CustomerScores:
        async with self.sessions() as session:
            return await session.get_one(CustomerScores, who.id)

    async def segments(self, who: Customer) -> dict[str, str]:
        async with self.sessions() as session:
            rows = await session.scalars(select(CustomerSegment).where(CustomerSegment.customer_id == who.id))
            return {each.segment: each.why for each in rows}


@pytest.fixture
async def shop(sessions: Sessions) -> Store:
    made = Store(sessions)
    await made.open()
    return made


async def test_everybody_is_scored_and_each_score_says_why(shop: Store) -> None:
    faithful, gone, fresh, never = [await shop.customer() for _ in range(4)]
    for days in (170, 140, 110, 80, 50, 20, 4):
        await shop.buys(faithful, days_ago=days, minor=9000)
    for days in (390, 380, 370, 360):
        await shop.buys(gone, days_ago=days)
    await shop.buys(fresh, days_ago=3)
    await shop.buys(fresh, days_ago=2, status=OrderStatus.CANCELLED)
    kept = await shop.keep()
    assert kept.scored == CROWD + 4
    best, worst = await shop.scores(faithful), await shop.scores(gone)
    assert (best.orders, best.spent_minor, best.currency, best.country) == (7, 63_000, "USD", "US")
    assert best.chance is not None
    assert worst.chance is not None
    assert best.chance > 0.7
    assert worst.chance < 0.1
    assert (best.value_minor or 0) > 10 * (worst.value_minor or 0)
    assert best.why["chance"] == "7 orders, the last one 4 days ago"
    assert "orders expected in a year at $" in best.why["value"]
    nobody = await shop.scores(never)
    assert (nobody.orders, nobody.chance, nobody.value_minor) == (0, None, None)
    assert nobody.why["chance"] == "no order yet"
    assert (await shop.scores(fresh)).orders == 1


async def test_segments_are_entered_once_and_left(shop: Store) -> None:
    faithful, fresh = await shop.customer(), await shop.customer(country="CA")
    for days in (170, 140, 110, 80, 50, 20, 4):
        await shop.buys(faithful, days_ago=days, minor=9000)
    await shop.buys(fresh, days_ago=3)
    await shop.keep()
    theirs = await shop.segments(faithful)
    assert {"loyal", "vip", "loves/footwear", "country/US"} <= theirs.keys()
    assert theirs["vip"].endswith("$630.00 spent, as 5 % of customers at most")
    assert theirs["loves/footwear"] == "7 of 7 items"
    assert {"new", "country/CA"} <= (await shop.segments(fresh)).keys()
    again = await shop.keep()
    assert (again.entered, again.left) == (0, 0)
    later = await shop.keep(days=200)
    assert later.left > 0
    assert "new" not in await shop.segments(fresh)
    assert "churned" in await shop.segments(faithful)


async def test_what_was_refunded_makes_nobody_spend_most(shop: Store) -> None:
    who = await shop.customer()
    card = a_card(who)
    order = an_order(who, [a_line(shop.boot, unit_price_minor=500_000)], placed_at=NOON - timedelta(days=9))
    await shop.add(card, order)
    await shop.add(
        Refund(
            order_id=order.id, payment_method_id=card.id, amount_minor=499_000, currency="USD",
            reason="sent back", status=RefundStatus.COMPLETED, created_at=NOON - timedelta(days=1),
        )
    )  # fmt: skip
    async with shop.sessions() as session:
        most = await least_of_top(session, 0.001, "USD", shop.clock.now())
    assert 0 < most < 499_000


async def test_intent_grows_towards_buying_and_fades(shop: Store) -> None:
    looker, filler = await shop.customer(), await shop.customer()
    for number in range(3):
        event = ShopEvent(
            id=f"e{number}", kind=EventKind.PRODUCT_VIEWED, at=NOON, customer_id=looker.id,
            product_id=shop.shoe.id,
        )  # fmt: skip
        await shop.add(event)
    cart = Cart(customer_id=filler.id, created_at=NOON, updated_at=NOON)
    added = ShopEvent(id="added", kind=EventKind.ADDED_TO_CART, at=NOON, customer_id=filler.id)
    begun = ShopEvent(id="begun", kind=EventKind.CHECKOUT_STARTED, at=NOON, customer_id=filler.id)
    await shop.add(cart, added, begun)
    await shop.add(CartLine(cart_id=cart.id, sku=shop.boot.sku, quantity=1, added_at=NOON))
    await shop.keep()
    assert (await shop.scores(looker)).intent == 24
    assert (await shop.scores(filler)).intent == 75
    assert "about_to_buy" in await shop.segments(filler)
    await shop.keep(days=4)
    assert (await shop.scores(filler)).intent == 19
    assert "a checkout begun" in (await shop.scores(filler)).why["intent"]


async def test_a_journey_begins_with_a_segment(shop: Store) -> None:
    fresh = await shop.customer()
    await shop.keep()  # who is scored for the first time was where they are before
    await shop.buys(fresh, days_ago=3)
    journey = Journey.model_validate(
        {
            "name": "hello_new", "title": "New", "version": 1, "topic": "marketing",
            "trigger": {"kind": "segment_entered", "segment": "new"},
            "only_if": [
                {"in_segment": {"any_of": ["country/US"]}},
                {"scored": {"score": "fatigue", "range": {"below": 50}}},
            ],
            "steps": [{"id": "hello", "after": "1d", "send": "welcome_news", "by": ["email"]}],
        }
    )  # fmt: skip
    await enter(shop.sessions, journey, shop.clock)
    await shop.keep(minutes=1)
    await enter(shop.sessions, journey, shop.clock)
    shop.clock.forward(minutes=5)
    await enter(shop.sessions, journey, shop.clock)
    async with shop.sessions() as session:
        runs = (await session.scalars(select(JourneyRun.customer_id))).all()
    assert runs.count(fresh.id) == 1


def test_a_segment_that_is_not_written_is_refused() -> None:
    assert set(segments()) >= {"new", "loyal", "vip", "at_risk", "churned", "loves", "country", "channel"}
    assert (is_segment("loyal"), is_segment("loves/footwear")) == (True, True)
    assert not any(is_segment(each) for each in ("loves", "loyal/x", "nobody"))
    with pytest.raises(ValidationError):
        Segment.model_validate({"title": "Everybody"})
    with pytest.raises(ValidationError):
        Segment.model_validate({"title": "Odd", "when": {"orders": {}}})
    assert Path("data/segments.yml").is_file()
