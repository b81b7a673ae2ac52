"""Loads products and their variants; the file is the truth about both, but never about counted stock."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from psycopg.types.json import Jsonb

from commerce.catalogue.models import Product, StockEntry, StockReason, Variant
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
    compare_at_minor: int | None

    def says(self, product_id: str, row: VariantRow) -> bool:
        return self == _Stored(
            product_id, row.options, row.price_minor, row.currency, row.available, row.compare_at_minor
        )


_Told = tuple[str, str, str | None, str | None, dict[str, str]]


async def load_products(connection: Connection, lines: list[SourceLine[ProductRow]], at: datetime) -> Outcome:
    """Write the products of a batch: new ones added, changed ones updated, the rest left alone."""
    outcome, bulk = Outcome(), Bulk()
    told = await _stored_products(connection, [line.row.id for line in lines])
    await _add_categories(connection, [line.row for line in lines])
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
        if product.id not in told:
            outcome.added += 1
            _add_product(bulk, product, at)
        elif changed or new or dropped or told[product.id] != _told(product):
            outcome.updated += 1
            await _update_product(connection, product)
        else:
            outcome.unchanged += 1
        for variant in new:
            _add_variant(bulk, product.id, variant, at)
        outcome.assumptions[Assumption.STOCK_NOT_COUNTED] += sum(each.stock is None for each in new)
        outcome.assumptions[Assumption.NO_LONGER_LISTED] += dropped
    await bulk.write(connection)
    await _update_variants(connection, changes)
    return outcome


async def _stored_products(connection: Connection, ids: list[str]) -> dict[str, _Told]:
    cursor = await connection.execute(
        "SELECT id, title, description, brand, category_id, attributes FROM products WHERE id = ANY(%s)",
        (ids,),
    )
    return {product_id: tuple(told) for product_id, *told in await cursor.fetchall()}


def _told(product: ProductRow) -> _Told:
    brand = product.brand or None
    return (product.title, product.description, brand, product.category_id, product.attributes)


async def _update_product(connection: Connection, product: ProductRow) -> None:
    *told, attributes = _told(product)
    await connection.execute(
        "UPDATE products SET title = %s, description = %s, brand = %s, category_id = %s, attributes = %s"
        " WHERE id = %s",
        (*told, Jsonb(attributes), product.id),
    )


async def _add_categories(connection: Connection, products: list[ProductRow]) -> None:
    titles = {each.category_id: each.category for each in products if each.category_id}
    for category_id, title in titles.items():
        await connection.execute(
            "INSERT INTO categories (id, title) VALUES (%s, %s) ON CONFLICT DO NOTHING", (category_id, title)
        )


async def _stored_variants(connection: Connection, lines: list[SourceLine[ProductRow]]) -> dict[str, _Stored]:
    cursor = await connection.execute(
        "SELECT sku, product_id, options, price_minor, currency, is_offered, compare_at_minor FROM variants"
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
        category_id=product.category_id,
        title=product.title,
        description=product.description,
        brand=product.brand or None,
        attributes=product.attributes,
        is_final_sale=False,
        created_at=at,
    )


def _add_variant(bulk: Bulk, product_id: str, variant: VariantRow, at: datetime) -> None:
    bulk.add(
        Variant,
        sku=variant.sku,
        product_id=product_id,
        options=variant.options,
        price_minor=variant.price_minor,
        currency=variant.currency,
        stock_on_hand=variant.stock,
        is_offered=variant.available,
        compare_at_minor=variant.compare_at_minor,
    )
    if variant.stock:
        bulk.add(
            StockEntry,
            id=uuid4(),
            sku=variant.sku,
            quantity=variant.stock,
            reason=StockReason.RECEIVED,
            order_number=None,
            created_at=at,
        )


async def _update_variants(connection: Connection, changes: list[tuple[str, VariantRow]]) -> None:
    if not changes:
        return
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "UPDATE variants SET product_id = %s, options = %s, price_minor = %s, currency = %s,"
            " is_offered = %s, compare_at_minor = %s WHERE sku = %s",
            [
                (
                    product_id,
                    Jsonb(v.options),
                    v.price_minor,
                    v.currency,
                    v.available,
                    v.compare_at_minor,
                    v.sku,
                )
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
