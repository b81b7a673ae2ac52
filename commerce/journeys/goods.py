"""Triggers about products: looked at and left, back in stock, cheaper, and due to be bought again."""

from datetime import timedelta
from typing import Any, ClassVar

from pydantic import Field
from sqlalchemy import ColumnElement, Interval, extract, func, literal, select, union
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.catalogue.models import PriceChange, StockEntry, StockReason, Variant
from commerce.durations import Duration
from commerce.events.models import EventKind, ShopEvent
from commerce.journeys.models import SubjectKind
from commerce.journeys.triggers import TRIGGERS, Beginnings, Trigger, Window, as_moment, period_of
from commerce.orders.models import Order, OrderLine, OrderStatus

# A checkout that lets its goods go, or one order fewer, is no delivery.
_BROUGHT = (StockReason.RECEIVED, StockReason.CORRECTED)
_LOOKED = (EventKind.PRODUCT_VIEWED, EventKind.ADDED_TO_CART)


class OfProduct(Trigger):
    """Something about a product, for one customer: the occasion names both."""

    subject_kind: ClassVar[SubjectKind] = SubjectKind.PRODUCT
    looks_every: ClassVar[timedelta] = timedelta(minutes=15)


@TRIGGERS.register("browsed")
class Browsed(OfProduct):
    """A customer has looked at a product `times` within a week, at nothing after it, and left."""

    times: int = Field(2, ge=1)
    idle: Duration = timedelta(hours=4)

    @property
    def lead(self) -> timedelta:
        """The time since they looked last."""
        return self.idle

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by what they looked at last, at most once in two weeks for each product."""
        later, before = aliased(ShopEvent), aliased(ShopEvent)
        looks = (
            select(func.count())
            .select_from(before)
            .where(
                before.customer_id == ShopEvent.customer_id,
                before.product_id == ShopEvent.product_id,
                before.kind.in_(_LOOKED),
                before.at > ShopEvent.at - literal(timedelta(days=7)),
                before.at <= ShopEvent.at,
            )
            .scalar_subquery()
        )
        goes_on = select(later.id).where(
            later.customer_id == ShopEvent.customer_id, later.kind.in_(_LOOKED), later.at > ShopEvent.at
        )
        fortnight = period_of(ShopEvent.at, timedelta(days=14))
        return (
            select(
                ShopEvent.customer_id,
                ShopEvent.product_id,
                _of(ShopEvent.customer_id, fortnight),
                func.max(ShopEvent.at),
            )
            .where(
                ShopEvent.kind == EventKind.PRODUCT_VIEWED,
                ShopEvent.customer_id.is_not(None),
                ShopEvent.product_id.is_not(None),
                ShopEvent.at > window.since,
                ShopEvent.at <= window.until,
                looks >= self.times,
                ~goes_on.exists(),
            )
            .group_by(ShopEvent.customer_id, ShopEvent.product_id, fortnight)
        )


class _Wanted(OfProduct):
    """Something happened to a product that customers look at or have in their carts."""

    looked_within: Duration = timedelta(days=30)

    def wanting(self, window: Window) -> Any:
        """Customer, product, variant and since when of everybody who wants one.

        No variant where any will do.
        """
        looked = select(
            ShopEvent.customer_id, ShopEvent.product_id, literal("").label("sku"), ShopEvent.at
        ).where(
            ShopEvent.customer_id.is_not(None),
            ShopEvent.product_id.is_not(None),
            ShopEvent.kind.in_(_LOOKED),
            ShopEvent.at > window.since - self.looked_within,
            ShopEvent.at <= window.until,
        )
        carried = (
            select(Cart.customer_id, Variant.product_id, Variant.sku, CartLine.added_at)
            .join(CartLine, CartLine.cart_id == Cart.id)
            .join(Variant, Variant.sku == CartLine.sku)
            .where(Cart.customer_id.is_not(None), Cart.status == CartStatus.OPEN)
        )
        return union(looked, carried).subquery()

    def beginnings_of(self, happened: Any, moment: Any, window: Window) -> Beginnings:
        """Customers by product and day, with the version that costs least of those to which it happened.

        Who wanted it only after it happened hears of nothing that is news, and who has bought it since of
        nothing that they want.
        """
        wanted, day = self.wanting(window), period_of(moment, timedelta(days=1))
        bought = (
            select(Order.id)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .where(
                Order.customer_id == wanted.c.customer_id,
                OrderLine.product_id == wanted.c.product_id,
                Order.placed_at > wanted.c.at,
                Order.status != OrderStatus.CANCELLED,
            )
        )
        first_of = func.array_agg(aggregate_order_by(Variant.sku, Variant.price_minor, Variant.sku))
        return (
            select(
                wanted.c.customer_id,
                wanted.c.product_id,
                _of(wanted.c.customer_id, day).label("occasion"),
                func.min(moment),
                first_of[1].label("sku"),
            )
            .select_from(happened)
            .join(Variant, Variant.sku == happened.sku)
            .join(wanted, wanted.c.product_id == Variant.product_id)
            .where(
                moment > window.since,
                moment <= window.until,
                wanted.c.sku.in_(["", Variant.sku]),
                wanted.c.at <= moment,
                ~bought.exists(),
            )
            .group_by(wanted.c.customer_id, wanted.c.product_id, day)
        )


@TRIGGERS.register("back_in_stock")
class BackInStock(_Wanted):
    """A product that a customer looked at, or has in the cart, had sold out and can be had again."""

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by product and day, with the version that came."""
        earlier = aliased(StockEntry)
        left_before = (
            select(func.coalesce(func.sum(earlier.quantity), 0))
            .where(earlier.sku == StockEntry.sku, earlier.created_at < StockEntry.created_at)
            .scalar_subquery()
        )
        return self.beginnings_of(StockEntry, StockEntry.created_at, window).where(
            StockEntry.quantity > 0,
            StockEntry.reason.in_(_BROUGHT),
            left_before <= 0,
            Variant.stock_on_hand > 0,
        )


@TRIGGERS.register("price_dropped")
class PriceDropped(_Wanted):
    """A product that a customer looked at, or has in the cart, costs at least so many `percent` less."""

    percent: int = Field(10, ge=1, le=99)

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by product and day, with the version that costs least now, while it is not taken back."""
        return self.beginnings_of(PriceChange, PriceChange.changed_at, window).where(
            PriceChange.new_minor * 100 <= PriceChange.old_minor * (100 - self.percent),
            Variant.price_minor <= PriceChange.new_minor,
        )


@TRIGGERS.register("used_up")
class UsedUp(OfProduct):
    """By a customer's own rhythm it is time to buy a product again that they have bought `times` or more."""

    looks_every: ClassVar[timedelta] = timedelta(hours=6)
    times: int = Field(3, ge=2)
    shortest: Duration = timedelta(days=7)  # what is bought oftener is no supply
    longest: Duration = timedelta(days=180)

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by product and last order, at the mean time between orders after it."""
        day = func.floor(extract("epoch", Order.placed_at) / 86_400)
        last, days = func.max(Order.placed_at), func.count(func.distinct(day))
        span = extract("epoch", last) - extract("epoch", func.min(Order.placed_at))
        gap = func.make_interval(0, 0, 0, 0, 0, 0, span / func.greatest(days - 1, 1), type_=Interval())
        bought = (
            select(
                Order.customer_id,
                OrderLine.product_id,
                last.label("last"),
                (last + gap).label("due"),
                gap.label("gap"),
                days.label("days"),
            )
            .join(OrderLine, OrderLine.order_id == Order.id)
            .where(Order.status != OrderStatus.CANCELLED, OrderLine.returned_quantity < OrderLine.quantity)
            .group_by(Order.customer_id, OrderLine.product_id)
            .subquery()
        )
        return select(
            bought.c.customer_id, bought.c.product_id, _of(bought.c.customer_id, as_moment(bought.c.last)),
            bought.c.due,
        ).where(
            bought.c.days >= self.times, bought.c.gap.between(self.shortest, self.longest),
            bought.c.due > window.since, bought.c.due <= window.until,
        )  # fmt: skip


def _of(customer_id: Any, what: ColumnElement[str]) -> ColumnElement[str]:
    """An occasion of one customer's: others have the same product's at the same time."""
    occasion: ColumnElement[str] = customer_id + " " + what
    return occasion
