"""Loads products and their variants; the file is the truth about both, but never about counted stock."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.types.json import Jsonb

from commerce.catalogue.models import Product, Variant
from commerce.importing.assumptions import Assumption
from commerce.importing.bulk import Bulk, Connection
from commerce.importing.outcome import Outcome
from commerce.importing.reading import BadLine, SourceLine
from commerce.importing.rows import ProductRow, VariantRow

FILE = "products.jsonl"


@dataclass(frozen=True, slots=True)
class _Stored:
    product_id: str
    options: dict[str, str]
    price_minor: int
    currency: str
    is_offered: bool

    def says(self, product_id: str, row: VariantRow) -> bool:
        return self == _Stored(product_id, row.options, row.price_minor, row.currency, row.available)


async def load_products(connection: Connection, lines: list[SourceLine[ProductRow]], at: datetime) -> Outcome:
    """Write the products of a batch: new ones added, changed ones updated, the rest left alone."""
    outcome, bulk = Outcome(), Bulk()
    titles = await _stored_titles(connection, [line.row.id for line in lines])
    stored = await _stored_variants(connection, lines)
    changes: list[tuple[str, VariantRow]] = []
    claimed: dict[str, str] = {}
    for line in lines:
        product = line.row
        if reason := _conflict(product, stored, claimed):
            outcome.rejected.append(BadLine(line.number, line.raw, reason))
            continue
        claimed.update((variant.sku, product.id) for variant in product.variants)
        changed = [v for v in product.variants if v.sku in stored and not stored[v.sku].says(product.id, v)]
        new = [v for v in product.variants if v.sku not in stored]
        dropped = await _withdraw_unlisted(connection, product, stored)
        changes += [(product.id, variant) for variant in changed]
        if product.id not in titles:
            outcome.added += 1
            _add_product(bulk, product, at)
        elif changed or new or dropped or titles[product.id] != product.title:
            outcome.updated += 1
            await connection.execute(
                "UPDATE products SET title = %s WHERE id = %s", (product.title, product.id)
            )
        else:
            outcome.unchanged += 1
        for variant in new:
            _add_variant(bulk, product.id, variant)
        outcome.assumptions[Assumption.STOCK_NOT_COUNTED] += len(new)
        outcome.assumptions[Assumption.NO_LONGER_LISTED] += dropped
    await bulk.write(connection)
    await _update_variants(connection, changes)
    return outcome


async def _stored_titles(connection: Connection, ids: list[str]) -> dict[str, str]:
    cursor = await connection.execute("SELECT id, title FROM products WHERE id = ANY(%s)", (ids,))
    return dict(await cursor.fetchall())


async def _stored_variants(connection: Connection, lines: list[SourceLine[ProductRow]]) -> dict[str, _Stored]:
    cursor = await connection.execute(
        "SELECT sku, product_id, options, price_minor, currency, is_offered FROM variants"
        " WHERE sku = ANY(%s) OR product_id = ANY(%s)",
        (
            [variant.sku for line in lines for variant in line.row.variants],
            [line.row.id for line in lines],
        ),
    )
    return {sku: _Stored(*rest) for sku, *rest in await cursor.fetchall()}


def _conflict(product: ProductRow, stored: dict[str, _Stored], claimed: dict[str, str]) -> str | None:
    for variant in product.variants:
        held = stored.get(variant.sku)
        owner = claimed.get(variant.sku) or (held.product_id if held and held.is_offered else product.id)
        if owner != product.id:
            return f"SKU {variant.sku} belongs to product {owner}"
    return None


async def _withdraw_unlisted(connection: Connection, product: ProductRow, stored: dict[str, _Stored]) -> int:
    listed = {variant.sku for variant in product.variants}
    dropped = [
        sku
        for sku, held in stored.items()
        if held.product_id == product.id and held.is_offered and sku not in listed
    ]
    if dropped:
        await connection.execute("UPDATE variants SET is_offered = FALSE WHERE sku = ANY(%s)", (dropped,))
    return len(dropped)


def _add_product(bulk: Bulk, product: ProductRow, at: datetime) -> None:
    bulk.add(
        Product,
        id=product.id,
        category_id=None,
        title=product.title,
        description="",
        is_final_sale=False,
        created_at=at,
    )


def _add_variant(bulk: Bulk, product_id: str, variant: VariantRow) -> None:
    bulk.add(
        Variant,
        sku=variant.sku,
        product_id=product_id,
        options=variant.options,
        price_minor=variant.price_minor,
        currency=variant.currency,
        stock_on_hand=None,
        is_offered=variant.available,
    )


async def _update_variants(connection: Connection, changes: list[tuple[str, VariantRow]]) -> None:
    if not changes:
        return
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "UPDATE variants SET product_id = %s, options = %s, price_minor = %s, currency = %s,"
            " is_offered = %s WHERE sku = %s",
            [
                (product_id, Jsonb(v.options), v.price_minor, v.currency, v.available, v.sku)
                for product_id, v in changes
            ],
        )
        # A variant that an order line had made known moves from its stand-in product to its real one.
        await cursor.execute(
            "UPDATE order_lines SET product_id = variants.product_id FROM variants"
            " WHERE variants.sku = order_lines.sku AND variants.sku = ANY(%s)"
            " AND order_lines.product_id <> variants.product_id",
            ([variant.sku for _, variant in changes],),
        )
