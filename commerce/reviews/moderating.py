"""What the store's people do with reviews: publish, refuse, answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.catalogue.models import Product
from commerce.changes import Context, StaffChange
from commerce.errors import CommerceError, NotFound
from commerce.loyalty.occasions import Occasion, earn_by_rule
from commerce.notification import notification
from commerce.plans import fingerprint
from commerce.reviews.models import RefusedFor, Review, ReviewStatus
from commerce.reviews.rating import rate_anew

LONGEST_ANSWER = 1_000  # characters
PAGE = 30

_LINK = re.compile(r"https?://|www\.|\w\.(?:com|net|org|shop|store|io)\b", re.IGNORECASE)
_CONTACT = re.compile(r"\S@[^@\s]+\.\w|\+?\d(?:[\s().-]?\d){8,}")


class ReviewNotFound(NotFound):
    """there is no such review"""


class AnswerUnfit(CommerceError):
    """an answer to a review has words, at most 1,000 characters"""


@dataclass(frozen=True, slots=True)
class SeenReview:
    """What was read of a review by whoever decides about it."""

    review_id: UUID
    stars: int
    title: str
    text: str

    @classmethod
    def of(cls, review: Review) -> "SeenReview":
        """Return what there is to read of it now."""
        return cls(review.id, review.stars, review.title, review.text)


@dataclass(frozen=True, slots=True)
class ReviewToModerate:
    """A review, the title of its product, and what in its words calls for a closer look."""

    review: Review
    product: str
    concerns: tuple[str, ...]

    @property
    def seen(self) -> str:
        """What a decision about it agrees to, so that none is about words that nobody has read."""
        return fingerprint(SeenReview.of(self.review))


@dataclass(frozen=True, slots=True)
class Moderated:
    """What was decided of which review."""

    review_id: UUID
    status: ReviewStatus


async def reviews_by_status(
    session: AsyncSession, status: ReviewStatus, *, skip: int = 0
) -> Sequence[ReviewToModerate]:
    """A page of the reviews that stand so: those that wait by how long they have, others the latest first."""
    by = Review.created_at if status is ReviewStatus.PENDING else Review.created_at.desc()
    found = await session.execute(
        select(Review, Product.title)
        .join(Product, Product.id == Review.product_id)
        .where(Review.status == status)
        .order_by(by, Review.id)
        .offset(skip)
        .limit(PAGE)
    )
    return [ReviewToModerate(review, title, tuple(_concerns(review))) for review, title in found]


async def count_reviews(session: AsyncSession, status: ReviewStatus) -> int:
    """How many reviews stand so."""
    return await session.scalar(select(func.count()).where(Review.status == status)) or 0


def _concerns(review: Review) -> Iterator[str]:
    words = f"{review.title} {review.text}"
    if _LINK.search(words):
        yield "a link"
    if _CONTACT.search(words):
        yield "an address or a number"
    letters = [each for each in words if each.isalpha()]
    if len(letters) > 20 and sum(each.isupper() for each in letters) > len(letters) * 0.7:
        yield "capitals"
    if review.order_id is None:
        yield "no purchase on file"


@dataclass(frozen=True, slots=True)
class _OfReview(StaffChange[Review, SeenReview, Moderated]):
    review_id: UUID

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Review, SeenReview]:
        """Find the review; raises ReviewNotFound."""
        review = await context.session.get(Review, self.review_id, with_for_update=lock or None)
        if review is None:
            raise ReviewNotFound
        return review, SeenReview.of(review)


@dataclass(frozen=True, slots=True)
class PublishReview(_OfReview):
    """Shows a review and counts its stars; the first time, tells its author and rewards a purchase's."""

    outcome: ClassVar = Moderated
    raises: ClassVar = (ReviewNotFound,)

    def operation(self, context: Context, /) -> Operation:
        del context
        return Operation("publish_review", "review", str(self.review_id))

    async def apply(self, context: Context, rows: Review, _: SeenReview, /) -> Moderated:
        if rows.status is not ReviewStatus.PUBLISHED:
            rows.status, rows.refused_for = ReviewStatus.PUBLISHED, None
            await rate_anew(context.session, rows.product_id)
            if rows.published_at is None:
                rows.published_at = context.clock.now()
                await _tell(context, rows, "review_published")
                if rows.customer_id is not None and rows.order_id is not None:
                    await earn_by_rule(
                        context.session, rows.customer_id, Occasion.REVIEW, str(rows.id), clock=context.clock
                    )
        return Moderated(rows.id, rows.status)


@dataclass(frozen=True, slots=True)
class RefuseReview(_OfReview):
    """Takes a review away from the shop's pages, and tells its author which rule it breaks."""

    outcome: ClassVar = Moderated
    raises: ClassVar = (ReviewNotFound,)

    reason: RefusedFor

    def operation(self, context: Context, /) -> Operation:
        del context
        return Operation("refuse_review", "review", str(self.review_id), self.reason.value)

    async def apply(self, context: Context, rows: Review, _: SeenReview, /) -> Moderated:
        if rows.status is not ReviewStatus.REFUSED:
            was_published = rows.status is ReviewStatus.PUBLISHED
            rows.status, rows.refused_for = ReviewStatus.REFUSED, self.reason
            if was_published:
                await rate_anew(context.session, rows.product_id)
            await _tell(context, rows, "review_refused", reason=REASONS_TOLD[self.reason])
        return Moderated(rows.id, rows.status)


@dataclass(frozen=True, slots=True)
class AnswerReview(_OfReview):
    """Puts the store's answer under a review; no words take it away."""

    outcome: ClassVar = Moderated
    raises: ClassVar = (ReviewNotFound, AnswerUnfit)

    text: str

    def operation(self, context: Context, /) -> Operation:
        del context
        return Operation("answer_review", "review", str(self.review_id))

    async def apply(self, context: Context, rows: Review, _: SeenReview, /) -> Moderated:
        answer = self.text.strip()
        if len(answer) > LONGEST_ANSWER:
            raise AnswerUnfit
        is_first = bool(answer) and not rows.answer
        rows.answer = answer
        if is_first and rows.status is ReviewStatus.PUBLISHED:
            await _tell(context, rows, "review_answered", answer=answer)
        return Moderated(rows.id, rows.status)


REASONS_TOLD = {
    RefusedFor.ABUSE: "it has words that may hurt others",
    RefusedFor.PERSONAL: "it names people, addresses or numbers",
    RefusedFor.ADVERTISING: "it advertises something else",
    RefusedFor.OFF_TOPIC: "it isn't about the product itself",
    RefusedFor.WITHDRAWN: "you asked us to take it away",
    RefusedFor.NOT_GENUINE: "we couldn't be sure that it tells of somebody's own experience",
}


async def _tell(context: Context, review: Review, name: str, **values: str) -> None:
    """Tell the author, where the store still knows them."""
    if review.customer_id is None:
        return
    product = await context.session.get_one(Product, review.product_id)
    page = f"{context.links.base_url.rstrip('/')}/?product={product.id}"
    await context.tell(review.customer_id, notification(name, product=product.title, link=page, **values))
