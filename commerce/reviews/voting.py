"""Says that a review was helpful: once a shopper, and not of one's own."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.identity import IdentityLevel, Shopper
from commerce.reviews.models import Review, ReviewStatus, ReviewVote


async def find_helpful(
    session: AsyncSession, shopper: Shopper, review_id: UUID, *, clock: Clock
) -> int | None:
    """Count the shopper's vote, once; how many there are then. None where no such review is shown."""
    review = await session.scalar(
        select(Review).where(Review.id == review_id, Review.status == ReviewStatus.PUBLISHED)
    )
    if review is None:
        return None
    customer_id = shopper.customer_id if shopper.level is IdentityLevel.VERIFIED else None
    if customer_id is not None and review.customer_id == customer_id:
        return review.helpful
    new = await session.scalar(
        insert(ReviewVote)
        .values(
            review_id=review_id,
            customer_id=customer_id,
            conversation_id=shopper.conversation_id,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(ReviewVote.id)
    )
    if new is None:
        return review.helpful
    return await session.scalar(
        update(Review)
        .where(Review.id == review_id)
        .values(helpful=Review.helpful + 1)
        .returning(Review.helpful)
        .execution_options(synchronize_session=False)
    )
