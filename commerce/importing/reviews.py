"""Loads reviews; one that is there is left as the store has it. The ratings of their products follow."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from commerce.importing.bulk import Bulk, Connection
from commerce.importing.outcome import Outcome
from commerce.importing.reading import BadLine, SourceLine
from commerce.importing.row_values import moment_of
from commerce.importing.rows import ReviewRow
from commerce.orders.numbers import normalise_number
from commerce.reviews.models import Review, ReviewStatus

FILE = "reviews.jsonl"
_NAMESPACE = uuid5(NAMESPACE_URL, "aisle:imported-review")
_RATE = """
UPDATE products SET rating = rated.mean, review_count = rated.count
FROM (
    SELECT p.id, avg(r.stars) AS mean, count(r.id) AS count
    FROM products p LEFT JOIN reviews r ON r.product_id = p.id AND r.status = 'published'
    WHERE p.id = ANY(%s) GROUP BY p.id
) AS rated
WHERE products.id = rated.id
"""


def key_of(row: ReviewRow) -> str:
    """What makes two lines the same review: its id, else its product with who wrote it and what."""
    return row.id or f"{row.product_id}\0{row.customer_id or row.author}\0{row.title}\0{row.text}"


def review_id(row: ReviewRow) -> UUID:
    """The id that an imported review has in every database it is imported into."""
    try:
        return UUID(row.id)
    except ValueError:
        return uuid5(_NAMESPACE, key_of(row))


async def load_reviews(connection: Connection, lines: list[SourceLine[ReviewRow]], at: datetime) -> Outcome:
    """Write the reviews of a batch that are new, of products that there are, one a customer and product."""
    outcome, bulk = Outcome(), Bulk()
    rows = [line.row for line in lines]
    products = await _keys(
        connection, "SELECT id FROM products WHERE id = ANY(%s)", [r.product_id for r in rows]
    )
    customers = await _keys(
        connection, "SELECT id FROM customers WHERE id = ANY(%s)", [r.customer_id for r in rows]
    )
    orders = await _orders(connection, [r.order_number for r in rows])
    stored, written = await _stored(connection, rows)
    for line in lines:
        row, own = line.row, review_id(line.row)
        customer_id = row.customer_id if row.customer_id in customers else None
        if row.product_id not in products:
            outcome.rejected.append(
                BadLine(line.number, line.raw, f"product_id: there is no product {row.product_id}")
            )
        elif own in stored:
            same = stored[own] == (row.stars, row.title, row.text)
            outcome.unchanged += same
            outcome.kept += not same
        elif customer_id is not None and (row.product_id, customer_id) in written:
            reason = f"customer {customer_id} has reviewed product {row.product_id} already"
            outcome.rejected.append(BadLine(line.number, line.raw, reason))
        else:
            written.add((row.product_id, customer_id or ""))
            stored[own] = (row.stars, row.title, row.text)
            outcome.added += 1
            order_id, buyer = orders.get(normalise_number(row.order_number), (None, None))
            proof = order_id if buyer is not None and buyer == customer_id else None
            bulk.add(Review, id=own, customer_id=customer_id, order_id=proof, **_columns(row, at))
    await bulk.write(connection)
    await connection.execute(_RATE, ([row.product_id for row in rows],))
    return outcome


def _columns(row: ReviewRow, at: datetime) -> dict[str, Any]:
    """What the file says of a review itself."""
    status, created_at = ReviewStatus(row.status), moment_of(row.created_at) if row.created_at else at
    return {
        "product_id": row.product_id,
        "author": row.author,
        "stars": row.stars,
        "title": row.title,
        "text": row.text,
        "status": status,
        "refused_for": None,
        "helpful": row.helpful,
        "answer": row.answer,
        "created_at": created_at,
        "published_at": created_at if status is ReviewStatus.PUBLISHED else None,
    }


async def _keys(connection: Connection, query: str, values: list[str]) -> set[str]:
    cursor = await connection.execute(query, (list({each for each in values if each}),))
    return {key for (key,) in await cursor.fetchall()}


async def _orders(connection: Connection, numbers: list[str]) -> dict[str, tuple[UUID, str]]:
    wanted = list({normalise_number(each) for each in numbers if each})
    cursor = await connection.execute(
        "SELECT number, id, customer_id FROM orders WHERE number = ANY(%s)", (wanted,)
    )
    return {number: (key, customer_id) for number, key, customer_id in await cursor.fetchall()}


async def _stored(
    connection: Connection, rows: list[ReviewRow]
) -> tuple[dict[UUID, tuple[Any, ...]], set[tuple[str, str]]]:
    """The reviews that are there by id, and which customer has written of which of these products."""
    found = await connection.execute(
        "SELECT id, stars, title, text FROM reviews WHERE id = ANY(%s)", ([review_id(row) for row in rows],)
    )
    stored = {key: tuple(told) for key, *told in await found.fetchall()}
    authors = await connection.execute(
        "SELECT product_id, customer_id FROM reviews WHERE product_id = ANY(%s) AND customer_id = ANY(%s)",
        ([row.product_id for row in rows], [row.customer_id for row in rows if row.customer_id]),
    )
    return stored, {(product, customer) for product, customer in await authors.fetchall()}
