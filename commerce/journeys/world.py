"""What a run is about, read anew whenever a step is due: nothing is decided by what was true before."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.catalogue.models import Variant
from commerce.clock import Clock
from commerce.customers.models import (
    Address,
    Customer,
)
from commerce.journeys.models import JourneyRun, SubjectKind
from commerce.journeys.offers import PricedGoods
from commerce.money import Money
from commerce.orders.models import Order, OrderStatus
from commerce.postal import PostalAddress

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CartGoods:
    """One line of a cart with what it is."""

    variant: Variant
    quantity: int

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


def priced(goods: list[CartGoods]) -> list[PricedGoods]:
    """What of it can be bought, as the margin rule weighs it."""
    return [
        PricedGoods(each.variant.product.category_id, each.variant.price_minor, each.quantity)
        for each in goods
        if each.variant.is_available()
    ]


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
        """What is in the cart, in the order it was put there."""
        if "goods" not in self._known:
            is_cart = self.run.subject_kind is SubjectKind.CART
            found = await goods_in(self.session, UUID(self.run.subject)) if is_cart else []
            self._known["goods"] = found
        goods: list[CartGoods] = self._known["goods"]
        return goods

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

    async def is_cart_open(self) -> bool:
        """Whether the cart is still theirs and open."""
        cart = await self.cart()
        return cart is not None and cart.status is CartStatus.OPEN
