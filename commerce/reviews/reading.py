"""The published reviews of a product as a shopper reads them, and a customer's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Product
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.reviews.models import RefusedFor, Review, ReviewStatus

PAGE = 10


@dataclass(frozen=True, slots=True)
class OwnReview:
    """A customer's own review, and where it stands."""

    product_id: str
    product: str
    stars: int
    status: ReviewStatus
    refused_for: RefusedFor | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A product that a customer has got, with whether they have reviewed it."""

    product_id: str
    title: str
    is_reviewed: bool
    order_number: str  # of the latest order that brought it
    delivered_at: datetime | None


async def published_reviews(
    session: AsyncSession,
    product_id: str,
    *,
    stars: int | None = None,
    skip: int = 0,
) -> Sequence[Review]:
    """A page of a product's published reviews, the most helpful first; of so many `stars` where given."""
    order = (Review.helpful.desc(), Review.created_at.desc(), Review.id)
    query = select(Review).where(Review.product_id == product_id, Review.status == ReviewStatus.PUBLISHED)
    if stars is not None:
        query = query.where(Review.stars == stars)
    return (await session.scalars(query.order_by(*order).offset(skip).limit(PAGE))).all()


async def own_reviews(session: AsyncSession, customer_id: str) -> Sequence[OwnReview]:
    """What a customer has written, the latest first."""
    found = await session.execute(
        select(Review, Product.title)
        .join(Product, Product.id == Review.product_id)
        .where(Review.customer_id == customer_id)
        .order_by(Review.created_at.desc(), Review.id)
        .limit(PAGE)
    )
    return [
        OwnReview(each.product_id, title, each.stars, each.status, each.refused_for, each.created_at)
        for each, title in found
    ]


async def reviewable(session: AsyncSession, customer_id: str) -> list[Reviewable]:
    """What a customer has got: that without a review first, then the latest."""
    rows = await session.execute(
        select(OrderLine.product_id, OrderLine.title, Review.id, Order.number, Order.delivered_at)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(Review, (Review.product_id == OrderLine.product_id) & (Review.customer_id == customer_id))
        .where(Order.customer_id == customer_id, Order.status == OrderStatus.DELIVERED)
        .order_by(Order.delivered_at.desc().nulls_last(), Order.number, OrderLine.position)
    )
    found: dict[str, Reviewable] = {}
    for product_id, title, review_id, number, at in rows:
        found.setdefault(product_id, Reviewable(product_id, title, review_id is not None, number, at))
    return sorted(found.values(), key=lambda each: each.is_reviewed)
