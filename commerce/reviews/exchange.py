"""Reviews as a file: every one of them, in the columns that the import reads."""

from collections.abc import AsyncIterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders.models import Order
from commerce.reviews.models import Review
from commerce.spreadsheets import inert

COLUMNS = (
    "id",
    "product_id",
    "customer_id",
    "order_number",
    "author",
    "stars",
    "title",
    "text",
    "status",
    "helpful",
    "answer",
    "created_at",
)


async def exported_reviews(session: AsyncSession) -> AsyncIterator[dict[str, str]]:
    """Every review, the oldest first, read as a stream."""
    query = (
        select(Review, Order.number)
        .outerjoin(Order, Order.id == Review.order_id)
        .order_by(Review.created_at, Review.id)
        .execution_options(yield_per=1_000)
    )
    async for review, number in await session.stream(query):
        yield {
            "id": str(review.id),
            "product_id": review.product_id,
            "customer_id": review.customer_id or "",
            "order_number": number or "",
            "author": inert(review.author),
            "stars": str(review.stars),
            "title": inert(review.title),
            "text": inert(review.text),
            "status": review.status.value,
            "helpful": str(review.helpful),
            "answer": inert(review.answer),
            "created_at": review.created_at.isoformat(),
        }
