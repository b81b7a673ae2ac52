"""A real store's data goes in whole: nothing is rejected and all sums agree with the files."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from commerce.database import Sessions
from commerce.importing.load import import_store
from tests.world import broken_truths

ROOT = Path(__file__).resolve().parents[4]
FOLDER = ROOT.parent / "shared" / "data" / "retail-store"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"{FOLDER} is not there")


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text().splitlines()]


def minor(amounts: Any) -> int:
    return int(sum((Decimal(amount) for amount in amounts), Decimal(0)) * 100)


async def test_everything_is_imported(database_url: str, sessions: Sessions, tmp_path: Path) -> None:
    summary = await import_store(
        database_url, FOLDER, lambda line: None, rejects_path=tmp_path / "rejects.jsonl"
    )
    assert summary.rejected == 0
    products, customers, orders = read("products"), read("customers"), read("orders")
    with psycopg.connect(database_url) as connection:

        def one(query: str) -> Any:
            [(value,)] = connection.execute(query).fetchall()
            return value

        assert one("SELECT count(*) FROM products") == len(products) == 50
        variants = [variant for product in products for variant in product["variants"]]
        assert one("SELECT count(*) FROM variants") == len(variants) == 591
        assert one("SELECT sum(price_minor) FROM variants") == minor(v["price"] for v in variants)
        assert one("SELECT count(*) FROM variants WHERE is_offered") == sum(v["available"] for v in variants)
        assert one("SELECT count(*) FROM variants WHERE stock_on_hand IS NOT NULL") == 0

        assert one("SELECT count(*) FROM customers") == len(customers) == 500
        methods = [method for customer in customers for method in customer["payment_methods"]]
        assert one("SELECT count(*) FROM payment_methods") == len(methods)
        balances = minor(method.get("balance", 0) for method in methods)
        assert one("SELECT sum(amount_minor) FROM credit_entries WHERE reason = 'opening'") == balances
        assert one("SELECT count(*) FROM addresses WHERE country = 'US' AND is_default") == 500

        statuses = dict(connection.execute("SELECT status, count(*) FROM orders GROUP BY 1").fetchall())
        assert statuses == Counter(order["status"] for order in orders)
        lines = [line for order in orders for line in order["lines"]]
        assert one("SELECT count(*) FROM order_lines") == len(lines)
        assert one("SELECT sum(unit_price_minor) FROM order_lines") == minor(x["unit_price"] for x in lines)
        for kind, table in (("payment", "payments"), ("refund", "refunds")):
            amounts = [p["amount"] for order in orders for p in order["payments"] if p["type"] == kind]
            assert one(f"SELECT count(*) FROM {table}") == len(amounts)
            assert one(f"SELECT sum(amount_minor) FROM {table}") == minor(amounts)
        packed = sum(len(shipment["skus"]) for order in orders for shipment in order["shipments"])
        assert one("SELECT sum(quantity) FROM shipment_lines") == packed
    async with sessions() as session:
        # The files give balances as of today, so past refunds to gift cards are not in the ledger.
        assert [truth for truth in await broken_truths(session) if not truth.startswith("refund ")] == []
