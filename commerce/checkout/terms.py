"""The terms on which something is paid: what, for how much, by whom and where to, as it was shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.costs import Delivery, delivery_terms
from commerce.carts.quote import Quote
from commerce.clock import Clock
from commerce.customers.credit import balance_of
from commerce.customers.models import (
    PaymentMethod,
    PaymentMethodKind,
)
from commerce.money import Money
from commerce.postal import PostalAddress
from commerce.promotions.uses import UsedPromotion

_HOLD_BALANCE = tuple(kind for kind in PaymentMethodKind if kind.holds_balance)


@dataclass(frozen=True, slots=True)
class TermLine:
    """A line as it will be sold."""

    sku: str
    product_id: str
    title: str
    options: dict[str, str]
    unit_minor: int
    quantity: int
    discount_minor: int


@dataclass(frozen=True, slots=True)
class BalancePart:
    """What a gift card or the store credit pays."""

    payment_method_id: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything an order is made of. `due_minor` is what is left to pay after balances."""

    lines: tuple[TermLine, ...]
    promotions: tuple[UsedPromotion, ...]
    delivery: Delivery
    delivery_minor: int
    total_minor: int
    currency: str
    balances: tuple[BalancePart, ...]
    email: str
    full_name: str
    address: PostalAddress
    promised_on: date

    @property
    def due_minor(self) -> int:
        """What the provider takes."""
        return self.total_minor - sum(each.amount_minor for each in self.balances)

    @property
    def total(self) -> Money:
        """What it costs in all."""
        return Money(self.total_minor, self.currency)

    @property
    def due(self) -> Money:
        """What the provider takes, as money."""
        return Money(self.due_minor, self.currency)

    def storable(self) -> dict[str, Any]:
        """Return what a column can keep of them."""
        kept: dict[str, Any] = _TERMS.dump_python(self, mode="json")
        return kept

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> "Terms":
        """Return what `storable` kept."""
        return _TERMS.validate_python(kept)


_TERMS = TypeAdapter(Terms)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys, and where it goes."""

    email: str
    full_name: str
    address: PostalAddress


async def terms_of(
    session: AsyncSession,
    quoted: Quote,
    buyer: Buyer,
    *,
    balances: tuple[BalancePart, ...],
    clock: Clock,
) -> Terms:
    """Make the terms of a quote for this buyer. Raises NoDelivery."""
    rules = await delivery_terms(session, buyer.address.country)
    return Terms(
        lines=tuple(
            TermLine(
                line.sku, line.product_id, line.title, line.options, line.unit_price.amount_minor,
                line.quantity, line.discount_minor,
            )
            for line in quoted.bought
        ),
        promotions=tuple(
            UsedPromotion(each.promotion_code, each.code, each.amount.amount_minor)
            for each in quoted.discounts
        ),
        delivery=quoted.delivery,
        delivery_minor=quoted.delivery_cost.amount_minor,
        total_minor=quoted.total.amount_minor,
        currency=quoted.total.currency,
        balances=balances,
        email=buyer.email,
        full_name=buyer.full_name,
        address=buyer.address,
        promised_on=rules.arrives_by(quoted.delivery, clock),
    )  # fmt: skip


async def balance_parts(session: AsyncSession, customer_id: str, total: Money) -> tuple[BalancePart, ...]:
    """Return how gift cards and then store credit pay as much of a total as they hold."""
    methods = await session.scalars(
        select(PaymentMethod)
        .where(
            PaymentMethod.customer_id == customer_id,
            PaymentMethod.removed_at.is_(None),
            PaymentMethod.kind.in_(_HOLD_BALANCE),
            PaymentMethod.currency == total.currency,
        )
        .order_by(PaymentMethod.kind, PaymentMethod.id)
    )
    parts, left = [], total.amount_minor
    for method in methods:
        held = await balance_of(session, method.id, total.currency)
        part = min(left, held.amount_minor)
        if part > 0:
            parts.append(BalancePart(method.id, part))
            left -= part
    return tuple(parts)
