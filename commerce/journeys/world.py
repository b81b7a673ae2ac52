"""What a run is about, read anew whenever a step is due: nothing is decided by what was true before."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.catalogue.models import Variant
from commerce.clock import Clock
from commerce.consent.models import Topic
from commerce.customers.models import (
    Address,
    Customer,
)
from commerce.journeys.models import JourneyRun, JourneyStep, Outcome, SubjectKind
from commerce.journeys.offers import PricedGoods
from commerce.money import Money
from commerce.orders.models import Order, OrderStatus
from commerce.postal import PostalAddress

# As far as any cap looks; a file that asks for more is refused.
LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class CartGoods:
    """One line of a cart with what it is."""

    variant: Variant
    quantity: int
    is_one_of_several: bool = False  # and meant apart from the other versions of its product

    @property
    def title(self) -> str:
        """How it is called."""
        return self.variant.product.title


async def goods_in(session: AsyncSession, cart_id: UUID) -> list[CartGoods]:
    """What is in a cart, in the order it was put there."""
    rows = await session.execute(
        select(Variant, CartLine.quantity)
        .join(CartLine, CartLine.sku == Variant.sku)
        .where(CartLine.cart_id == cart_id)
        .order_by(CartLine.added_at, CartLine.sku)
        .options(joinedload(Variant.product))
    )
    return [CartGoods(variant, quantity) for variant, quantity in rows]


async def version_of(session: AsyncSession, product_id: str, sku: str | None = None) -> list[CartGoods]:
    """The version `sku` of a product, else the cheapest that can be had, else the cheapest.

    None of one that is gone.
    """
    rows = await session.scalars(
        select(Variant)
        .where(Variant.product_id == product_id)
        .order_by(Variant.price_minor, Variant.sku)
        .options(joinedload(Variant.product))
    )
    versions = list(rows)
    if sku is not None:
        return [CartGoods(each, 1, len(versions) > 1) for each in versions if each.sku == sku]
    found = sorted(versions, key=lambda each: not each.is_available())
    return [CartGoods(each, 1) for each in found[:1]]


def priced(goods: list[CartGoods]) -> list[PricedGoods]:
    """What of it can be bought, as the margin rule weighs it."""
    return [
        PricedGoods(each.variant.product.category_id, each.variant.price_minor, each.quantity)
        for each in goods
        if each.variant.is_available()
    ]


@dataclass(frozen=True, slots=True)
class SentBefore:
    """A message that a journey has sent to the customer."""

    at: datetime
    channel: str | None
    topic: Topic
    run_id: UUID
    subject: str
    subject_kind: SubjectKind


@dataclass
class World:
    """The facts around one run; each is read once, when it is asked for."""

    session: AsyncSession
    run: JourneyRun
    clock: Clock
    _known: dict[str, Any] = field(default_factory=dict)

    async def customer(self) -> Customer:
        """Whom it is about."""
        return await self.session.get_one(Customer, self.run.customer_id)

    async def address(self) -> PostalAddress | None:
        """Their default address."""
        if "address" not in self._known:
            found = await self.session.scalar(
                select(Address).where(Address.customer_id == self.run.customer_id, Address.is_default)
            )
            self._known["address"] = found.postal if found else None
        address: PostalAddress | None = self._known["address"]
        return address

    async def cart(self) -> Cart | None:
        """The cart it is about, if it is about one that is still theirs."""
        if self.run.subject_kind is not SubjectKind.CART:
            return None
        cart = await self.session.get(Cart, UUID(self.run.subject))
        return cart if cart is not None and cart.customer_id == self.run.customer_id else None

    async def goods(self) -> list[CartGoods]:
        """What is in the cart, in the order it was put there; of a product the version it is about."""
        if "goods" not in self._known:
            self._known["goods"] = await self._goods()
        goods: list[CartGoods] = self._known["goods"]
        return goods

    async def _goods(self) -> list[CartGoods]:
        if self.run.subject_kind is SubjectKind.CART:
            return await goods_in(self.session, UUID(self.run.subject))
        if self.run.subject_kind is SubjectKind.PRODUCT:
            return await version_of(self.session, self.run.subject, self.run.sku)
        return []

    async def priced_goods(self) -> list[PricedGoods]:
        """What of it can be bought, as the margin rule weighs it."""
        return priced(await self.goods())

    async def worth(self) -> Money | None:
        """What the cart's goods cost today; None for an empty one."""
        goods = await self.goods()
        if not goods:
            return None
        prices = [each.variant.price_minor * each.quantity for each in goods]
        return Money(sum(prices), goods[0].variant.currency)

    async def order(self) -> Order | None:
        """The order it is about, with its lines and parcels."""
        if self.run.subject_kind is not SubjectKind.ORDER:
            return None
        return await self.session.scalar(
            select(Order)
            .where(Order.id == UUID(self.run.subject), Order.customer_id == self.run.customer_id)
            .options(selectinload(Order.lines), selectinload(Order.shipments))
        )

    async def ordered_since(self, moment: datetime) -> bool:
        """Whether they have bought something after `moment`."""
        found = await self.session.scalar(
            select(Order.id)
            .where(
                Order.customer_id == self.run.customer_id,
                Order.placed_at > moment,
                Order.status != OrderStatus.CANCELLED,
            )
            .limit(1)
        )
        return found is not None

    async def sent_before(self) -> list[SentBefore]:
        """Everything that journeys have sent them for as long back as any cap looks."""
        if "sent" not in self._known:
            rows = await self.session.execute(
                select(
                    JourneyStep.at,
                    JourneyStep.channel,
                    JourneyStep.topic,
                    JourneyRun.id,
                    JourneyRun.subject,
                    JourneyRun.subject_kind,
                )
                .join(JourneyRun, JourneyRun.id == JourneyStep.run_id)
                .where(
                    JourneyStep.customer_id == self.run.customer_id,
                    JourneyStep.outcome == Outcome.SENT,
                    JourneyStep.at > self.clock.now() - LOOKS_BACK,
                )
            )
            self._known["sent"] = [SentBefore(*row) for row in rows]
        sent: list[SentBefore] = self._known["sent"]
        return sent

    def note_sent(self) -> None:
        """Read anew what was sent: something was, just now."""
        self._known.pop("sent", None)

    async def asked_once(self, question: str, ask: Callable[[], Awaitable[bool]]) -> bool:
        """What was answered to a question, which is asked once while a step is decided."""
        if question not in self._known:
            self._known[question] = await ask()
        return bool(self._known[question])

    async def is_cart_open(self) -> bool:
        """Whether the cart is still theirs and open."""
        cart = await self.cart()
        return cart is not None and cart.status is CartStatus.OPEN
