"""Reads the product exports of Shopify and WooCommerce as lines of `products.jsonl`."""

import html
from collections.abc import Iterator, Mapping
from typing import Any

from commerce.importing.shop_values import Row, amount, plain_text, whole

_DEFAULT_OPTION = ("Title", "Default Title")  # what Shopify writes for a product without options


def shopify_products(rows: Iterator[Row], currency: str) -> Iterator[dict[str, Any]]:
    """Products of Shopify: a first line tells of the product, those after it of variants and pictures."""
    product: dict[str, Any] = {}
    names: list[str] = []
    is_sold = True
    for row in rows:
        handle = (row.get("Handle") or "").strip()
        if handle and handle != product.get("id"):
            if product.get("variants"):
                yield product
            names = [(row.get(f"Option{number} Name") or "").strip() for number in (1, 2, 3)]
            product, is_sold = _shopify_product(handle, row), _is_sold(row)
        if (row.get("Variant Price") or "").strip():  # else it only adds a picture
            variant = _shopify_variant(product, names, row)
            product["variants"].append(variant | {"currency": currency, "available": is_sold})
    if product.get("variants"):
        yield product


def _shopify_product(handle: str, row: Row) -> dict[str, Any]:
    category = (row.get("Type") or "").strip() or (row.get("Product Category") or "").rpartition(">")[2]
    return {
        "id": handle,
        "title": (row.get("Title") or handle).strip(),
        "description": plain_text(row.get("Body (HTML)") or ""),
        "brand": (row.get("Vendor") or "").strip(),
        "category": category.strip(),
        "variants": [],
    }


def _is_sold(row: Row) -> bool:
    is_active = (row.get("Status") or "active").strip().lower() == "active"
    return is_active and (row.get("Published") or "true").strip().lower() != "false"


def _shopify_variant(product: Mapping[str, Any], names: list[str], row: Row) -> dict[str, Any]:
    values = [(row.get(f"Option{number} Value") or "").strip() for number in (1, 2, 3)]
    options = {
        name: value
        for name, value in zip(names, values, strict=True)
        if name and value and (name, value) != _DEFAULT_OPTION
    }
    stock = whole(row.get("Variant Inventory Qty"))
    is_tracked = bool((row.get("Variant Inventory Tracker") or "").strip()) and stock is not None
    number = len(product["variants"]) + 1
    return {
        "sku": (row.get("Variant SKU") or "").strip().lstrip("'") or f"{product['id']}-{number}",
        "options": options,
        "price": amount(row.get("Variant Price")) or "0",
        "compare_at": amount(row.get("Variant Compare At Price")),
        "stock": max(0, stock or 0) if is_tracked else None,
    }


def woocommerce_products(rows: Iterator[Row], currency: str) -> Iterator[dict[str, Any]]:
    """Products of WooCommerce: simple ones a line each; variations follow and name their parent."""
    parent: dict[str, Any] = {}
    parent_keys: set[str] = set()
    for row in rows:
        kinds = {each.strip().lower() for each in (row.get("Type") or "").split(",")}
        if "variation" in kinds:
            if (row.get("Parent") or "").strip() in parent_keys:
                parent["variants"].append(_woo_variant(row, currency))
            continue
        if parent.get("variants"):
            yield parent
        parent = _woo_product(row)
        parent_keys = {f"id:{row.get('ID')}", (row.get("SKU") or "").strip()} - {""}
        if "variable" not in kinds:
            parent["variants"].append(_woo_variant(row, currency))
    if parent.get("variants"):
        yield parent


def _woo_product(row: Row) -> dict[str, Any]:
    description = row.get("Description") or row.get("Short description") or ""
    category = (row.get("Categories") or "").partition(",")[0].rpartition(">")[2]
    return {
        "id": (row.get("ID") or row.get("SKU") or "").strip(),
        "title": html.unescape((row.get("Name") or "").strip()),
        "description": plain_text(description),
        "brand": (row.get("Brands") or "").partition(",")[0].strip(),
        "category": html.unescape(category).strip(),
        "variants": [],
    }


def _woo_variant(row: Row, currency: str) -> dict[str, Any]:
    regular, sale = amount(row.get("Regular price")), amount(row.get("Sale price"))
    stock = whole(row.get("Stock"))
    is_in_stock = (row.get("In stock?") or "1").strip().lower() not in ("0", "no", "outofstock")
    return {
        "sku": (row.get("SKU") or "").strip() or f"woo-{(row.get('ID') or '').strip()}",
        "options": dict(_woo_options(row)),
        "price": sale or regular or "0",
        "compare_at": regular if sale else None,
        "currency": currency,
        "available": (row.get("Published") or "1").strip() == "1" and (is_in_stock or stock is not None),
        "stock": max(0, stock) if stock is not None else None,
    }


def _woo_options(row: Row) -> Iterator[tuple[str, str]]:
    number = 1
    while (name := row.get(f"Attribute {number} name")) is not None:
        value = (row.get(f"Attribute {number} value(s)") or "").strip()
        if name.strip() and value and "," not in value:
            yield html.unescape(name.strip()), html.unescape(value)
        number += 1
