"""Reads the exports of Shopify and WooCommerce, as they come, as lines of the files that are imported."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

from commerce.importing import customers, orders, products, reviews
from commerce.importing.shop_customers import shop_customers
from commerce.importing.shop_orders import shopify_orders
from commerce.importing.shop_products import shopify_products, woocommerce_products
from commerce.importing.shop_values import Row, whole
from commerce.importing.woo_orders import woocommerce_orders
from commerce.reviews.exchange import COLUMNS
from commerce.spreadsheets import unquoted

Reader = Callable[[Iterator[Row], str, datetime], Iterator[dict[str, Any]]]


class Kind(IntEnum):
    """What an export holds, in the order in which it is imported."""

    PRODUCTS = 1
    CUSTOMERS = 2
    ORDERS = 3
    REVIEWS = 4

    @property
    def file(self) -> str:
        """The file whose lines it becomes."""
        return {1: products.FILE, 2: customers.FILE, 3: orders.FILE, 4: reviews.FILE}[self.value]


class UnknownExport(ValueError):
    """The file is no export that this can read; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Columns that an export is known by, what it holds, and what reads it."""

    columns: frozenset[str]
    kind: Kind
    read: Reader


def _own_reviews(rows: Iterator[Row]) -> Iterator[dict[str, Any]]:
    """The desk's own export of reviews."""
    for row in rows:
        told = {name: unquoted(value or "") for name, value in row.items() if name in COLUMNS}
        numbers = {name: whole(told[name]) or 0 for name in ("stars", "helpful")}
        yield told | numbers | {"created_at": told["created_at"] or None}


_LAYOUTS = (
    _Layout(frozenset(COLUMNS), Kind.REVIEWS, lambda rows, *_: _own_reviews(rows)),
    _Layout(
        frozenset({"Handle", "Variant Price"}),
        Kind.PRODUCTS,
        lambda rows, currency, _: shopify_products(rows, currency),
    ),
    _Layout(
        frozenset({"ID", "Type", "Regular price"}),
        Kind.PRODUCTS,
        lambda rows, currency, _: woocommerce_products(rows, currency),
    ),
    _Layout(frozenset({"Name", "Financial Status", "Lineitem name"}), Kind.ORDERS, shopify_orders),
    _Layout(frozenset({"order_total", "billing_email"}), Kind.ORDERS, woocommerce_orders),
    _Layout(frozenset({"Email", "First Name"}), Kind.CUSTOMERS, lambda rows, *_: shop_customers(rows)),
    _Layout(frozenset({"Email", "Username"}), Kind.CUSTOMERS, lambda rows, *_: shop_customers(rows)),
    _Layout(frozenset({"email", "customer_id"}), Kind.CUSTOMERS, lambda rows, *_: shop_customers(rows)),
)


def kind_of(source: Path) -> Kind:
    """What the export holds, by its columns. Raises UnknownExport."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        return _layout(csv.DictReader(file).fieldnames or (), source).kind


def converted(source: Path, folder: Path, currency: str, now: datetime) -> int:
    """Write what `source` holds as JSON Lines into `folder`; how many. Raises UnknownExport.

    Where an export does not say its currency, it is `currency`. The file is read as a stream.
    """
    count = 0
    with source.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        layout = _layout(reader.fieldnames or (), source)
        with (folder / layout.kind.file).open("w", encoding="utf-8") as out:
            for row in layout.read(iter(reader), currency, now):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
    return count


def _layout(columns: Any, source: Path) -> _Layout:
    names = set(columns)
    for layout in _LAYOUTS:
        if layout.columns <= names:
            return layout
    raise UnknownExport(
        f"{source.name} is no export of Shopify's or WooCommerce's products, customers or orders, nor"
        " of the desk's reviews"
    )
