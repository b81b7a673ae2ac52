"""A store with a job queue, a clock that is moved, and customers who leave carts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from procrastinate import App, PsycopgConnector
from sqlalchemy import select, text

from commerce.carts.models import Cart, CartLine
from commerce.catalogue.models import Product, Variant
from commerce.consent.ledger import Subscriber, grant
from commerce.consent.models import ConsentSource, Topic
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.journeys.definition import Journey
from commerce.journeys.entering import enter
from commerce.journeys.files import journeys
from commerce.journeys.models import JourneyRun, JourneyStep
from commerce.journeys.setup import stepper_of
from commerce.journeys.stepping import Stepper
from commerce.links.documents import DocumentLinks
from commerce.notifications.notifier import CatalogueNotifier
from commerce.notifications.preferences import PreferenceLinks
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.models import Message
from tests.conftest import add_job_queue
from tests.factories import (
    NOON,
    SECRET,
    FixedClock,
    RecordedMail,
    a_customer,
    a_default_address,
    a_product,
    a_variant,
    store,
)

STORE_URL = "https://store.example"
PHONE = "+13035550142"


@dataclass
class Town:
    """What a journey's test needs of the world."""

    sessions: Sessions
    url: str
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOON + timedelta(hours=4)))  # 10 in Denver
    mail: RecordedMail = field(default_factory=RecordedMail)

    def __post_init__(self) -> None:
        self.links = DocumentLinks(STORE_URL, SECRET)
        self.jobs = App(connector=PsycopgConnector(conninfo=self.url))
        self.stepper = self.another_stepper()

    def another_stepper(self) -> Stepper:
        """As another worker has one."""
        notifier = CatalogueNotifier(
            self.mail,
            DeliveryQueue(self.jobs),
            self.jobs,
            self.clock,
            "Test Store",
            preferences=PreferenceLinks(STORE_URL, SECRET),
        )
        return stepper_of(self.sessions, self.clock, notifier, self.links)

    async def add(self, *rows: Any) -> None:
        async with self.sessions.begin() as session:
            await store(session, *rows)

    async def customer(self, *, email: bool = False, sms: bool = False, **fields: Any) -> Customer:
        """Somebody in Denver who agreed to be written to in these ways."""
        made = a_customer(**({"phone": PHONE if sms else None} | fields))
        await self.add(made, a_default_address(made))
        async with self.sessions.begin() as session:
            for channel, address in (("email", made.email), ("sms", made.phone)):
                if address is not None and (email if channel == "email" else sms):
                    topics = {Topic.MARKETING, Topic.SERVICE}
                    await grant(session, Subscriber(channel, address), topics, ConsentSource.SIGN_UP)
        return made

    async def ware(self, title: str = "Desk Lamp", **fields: Any) -> tuple[Product, Variant]:
        product = a_product(title=title)
        variant = a_variant(product, **fields)
        await self.add(product, variant)
        return product, variant

    async def cart(self, customer: Customer, *variants: Variant, at: datetime | None = None) -> Cart:
        left_at = at or self.clock.now()
        cart = Cart(customer_id=customer.id, created_at=left_at, updated_at=left_at)
        await self.add(cart)
        for variant in variants:
            await self.add(CartLine(cart_id=cart.id, sku=variant.sku, quantity=1, added_at=left_at))
        return cart

    async def left_cart(self, customer: Customer, **fields: Any) -> Cart:
        """A cart with a lamp in it, touched last now."""
        _, variant = await self.ware(**fields)
        return await self.cart(customer, variant)

    async def move_on(self, journey: Journey | None = None, **forward: int) -> None:
        """Let time pass, then do what the worker does each minute."""
        self.clock.forward(**forward)
        await enter(self.sessions, journey or journeys()["abandoned_cart"], self.clock)
        await self.stepper.take_all()

    async def steps(self) -> list[tuple[str, str, str, str | None]]:
        async with self.sessions() as session:
            rows = await session.scalars(select(JourneyStep).order_by(JourneyStep.id))
            return [(each.step, each.outcome.value, each.reason, each.channel) for each in rows]

    async def runs(self) -> list[JourneyRun]:
        async with self.sessions() as session:
            return list(await session.scalars(select(JourneyRun).order_by(JourneyRun.started_at)))

    async def said(self) -> list[str]:
        async with self.sessions() as session:
            return list(await session.scalars(select(Message.text).order_by(Message.position)))

    async def jobs_left(self) -> list[str]:
        async with self.sessions() as session:
            rows = await session.execute(text("SELECT task_name FROM procrastinate_jobs ORDER BY id"))
            return [name for (name,) in rows]


@pytest.fixture
async def town(database_url: str, sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> Town:
    add_job_queue(database_url)
    # Nobody is in a holdout unless a test is about it.
    monkeypatch.setattr("commerce.journeys.stepping.is_held_out", lambda *_: False)
    return Town(sessions, database_url)
