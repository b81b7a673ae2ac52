"""SKUs that orders name and the catalogue does not: each becomes a variant that is not offered."""

import re
from datetime import datetime

from commerce.catalogue.models import Variant
from commerce.importing.assumptions import Assumption
from commerce.importing.bulk import Bulk, Connection
from commerce.importing.order_lookups import StoredForOrders
from commerce.importing.order_records import OrderRecord
from commerce.importing.outcome import Outcome
from commerce.importing.rows import OrderLineRow


async def list_unknown_skus(
    connection: Connection, record: OrderRecord, stored: StoredForOrders, outcome: Outcome, at: datetime
) -> None:
    """Make the order's unknown SKUs known, under the product of the same title or a stand-in for it."""
    for line, price_minor in zip(record.row.lines, record.unit_prices, strict=True):
        if line.sku in stored.product_of:
            continue
        product_id = await _product_titled(connection, line, at)
        bulk = Bulk()
        bulk.add(
            Variant,
            sku=line.sku,
            product_id=product_id,
            options=line.options,
            price_minor=price_minor,
            currency=record.currency,
            stock_on_hand=None,
            is_offered=False,
        )
        await bulk.write(connection)
        stored.product_of[line.sku] = product_id
        stored.currency_of[line.sku] = record.currency
        outcome.assumptions[Assumption.UNLISTED_SKU] += 1


async def _product_titled(connection: Connection, line: OrderLineRow, at: datetime) -> str:
    cursor = await connection.execute("SELECT min(id) FROM products WHERE title = %s", (line.title,))
    found = await cursor.fetchone()
    if found and found[0]:
        return str(found[0])
    slug = re.sub(r"[^a-z0-9]+", "-", line.title.lower()).strip("-")
    product_id = f"unlisted-{slug or line.sku}"
    await connection.execute(
        "INSERT INTO products (id, title, description, is_final_sale, created_at)"
        " VALUES (%s, %s, '', FALSE, %s) ON CONFLICT (id) DO NOTHING",
        (product_id, line.title, at),
    )
    return product_id
