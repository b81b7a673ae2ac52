"""Snapshots equal a recount from raw rows: for random stores, zones and days, and after what came late."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, or_, select, update

from commerce.catalogue.models import Product, Variant
from commerce.customers.models import Customer, PaymentMethod
from commerce.database import Sessions
from commerce.events.models import EventKind, ShopEvent
from commerce.figures.models import Figure
from commerce.figures.reading import Pair, Period, recurring
from commerce.figures.snapshots import catch_up, count_days
from commerce.orders.models import Order, OrderStatus, Refund, RefundStatus
from commerce.subscriptions.intervals import IntervalUnit
from commerce.subscriptions.models import Subscription, SubscriptionStatus
from commerce.support.models import Conversation, Escalation, Handoff
from tests.factories import (
    FixedClock,
    a_card,
    a_customer,
    a_line,
    a_product,
    a_variant,
    an_order,
    an_understood_message,
    store,
)
from tests.integration.commerce.figures.recount import Counts, recount

NOW = datetime(2026, 11, 9, 15, 30, tzinfo=UTC)  # just after summer time ended in New York
TODAY = NOW.date()
DAYS = 70
LONG_AGO = 200  # days: whoever has not come since is away
ZONES = ["America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu", "UTC"]
SEGMENTS = ("segment_customers", "segment_revenue")


class RandomStore:
    """A small store in which things happen at random."""

    def __init__(self, sessions: Sessions, dice: Random) -> None:
        self.sessions, self.dice = sessions, dice
        self.customers: list[Customer] = [a_customer() for _ in range(12)]
        self.products: list[Product] = [a_product() for _ in range(4)]
        self.variants: list[Variant] = [a_variant(each, stock_on_hand=None) for each in self.products]
        self.cards: dict[str, PaymentMethod] = {each.id: a_card(each) for each in self.customers}

    async def open(self) -> None:
        """Write what everything else hangs on."""
        async with self.sessions.begin() as session:
            await store(session, *self.customers, *self.products, *self.variants, *self.cards.values())

    def moment(self) -> datetime:
        """Any moment of the last weeks."""
        return NOW - timedelta(seconds=self.dice.randrange(DAYS * 86_400))

    async def remember(self) -> None:
        """Let somebody have ordered long ago, and not since."""
        self.customers, former = self.customers[1:], self.customers[0]
        placed_at = NOW - timedelta(days=LONG_AGO)
        order = an_order(
            former, [a_line(self.variants[0])], placed_at=placed_at, status=OrderStatus.DELIVERED
        )
        async with self.sessions.begin() as session:
            await store(session, order)

    async def happen(self, times: int) -> None:
        """Let things happen."""
        async with self.sessions.begin() as session:
            for _ in range(times):
                rows = self.dice.choice([self.order, self.order, self.event, self.event, self.talk])()
                await store(session, *rows)

    def order(self, who: Customer | None = None, at: datetime | None = None) -> list[Any]:
        """An order, now and then cancelled or partly refunded."""
        who, variant = who or self.dice.choice(self.customers), self.dice.choice(self.variants)
        line = a_line(variant, quantity=self.dice.randint(1, 3))
        status = OrderStatus.CANCELLED if self.dice.random() < 0.15 else OrderStatus.DELIVERED
        order = an_order(who, [line], placed_at=at or self.moment(), status=status)
        rows: list[Any] = [order]
        if self.dice.random() < 0.2:
            rows.append(
                Refund(
                    order_id=order.id,
                    payment_method_id=self.cards[who.id].id,
                    amount_minor=500,
                    currency="USD",
                    reason="test",
                    status=self.dice.choice([RefundStatus.PENDING, RefundStatus.REVERSED]),
                    created_at=self.moment(),
                )
            )
        return rows

    def event(self) -> list[Any]:
        """A look, a search, or somebody who comes by a campaign."""
        who = self.dice.choice([*self.customers, None])
        kind = self.dice.choice([EventKind.PRODUCT_VIEWED, EventKind.SEARCHED])
        details: dict[str, Any] = {}
        if kind is EventKind.SEARCHED:
            words = self.dice.choice(["Desk  lamp", "desk lamp", "red shoes"])
            found = self.dice.sample([each.id for each in self.products], self.dice.randint(0, 3))
            details = {"words": words, "results": len(found), "found": found}
        elif self.dice.random() < 0.5:
            details = {"utm_campaign": self.dice.choice(["spring", "autumn"])}
        product = self.dice.choice(self.products).id if kind is EventKind.PRODUCT_VIEWED else None
        at = self.moment()
        event = ShopEvent(
            id=uuid4().hex,
            kind=kind,
            at=at,
            customer_id=who and who.id,
            product_id=product,
            details=details,
        )
        look = ShopEvent(
            id=uuid4().hex,
            kind=EventKind.PRODUCT_VIEWED,
            at=min(NOW, at + timedelta(minutes=self.dice.choice([20, 40]))),
            customer_id=event.customer_id,
            product_id=self.dice.choice(self.products).id,
        )
        if kind is not EventKind.SEARCHED:
            return [event]
        days = timedelta(days=self.dice.choice([1, 6, 8]))
        return [event, look, *(self.order(who, min(NOW, at + days)) if who else [])]

    def talk(self) -> list[Any]:
        """A conversation, handed over or not."""
        who = self.dice.choice([*self.customers, None])
        channel, at = self.dice.choice(["web", "sms"]), self.moment()
        talk = Conversation(id=uuid4(), channel=channel, customer_id=who and who.id, created_at=at)
        rows: list[Any] = [talk]
        for is_fallback in self.dice.choice([[], [True], [False], [True, False]]):
            rows += an_understood_message(talk, is_fallback=is_fallback)
        if self.dice.random() < 0.4:
            rows.append(Handoff(conversation_id=talk.id, escalation=Escalation.ASKED, created_at=at))
        return rows


async def kept(sessions: Sessions, today: date = TODAY) -> Counts:
    """What was counted; of segments, which are of the day on which one looks, what is of today."""
    async with sessions() as session:
        rows = await session.scalars(
            select(Figure).where(
                Figure.figure != "recurring_revenue",
                or_(Figure.figure.not_in(SEGMENTS), Figure.day == today),
            )
        )
        return {(each.figure, each.day, each.name, each.currency): each.value for each in rows}


async def counted(sessions: Sessions, clock: FixedClock) -> Counts:
    async with sessions() as session:
        return await recount(session, clock)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", [1, 2])
async def test_snapshots_equal_a_recount(sessions: Sessions, zone: str, seed: int) -> None:
    clock, shop = FixedClock(NOW, zone), RandomStore(sessions, Random(seed))
    await shop.open()
    await shop.remember()
    await shop.happen(120)
    assert await catch_up(sessions, clock) > 0
    assert await kept(sessions, clock.today()) == await counted(sessions, clock)
    assert {"searches_clicked", "searches_bought"} <= {figure for figure, *_ in await kept(sessions)}
    await shop.happen(15)  # told late, of any day
    async with sessions.begin() as session:
        late = select(Order.id).where(Order.status == OrderStatus.DELIVERED).limit(3)
        await session.execute(update(Order).where(Order.id.in_(late)).values(status=OrderStatus.CANCELLED))
    await catch_up(sessions, clock)
    assert await kept(sessions, clock.today()) == await counted(sessions, clock)
    clock.forward(days=3)  # days on which nothing happens
    await catch_up(sessions, clock, within_days=7)
    assert await kept(sessions, clock.today()) == await counted(sessions, clock)


async def test_counting_again_changes_nothing_and_touches_nothing(sessions: Sessions) -> None:
    clock, shop = FixedClock(NOW, "America/New_York"), RandomStore(sessions, Random(3))
    await shop.open()
    await shop.happen(60)
    await catch_up(sessions, clock)
    before = await kept(sessions)
    assert await catch_up(sessions, clock) == 0
    await count_days(sessions, clock.today() - timedelta(days=40), clock.today(), clock)
    assert await kept(sessions) == before


async def test_a_gap_is_filled_and_any_day_can_be_counted_again(sessions: Sessions) -> None:
    clock, shop = FixedClock(NOW, "America/New_York"), RandomStore(sessions, Random(4))
    await shop.open()
    await shop.happen(80)
    await catch_up(sessions, clock)
    before, day = await kept(sessions), clock.today() - timedelta(days=10)
    async with sessions.begin() as session:
        await session.execute(delete(Figure).where(Figure.day == day))
    assert await kept(sessions) != before
    await count_days(sessions, day, day, clock)
    assert await kept(sessions) == before


async def test_what_was_erased_stays_counted(sessions: Sessions) -> None:
    clock, shop = FixedClock(NOW, "America/New_York"), RandomStore(sessions, Random(5))
    await shop.open()
    await shop.happen(80)
    await catch_up(sessions, clock)
    before = await kept(sessions)
    async with sessions.begin() as session:
        await session.execute(delete(ShopEvent))
    assert await catch_up(sessions, clock) == 0
    assert await kept(sessions) == before


async def test_a_store_without_anything_has_no_figures(sessions: Sessions) -> None:
    assert await catch_up(sessions, FixedClock(NOW)) == 0
    assert await kept(sessions) == {}


async def test_the_first_time_every_day_is_counted(sessions: Sessions) -> None:
    clock, shop = FixedClock(NOW, "America/New_York"), RandomStore(sessions, Random(5))
    await shop.open()
    await shop.happen(60)
    await catch_up(sessions, clock, within_days=1)
    assert await kept(sessions) == await counted(sessions, clock)


async def test_what_subscriptions_bring_in_ends_with_them_and_stays_as_it_was_on_days_that_are_over(
    sessions: Sessions,
) -> None:
    clock, shop = FixedClock(NOW, "America/New_York"), RandomStore(sessions, Random(6))
    await shop.open()
    await shop.happen(5)
    who, variant = shop.customers[0], shop.variants[0]
    day = clock.today()
    running = Subscription(
        customer_id=who.id, sku=variant.sku, quantity=1, interval_count=1, interval_unit=IntervalUnit.MONTH,
        status=SubscriptionStatus.ACTIVE, due_on=day, month_day=1, try_on=day, created_at=NOW,
        shipping_address={}, payment_method_id=shop.cards[who.id].id,
    )  # fmt: skip
    async with sessions.begin() as session:
        await store(session, running)
    await catch_up(sessions, clock)
    async with sessions.begin() as session:
        await session.execute(update(Subscription).values(status=SubscriptionStatus.CANCELLED))
    clock.forward(days=1)
    await catch_up(sessions, clock, within_days=8)
    await count_days(sessions, day, day, clock)
    async with sessions() as session:
        brought = await recurring(session, Period(clock.today(), clock.today(), "USD"))
    assert brought == Pair(now=0, before=variant.price_minor)
