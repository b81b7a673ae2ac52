"""Reviews as a file: every one of them, in the columns that the import reads."""

from collections.abc import AsyncIterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders.models import Order
from commerce.reviews.models import Review

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
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
            "author": _plain(review.author),
            "stars": str(review.stars),
            "title": _plain(review.title),
            "text": _plain(review.text),
            "status": review.status.value,
            "helpful": str(review.helpful),
            "answer": _plain(review.answer),
            "created_at": review.created_at.isoformat(),
        }


def unquoted(text: str) -> str:
    """A text of the file as it was before it was kept from being a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _plain(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
