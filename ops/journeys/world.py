"""Makes a month happen in a store: people shop, leave carts, buy, move, change their minds."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.catalogue.models import Product, Variant
from commerce.consent.models import ConsentEntry, ConsentSource, Topic
from commerce.customers.models import Address, Customer
from commerce.database import Sessions
from commerce.orders.models import Order, OrderStatus
from commerce.support.models import Conversation, Escalation, Handoff, HandoffStatus
from ops.journeys.history import History, Leaving, Person, Timeline

# Region, the zones in use there, and the hours that are quiet there by law or by the store's own rule.
_PLACES: tuple[tuple[str, str, tuple[str, ...], tuple[int, int]], ...] = (
    ("US", "NY", ("America/New_York",), (21, 8)),
    ("US", "CA", ("America/Los_Angeles",), (21, 8)),
    ("US", "TN", ("America/New_York", "America/Chicago"), (21, 8)),
    ("US", "MD", ("America/New_York",), (20, 8)),
    ("US", "WA", ("America/Los_Angeles",), (20, 8)),
    ("US", "TX", ("America/Chicago", "America/Denver"), (21, 9)),
    ("US", "AZ", ("America/Phoenix", "America/Denver"), (21, 8)),
    ("GB", "England", ("Europe/London",), (21, 8)),
    ("AU", "NSW", ("Australia/Sydney", "Australia/Broken_Hill", "Australia/Lord_Howe"), (21, 8)),
    ("IN", "", ("Asia/Kolkata",), (21, 8)),
)
_WARES = 60
_AT_ONCE = 2_000


@dataclass
class SimulatedWorld:
    """The store's side and the writer of its history; all chance comes from `dice`."""

    sessions: Sessions
    history: History
    dice: random.Random
    _open: dict[str, Leaving] = field(default_factory=dict)  # by customer
    _cases: dict[str, UUID] = field(default_factory=dict)
    _orders: int = 0

    async def populate(self, customers: int, at: datetime) -> None:
        """Make the wares and the people."""
        async with self.sessions.begin() as session:
            await self._stock(session, at)
        for first in range(0, customers, _AT_ONCE):
            async with self.sessions.begin() as session:
                await self._settle(session, range(first, min(first + _AT_ONCE, customers)), at)

    async def _stock(self, session: AsyncSession, at: datetime) -> None:
        for number in range(_WARES):
            product = Product(id=f"sim_{number}", title=f"Ware {number}", created_at=at)
            sku, price = f"SIM{number}", self.dice.randrange(300, 12_000)
            session.add(product)
            await session.flush()
            session.add(Variant(sku=sku, product_id=product.id, price_minor=price, currency="USD"))
            self.history.available[sku] = Timeline(True)
            self.history.prices[sku] = price

    async def _settle(self, session: AsyncSession, numbers: range, at: datetime) -> None:
        people, addresses, consents = [], [], []
        for number in numbers:
            person, address = self._somebody(number)
            self.history.people[person.id] = person
            people.append(
                {"id": person.id, "first_name": "Sim", "last_name": str(number), "email": person.email,
                 "phone": person.phone, "created_at": at}
            )  # fmt: skip
            addresses.append(address)
            consents += _consents(person, at)
        await session.execute(insert(Customer), people)
        await session.execute(insert(Address), addresses)
        if consents:
            await session.execute(insert(ConsentEntry), consents)

    def _somebody(self, number: int) -> tuple[Person, dict[str, object]]:
        country, region, zones, quiet = self.dice.choice(_PLACES)
        phone = f"+1212{number:07}" if self.dice.random() < 0.7 else None
        person = Person(
            f"sim_{number}",
            f"sim{number}@example.com",
            phone,
            Timeline(zones),
            Timeline(quiet),
            Timeline(self.dice.random() < 0.7),
            Timeline(phone is not None and self.dice.random() < 0.5),
        )
        address: dict[str, object] = {
            "id": uuid4(), "customer_id": person.id, "line1": "1 Sim Street", "line2": "", "city": "Sim",
            "region": region, "postcode": "00000", "country": country, "is_default": True,
        }  # fmt: skip
        return person, address

    async def happen(self, at: datetime, visits: int) -> None:
        """Let one tick's worth of things happen, all at `at`."""
        people = list(self.history.people)
        async with self.sessions.begin() as session:
            for _ in range(visits):
                await self._visit(session, self.history.people[self.dice.choice(people)], at)
            for _ in range(visits // 3 + (self.dice.random() < 0.3)):
                await self._something_else(session, self.history.people[self.dice.choice(people)], at)

    async def _visit(self, session: AsyncSession, person: Person, at: datetime) -> None:
        left = self._open.get(person.id)
        if left is None:
            await self._fill_cart(session, person, at)
            return
        left.over = at
        chance = self.dice.random()
        if chance < 0.4:
            await self._buy(session, person, left, at)
        elif chance < 0.6:
            await session.execute(delete(CartLine).where(CartLine.cart_id == UUID(left.cart_id)))
            await session.execute(delete(Cart).where(Cart.id == UUID(left.cart_id)))
            del self._open[person.id]
        else:
            await self._touch(session, person, left, at)

    async def _fill_cart(self, session: AsyncSession, person: Person, at: datetime) -> None:
        lines = {sku: self.dice.randint(1, 3) for sku in self._some_wares()}
        cart = Cart(id=uuid4(), customer_id=person.id, created_at=at, updated_at=at)
        session.add(cart)
        await session.flush()
        rows = [{"cart_id": cart.id, "sku": sku, "quantity": lines[sku], "added_at": at} for sku in lines]
        await session.execute(insert(CartLine), rows)
        self._leave(str(cart.id), person, at, lines)

    async def _touch(self, session: AsyncSession, person: Person, left: Leaving, at: datetime) -> None:
        await session.execute(update(Cart).where(Cart.id == UUID(left.cart_id)).values(updated_at=at))
        self._leave(left.cart_id, person, at, left.lines)

    def _leave(self, cart_id: str, person: Person, at: datetime, lines: Mapping[str, int]) -> None:
        leaving = Leaving(cart_id, person, at, lines=dict(lines))
        self._open[person.id] = leaving
        self.history.leavings.append(leaving)

    async def _buy(self, session: AsyncSession, person: Person, left: Leaving, at: datetime) -> None:
        await session.execute(
            update(Cart).where(Cart.id == UUID(left.cart_id)).values(status=CartStatus.ORDERED, updated_at=at)
        )
        await self._order(session, person, at)
        del self._open[person.id]

    async def _order(self, session: AsyncSession, person: Person, at: datetime) -> None:
        self._orders += 1
        session.add(
            Order(
                number=f"SIM{self._orders}",
                customer_id=person.id,
                status=OrderStatus.PENDING,
                placed_at=at,
                currency="USD",
                total_minor=1_000,
                shipping_address={},
            )
        )
        person.bought.append(at)

    def _some_wares(self) -> list[str]:
        return self.dice.sample(list(self.history.prices), self.dice.randint(1, 3))

    async def _something_else(self, session: AsyncSession, person: Person, at: datetime) -> None:
        minds = (self._change_mind, self._change_mind, self._move)
        happening = self.dice.choice((*minds, self._sell_out, self._case, self._buy_elsewhere))
        await happening(session, person, at)

    async def _change_mind(self, session: AsyncSession, person: Person, at: datetime) -> None:
        by_text = person.phone is not None and self.dice.random() < 0.5
        wish = person.by_text if by_text else person.by_email
        is_granted = not wish.at(at)
        wish.change(at, is_granted)
        channel, address = ("sms", person.phone) if by_text else ("email", person.email)
        session.add(
            ConsentEntry(
                channel=channel,
                address=address,
                topic=Topic.MARKETING,
                is_granted=is_granted,
                source=ConsentSource.PREFERENCES,
                created_at=at,
            )
        )

    async def _move(self, session: AsyncSession, person: Person, at: datetime) -> None:
        country, region, zones, quiet = self.dice.choice(_PLACES)
        person.zones.change(at, zones)
        person.quiet.change(at, quiet)
        await session.execute(
            update(Address).where(Address.customer_id == person.id).values(country=country, region=region)
        )

    async def _sell_out(self, session: AsyncSession, person: Person, at: datetime) -> None:
        del person
        sku = self.dice.choice(list(self.history.prices))
        is_offered = not self.history.available[sku].at(at)
        self.history.available[sku].change(at, is_offered)
        await session.execute(update(Variant).where(Variant.sku == sku).values(is_offered=is_offered))

    async def _case(self, session: AsyncSession, person: Person, at: datetime) -> None:
        known = self._cases.pop(person.id, None)
        person.in_case.change(at, known is None)
        if known is not None:
            await session.execute(
                update(Handoff).where(Handoff.id == known).values(status=HandoffStatus.RESOLVED)
            )
            return
        conversation = Conversation(id=uuid4(), channel="web", customer_id=person.id)
        session.add(conversation)
        await session.flush()
        handoff = Handoff(id=uuid4(), conversation_id=conversation.id, escalation=Escalation.ASKED)
        session.add(handoff)
        self._cases[person.id] = handoff.id

    async def _buy_elsewhere(self, session: AsyncSession, person: Person, at: datetime) -> None:
        """Buys something while a cart stays as it is."""
        await self._order(session, person, at)


def _consents(person: Person, at: datetime) -> list[dict[str, object]]:
    wishes = (("email", person.email, person.by_email), ("sms", person.phone, person.by_text))
    return [
        {"channel": channel, "address": address, "topic": Topic.MARKETING, "is_granted": True,
         "source": ConsentSource.SIGN_UP, "created_at": at}
        for channel, address, wish in wishes
        if address is not None and wish.at(at)
    ]  # fmt: skip
