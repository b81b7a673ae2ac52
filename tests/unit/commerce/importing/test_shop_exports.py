"""Product exports as Shopify and WooCommerce write them, with their oddities; every row is our own."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from commerce.importing.rows import ProductRow
from commerce.importing.shop_exports import UnknownExport, converted
from commerce.importing.shop_values import plain_text
from tests.factories import NOON

SHOPIFY = [
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Published", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Variant SKU", "Variant Inventory Tracker", "Variant Inventory Qty",
    "Variant Price", "Variant Compare At Price", "Image Src", "Status",
]  # fmt: skip
WOO = [
    "ID", "Type", "SKU", "Name", "Published", "Description", "In stock?", "Stock", "Sale price",
    "Regular price", "Categories", "Parent", "Attribute 1 name", "Attribute 1 value(s)", "Attribute 2 name",
    "Attribute 2 value(s)",
]  # fmt: skip


def written(folder: Path, columns: list[str], *rows: dict[str, str]) -> list[dict[str, Any]]:
    """The products that are read from a file of these rows, each checked as the import checks it."""
    source, target = folder / "export.csv", folder / "products.jsonl"
    with source.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    count = converted(source, folder, "USD", NOON)
    lines = target.read_text().splitlines()
    assert len(lines) == count
    for line in lines:
        row = ProductRow.model_validate_json(line)
        assert not row.model_extra
        assert not any(variant.model_extra for variant in row.variants)
    return [json.loads(line) for line in lines]


def test_shopifys_variants_stand_on_the_following_lines(tmp_path: Path) -> None:
    first = {
        "Handle": "clay-mug", "Title": "Clay Mug", "Vendor": "Loam", "Type": "Kitchen", "Published": "true",
        "Body (HTML)": "<p>Thrown by hand.</p>\n<ul><li>Holds 300&nbsp;ml</li><li>Dishwasher safe</li></ul>",
        "Option1 Name": "Color", "Option1 Value": "Blue", "Option2 Name": "Size", "Option2 Value": "S",
        "Variant SKU": "'0042", "Variant Inventory Tracker": "shopify", "Variant Inventory Qty": "7",
        "Variant Price": "19.95", "Variant Compare At Price": "25.00", "Status": "active",
    }  # fmt: skip
    second = {
        "Handle": "clay-mug", "Option1 Value": "Green", "Option2 Value": "L", "Variant SKU": "",
        "Variant Price": "24.95", "Variant Inventory Qty": "-2", "Variant Inventory Tracker": "shopify",
    }  # fmt: skip
    picture = {"Handle": "clay-mug", "Image Src": "https://example.com/mug.jpg"}
    [mug] = written(tmp_path, SHOPIFY, first, second, picture)
    assert (mug["id"], mug["title"]) == ("clay-mug", "Clay Mug")
    assert (mug["brand"], mug["category"]) == ("Loam", "Kitchen")
    assert mug["description"] == "Thrown by hand. Holds 300 ml. Dishwasher safe."
    blue, green = mug["variants"]
    assert blue["options"] == {"Color": "Blue", "Size": "S"}
    assert (blue["sku"], blue["price"], blue["compare_at"], blue["stock"]) == ("0042", "19.95", "25.00", 7)
    assert green["options"] == {"Color": "Green", "Size": "L"}
    assert (green["sku"], green["stock"]) == ("clay-mug-2", 0)


def test_a_draft_and_a_product_without_options(tmp_path: Path) -> None:
    plain = {
        "Handle": "kite", "Title": "Kite", "Option1 Name": "Title", "Option1 Value": "Default Title",
        "Variant Price": "12.00", "Variant SKU": "KITE",
    }  # fmt: skip
    draft = plain | {"Handle": "draft", "Status": "draft", "Variant SKU": "DRAFT"}
    kite, hidden = written(tmp_path, SHOPIFY, plain, draft)
    assert kite["variants"][0] | {} == {
        "sku": "KITE", "options": {}, "price": "12.00", "compare_at": None, "stock": None,
        "currency": "USD", "available": True,
    }  # fmt: skip
    assert hidden["variants"][0]["available"] is False


def test_woocommerces_variations_name_their_parent(tmp_path: Path) -> None:
    parent = {
        "ID": "10", "Type": "variable", "SKU": "TEE", "Name": "Tea &amp; Tee", "Published": "1",
        "Description": "Soft.\\nOrganic cotton", "Categories": "Clothing > Shirts, Sale",
        "Attribute 1 name": "Size", "Attribute 1 value(s)": "S, M",
    }  # fmt: skip
    small = {
        "ID": "11", "Type": "variation", "SKU": "", "Published": "1", "Parent": "TEE", "Regular price": "20",
        "Sale price": "15,50", "Attribute 1 name": "Size", "Attribute 1 value(s)": "S", "Stock": "3",
    }  # fmt: skip
    medium = small | {"ID": "12", "SKU": "TEE-M", "Parent": "id:10", "Sale price": "", "Stock": "",
                      "In stock?": "0", "Attribute 1 value(s)": "M"}  # fmt: skip
    mug = {"ID": "20", "Type": "simple, virtual", "SKU": "MUG", "Name": "Mug", "Regular price": "1,200.00"}
    tee, cup = written(tmp_path, WOO, parent, small, medium, mug)
    assert (tee["title"], tee["category"]) == ("Tea & Tee", "Shirts")
    assert tee["description"] == "Soft. Organic cotton."
    one, other = tee["variants"]
    assert (one["sku"], one["price"], one["compare_at"], one["stock"]) == ("woo-11", "15.50", "20", 3)
    assert (other["sku"], other["price"], other["available"]) == ("TEE-M", "20", False)
    assert cup["variants"][0]["price"] == "1200.00"


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnknownExport, match="is no export"):
        converted(tmp_path / "some.csv", tmp_path, "USD", NOON)


@pytest.mark.parametrize("markup", ["", "<p></p>", "<" * 5_000, "a < b", "<script>x</script>"])
def test_any_markup_is_read(markup: str) -> None:
    assert "<p>" not in plain_text(markup)
