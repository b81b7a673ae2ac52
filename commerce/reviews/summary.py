"""What customers think of a product, summed up."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reviews.models import Review, ReviewStatus


@dataclass(frozen=True)
class ReviewSummary:
    """How many reviews of each number of stars, and those that others found most helpful."""

    by_stars: dict[int, int]
    best: Review | None  # the most helpful good one
    worst: Review | None  # the most helpful bad one

    @property
    def count(self) -> int:
        """All reviews."""
        return sum(self.by_stars.values())

    @property
    def mean(self) -> float:
        """The mean of their stars; 0 without any."""
        return (
            sum(stars * count for stars, count in self.by_stars.items()) / self.count if self.count else 0.0
        )


async def summary_of(session: AsyncSession, product_id: str) -> ReviewSummary:
    """The published reviews of a product."""
    published = (Review.product_id == product_id, Review.status == ReviewStatus.PUBLISHED)
    rows = await session.execute(select(Review.stars, func.count()).where(*published).group_by(Review.stars))
    by_usefulness = (Review.helpful.desc(), Review.created_at.desc(), Review.id)
    told = select(Review).where(*published, Review.text != "").order_by(*by_usefulness).limit(1)
    return ReviewSummary(
        dict(rows.all()),
        await session.scalar(told.where(Review.stars >= 4)),
        await session.scalar(told.where(Review.stars <= 3)),
    )
