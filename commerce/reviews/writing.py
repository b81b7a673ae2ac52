"""A shopper says what they think of a product: once a product, shown when somebody has looked at it."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import delete, select

from commerce.audit.service import Operation
from commerce.catalogue.models import Product
from commerce.changes import Change, Context
from commerce.customers.models import Customer
from commerce.errors import CommerceError, NotFound
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.reviews.models import Review, ReviewStatus, ReviewVote
from commerce.reviews.rating import rate_anew

LONGEST_TITLE, LONGEST_TEXT = 100, 3_000  # characters
MOST_STARS = 5


class ProductNotFound(NotFound):
    """there is no such product"""


@dataclass(eq=False)
class NotArrivedYet(CommerceError):
    """{title} was ordered and has not arrived yet

    A review of it would tell of no experience.
    """

    title: str


@dataclass(eq=False)
class ReviewUnfit(CommerceError):
    """a review has 1 to 5 stars, at most {longest} characters, and a shorter title

    The stars are no such number, or what is written is too long.
    """

    longest: int = LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What is written, as it will be shown; `order_number` proves the purchase, `replaces` an earlier one."""

    product_id: str
    product: str
    stars: int
    title: str
    text: str
    author: str
    order_number: str | None
    replaces: bool


@dataclass(frozen=True, slots=True)
class _Rows:
    review: Review | None
    order_id: UUID | None
    was_published: bool


@dataclass(frozen=True, slots=True)
class WriteReview(Change[_Rows, ReviewPlan, ReviewPlan]):
    """Writes a review of a product, in place of the shopper's earlier one; it waits to be looked at."""

    outcome: ClassVar = ReviewPlan
    raises: ClassVar = (ProductNotFound, NotArrivedYet, ReviewUnfit)
    private: ClassVar = frozenset({"title", "text", "author"})

    product_id: str
    stars: int
    title: str = ""
    text: str = ""

    def operation(self, context: Context, /) -> Operation:
        del context
        return Operation("write_review", "product", self.product_id)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[_Rows, ReviewPlan]:
        """Find the purchase that it tells of, and the review that it replaces."""
        session, customer_id = context.session, context.customer_id
        title, text = " ".join(self.title.split()), self.text.strip()
        if not 1 <= self.stars <= MOST_STARS or len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
            raise ReviewUnfit
        product = await session.get(Product, self.product_id, with_for_update=lock or None)
        if product is None:
            raise ProductNotFound
        order = await self._purchase(context, product.title)
        earlier = await session.scalar(
            select(Review).where(Review.product_id == self.product_id, Review.customer_id == customer_id)
        )
        customer = await session.get_one(Customer, customer_id)
        plan = ReviewPlan(
            product_id=product.id,
            product=product.title,
            stars=self.stars,
            title=title,
            text=text,
            author=shown_name(customer),
            order_number=order.number if order else None,
            replaces=earlier is not None,
        )
        was_published = earlier is not None and earlier.status is ReviewStatus.PUBLISHED
        return _Rows(earlier, order.id if order else None, was_published), plan

    async def _purchase(self, context: Context, title: str) -> Order | None:
        """The latest order that brought the product; raises NotArrivedYet where one is only on its way."""
        orders = await context.session.scalars(
            select(Order)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .where(Order.customer_id == context.customer_id, OrderLine.product_id == self.product_id)
            .where(Order.status != OrderStatus.CANCELLED)
            .order_by(Order.placed_at.desc().nulls_last(), Order.number)
        )
        found = list(orders)
        arrived = next((each for each in found if each.status is OrderStatus.DELIVERED), None)
        if found and arrived is None:
            raise NotArrivedYet(title)
        return arrived

    async def apply(self, context: Context, rows: _Rows, plan: ReviewPlan, /) -> ReviewPlan:
        """Keep it; one that is written anew is not shown until it was looked at again.

        What the store answered and who found it helpful was about the words from before.
        """
        review = rows.review or Review(product_id=plan.product_id, customer_id=context.customer_id)
        review.order_id, review.author = rows.order_id, plan.author
        review.stars, review.title, review.text = plan.stars, plan.title, plan.text
        review.status, review.refused_for = ReviewStatus.PENDING, None
        review.created_at = context.clock.now()
        review.answer, review.helpful = "", 0
        context.session.add(review)
        if rows.review is not None:
            await context.session.execute(delete(ReviewVote).where(ReviewVote.review_id == review.id))
        if rows.was_published:
            await rate_anew(context.session, plan.product_id)
        return plan


def shown_name(customer: Customer) -> str:
    """The name that others read: "Ada M."; nothing of a customer without one."""
    first, last = customer.first_name.strip(), customer.last_name.strip()
    return f"{first} {last[0]}." if first and last else first
