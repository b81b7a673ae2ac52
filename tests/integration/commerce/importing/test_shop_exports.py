"""A whole shop of Shopify's goes in as it was exported, and again without changing anything."""

import csv
import json
from pathlib import Path

import psycopg
import pytest

from commerce.importing.load import import_store
from commerce.importing.outcome import ImportSummary
from commerce.importing.shop_exports import converted, kind_of
from commerce.privacy.erasure import erase_customer
from tests.factories import NOON
from tests.unit.commerce.importing.test_shop_orders import SECOND_LINE, SHOPIFY, WOO
from tests.world import World

PRODUCT = {
    "Handle": "clay-mug", "Title": "Clay Mug", "Option1 Name": "Color", "Option1 Value": "Blue",
    "Variant SKU": "MUG-B", "Variant Price": "20.00", "Status": "active",
}  # fmt: skip
CUSTOMER = {
    "Customer ID": "'694", "First Name": "Ada", "Last Name": "", "Email": "ada@example.com",
    "Default Address Address1": "", "Default Address Country Code": "US",
}  # fmt: skip


def export(folder: Path, name: str, *rows: dict[str, str]) -> None:
    with (folder / name).open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def folders(folder: Path) -> list[Path]:
    """One for each export, in the order of what they hold."""
    made = []
    for number, source in enumerate(sorted(folder.glob("*.csv"), key=kind_of)):
        target = folder / str(number)
        target.mkdir(exist_ok=True)
        converted(source, target, "USD", NOON)
        made.append(target)
    return made


async def load(folder: Path, database_url: str) -> list[ImportSummary]:
    """As `make import` does it."""
    return [
        await import_store(database_url, each, lambda _: None, rejects_path=each / "rejects.jsonl")
        for each in folders(folder)
    ]


def rows(database_url: str, query: str) -> list[tuple]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    export(tmp_path, "orders_export.csv", SHOPIFY, SECOND_LINE)
    export(tmp_path, "products_export.csv", PRODUCT)
    export(tmp_path, "customers_export.csv", CUSTOMER)
    return tmp_path


async def test_it_goes_in_as_it_was_sold(shop: Path, database_url: str) -> None:
    summaries = await load(shop, database_url)
    assert [each.rejected for each in summaries] == [0, 0, 0]
    [order] = rows(
        database_url,
        "SELECT number, customer_id, status, currency, total_minor, shipping_minor, payment_method_id,"
        " placed_at = delivered_at FROM orders",
    )
    method = "694/shopify-payments"
    assert order == ("1001", "694", "delivered", "EUR", 5000, 500, method, True)
    assert rows(database_url, "SELECT sku, quantity, discount_minor FROM order_lines ORDER BY position") == [
        ("MUG-B", 2, 400),
        ("unlisted-tea-towel", 1, 100),
    ]
    assert rows(database_url, "SELECT kind, brand FROM payment_methods") == [
        ("credit_card", "Shopify Payments")
    ]
    told = "\n".join(line for each in summaries for line in each.lines())
    for assumed in ("have one name only", "count as delivered on the day", "SKUs are in orders but not"):
        assert assumed in told


async def test_again_it_changes_nothing(shop: Path, database_url: str) -> None:
    await load(shop, database_url)
    again = await load(shop, database_url)
    assert [(file.outcome.added, file.outcome.updated) for each in again for file in each.files] == [
        (0, 0)
    ] * 3


async def test_who_is_not_on_file_is_put_there_by_their_order(tmp_path: Path, database_url: str) -> None:
    export(tmp_path, "orders.csv", WOO, WOO | {"order_id": "78", "order_number": "78"})
    [summary] = await load(tmp_path, database_url)
    assert summary.rejected == 0
    [(customer_id, first, last)] = rows(database_url, "SELECT id, first_name, last_name FROM customers")
    assert (customer_id.startswith("guest-"), first, last) == (True, "Cher", "")
    assert rows(database_url, "SELECT count(*), min(customer_id) FROM orders") == [(2, customer_id)]
    assert "somebody who was not on file" in "\n".join(summary.lines())


async def test_again_it_brings_nobody_back_who_was_erased(
    tmp_path: Path, world: World, database_url: str
) -> None:
    export(tmp_path, "orders.csv", WOO | {"status": "completed"})
    await load(tmp_path, database_url)
    [(customer_id,)] = rows(database_url, "SELECT customer_id FROM orders")
    before = rows(database_url, "SELECT id FROM customers ORDER BY id")
    await world.run(lambda session: erase_customer(session, customer_id))
    export(tmp_path, "orders.csv", WOO | {"refunded_total": "3.00"})
    [summary] = await load(tmp_path, database_url)
    [outcome] = [each.outcome for each in summary.files]
    assert (summary.rejected, outcome.added, outcome.updated, outcome.kept) == (0, 0, 0, 1)
    assert rows(database_url, "SELECT shipping_address->>'city' FROM orders") == [("",)]
    assert rows(database_url, "SELECT id FROM customers ORDER BY id") == before


async def test_again_it_stays_the_order_of_who_has_a_new_address(tmp_path: Path, database_url: str) -> None:
    export(tmp_path, "orders.csv", WOO)
    await load(tmp_path, database_url)
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE customers SET email = 'new@example.com'")
    export(tmp_path, "orders.csv", WOO | {"payment_method_title": "Credit Card"})
    [summary] = await load(tmp_path, database_url)
    assert (summary.rejected, summary.files[0].outcome.updated) == (0, 1)
    assert rows(database_url, "SELECT email FROM customers") == [("new@example.com",)]


async def test_who_ordered_only_what_is_refused_is_not_put_on_file(tmp_path: Path, database_url: str) -> None:
    export(tmp_path, "orders.csv", WOO | {"order_currency": "EUR", "order_total": "0.01"})
    [summary] = await load(tmp_path, database_url)
    assert summary.rejected == 1
    assert rows(database_url, "SELECT id FROM customers") == []


async def test_one_bad_order_costs_only_itself(tmp_path: Path, database_url: str) -> None:
    nowhere = dict.fromkeys((name for name in SHOPIFY if name.startswith(("Shipping ", "Billing "))), "")
    export(tmp_path, "orders.csv", SHOPIFY | {"Name": "#1"} | nowhere, SHOPIFY | {"Name": "#2"})
    [summary] = await load(tmp_path, database_url)
    assert summary.rejected == 1
    [refused] = [json.loads(line) for line in (tmp_path / "0" / "rejects.jsonl").read_text().splitlines()]
    assert "shipping_address" in refused["reason"]
    assert rows(database_url, "SELECT number FROM orders") == [("2",)]
