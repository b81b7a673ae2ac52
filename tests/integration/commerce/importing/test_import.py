"""Importing a store's files: everything good goes in once, everything bad is set aside with its reason."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from commerce.importing.load import ImportRefused, import_store
from commerce.importing.outcome import ImportSummary
from tests.unit.commerce.importing.rows import a_customer, a_line, a_payment, a_product, an_order


class Files:
    """A folder of files to import, and the store they go into."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.database_url = folder, database_url
        self.rejects_path = folder / "rejects.jsonl"

    def write(self, name: str, rows: Iterable[dict[str, Any] | str]) -> None:
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        (self.folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n")

    async def load(self) -> ImportSummary:
        return await import_store(
            self.database_url, self.folder, lambda line: None, rejects_path=self.rejects_path
        )

    def rejects(self) -> list[tuple[str, int, str]]:
        if not self.rejects_path.exists():
            return []
        rows = [json.loads(line) for line in self.rejects_path.read_text().splitlines()]
        return [(row["file"], row["line"], row["reason"]) for row in rows]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query).fetchall()

    def run(self, statement: str) -> None:
        with psycopg.connect(self.database_url) as connection:
            connection.execute(statement)


@pytest.fixture
def files(tmp_path: Path, database_url: str) -> Files:
    """A shop with one lamp, one customer and one order."""
    made = Files(tmp_path, database_url)
    made.write("products", [a_product()])
    made.write("customers", [a_customer()])
    made.write("orders", [an_order()])
    return made


def everything(files: Files) -> dict[str, list[tuple[Any, ...]]]:
    """Every row with the transaction that wrote it last."""
    with psycopg.connect(files.database_url) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ).fetchall()
        return {
            table: connection.execute(f"SELECT xmin::text, t::text FROM {table} t ORDER BY 2").fetchall()
            for (table,) in tables
        }


async def test_an_order_is_imported_as_it_was_sold(files: Files) -> None:
    summary = await files.load()
    assert [(file.rows, file.outcome.added, file.rejected) for file in summary.files] == [(1, 1, 0)] * 3
    assert files.rows("SELECT number, status, total_minor, currency, placed_at FROM orders") == [
        ("W1000001", "delivered", 3_900, "USD", None)
    ]
    assert files.rows("SELECT sku, product_id, title, options, unit_price_minor FROM order_lines") == [
        ("L1", "p1", "Desk Lamp", {"color": "black"}, 3_900)
    ]
    assert files.rows("SELECT tracking_number, status, carrier FROM shipments") == [("T1", "delivered", None)]
    assert files.rows("SELECT quantity FROM shipment_lines") == [(1,)]
    assert files.rows("SELECT sku, is_offered, stock_on_hand FROM variants ORDER BY sku") == [
        ("L1", True, None),
        ("L2", False, None),
    ]
    assert files.rows("SELECT payment_method_id, amount_minor, reason FROM credit_entries") == [
        ("gift_1", 2_500, "opening")
    ]
    assert files.rows("SELECT postcode, country, is_default FROM addresses") == [("80279", "US", True)]
    assert not files.rejects_path.exists()


async def test_a_second_run_changes_nothing(files: Files) -> None:
    await files.load()
    before = everything(files)
    summary = await files.load()
    assert everything(files) == before
    assert [file.outcome.unchanged for file in summary.files] == [1, 1, 1]


async def test_files_may_be_absent(files: Files) -> None:
    await files.load()
    for name in ("products", "orders"):
        (files.folder / f"{name}.jsonl").unlink()
    summary = await files.load()
    assert [file.name for file in summary.files] == ["customers.jsonl"]


async def test_a_folder_without_files_is_refused(files: Files, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"none of products\.jsonl"):
        await import_store(files.database_url, tmp_path / "nothing", lambda line: None)


async def test_a_second_import_at_the_same_time_is_refused(files: Files) -> None:
    with psycopg.connect(files.database_url) as connection:
        connection.execute("SELECT pg_advisory_lock(1095324465)")
        with pytest.raises(ImportRefused, match="another import"):
            await files.load()


async def test_every_bad_row_is_set_aside_and_the_rest_goes_in(files: Files) -> None:
    files.write("products", ["{broken", a_product(), a_product(id="p2", title="Thief")])
    files.write(
        "customers",
        [
            a_customer(),
            a_customer(id="twin"),
            a_customer(id="thief", email="thief@example.com"),
            {"id": "x"},
        ],
    )
    nul = an_order(number="W5")
    nul["lines"][0]["title"] = "Desk\u0000Lamp"
    files.write(
        "orders",
        [
            an_order(number="W1"),
            an_order(number="W2", customer_id="nobody"),
            an_order(number="W3", payments=[a_payment("39.00", method="card_9")]),
            an_order(number="W4", shipments=[{"tracking_numbers": ["T"], "skus": ["L2"]}]),
            nul,
            an_order(number="W6", status="on the moon"),
            an_order(number="W7"),
        ],
    )
    summary = await files.load()
    reasons = files.rejects()
    assert sorted((file, line) for file, line, _ in reasons) == sorted(
        [
            ("products.jsonl", 1),
            ("products.jsonl", 3),
            ("customers.jsonl", 2),
            ("customers.jsonl", 3),
            ("customers.jsonl", 4),
            *(("orders.jsonl", line) for line in (2, 3, 4, 5, 6)),
        ]
    )
    assert files.rows("SELECT number FROM orders ORDER BY number") == [("W1",), ("W7",)]
    assert files.rows("SELECT id FROM customers") == [("noor_1",)]
    assert summary.rejected == len(reasons) == 10
    said = {(file, line): reason for file, line, reason in reasons}
    assert said["products.jsonl", 3] == "SKU L1 belongs to product p1"
    assert said["customers.jsonl", 2] == "email: belongs to customer noor_1"
    assert said["customers.jsonl", 3] == "payment method card_1 belongs to customer noor_1"
    assert said["orders.jsonl", 2] == "customer_id: there is no customer nobody"
    assert "card_9 is nobody's" in said["orders.jsonl", 3]
    assert "SKU L2 is not in the order" in said["orders.jsonl", 4]
    assert said["orders.jsonl", 5].startswith("the database refuses it")


async def test_a_rejected_row_is_kept_to_the_byte(files: Files) -> None:
    broken = b'{"id": "\xff\xfe", caf\xc3\xa9'
    (files.folder / "products.jsonl").write_bytes(broken + b"\r\n")
    await files.load()
    [kept] = [json.loads(line) for line in files.rejects_path.read_text().splitlines()][:1]
    assert kept["row"].encode("utf-8", "surrogateescape") == broken


async def test_a_mended_reject_goes_in_on_the_next_run(files: Files) -> None:
    files.write("orders", [an_order(customer_id="nobody")])
    assert (await files.load()).rejected == 1
    files.write("orders", [an_order()])
    assert (await files.load()).rejected == 0
    assert not files.rejects_path.exists()
    assert files.rows("SELECT count(*) FROM orders") == [(1,)]


async def test_changed_rows_are_updated(files: Files) -> None:
    await files.load()
    product = a_product(title="Reading Lamp")
    product["variants"] = [{**product["variants"][0], "price": "45.00", "available": False}]
    files.write("products", [product])
    gift_card = {"id": "gift_1", "type": "gift_card", "balance": "30.00", "currency": "USD"}
    paypal = {"id": "pp_1", "type": "paypal"}
    files.write("customers", [a_customer(first_name="Nora", payment_methods=[gift_card, paypal])])
    files.write(
        "orders",
        [
            an_order(
                status="cancelled",
                lines=[a_line("L1", "20.00")],
                shipments=[],
                payments=[a_payment("20.00"), a_payment("20.00", "refund")],
            )
        ],
    )
    summary = await files.load()
    assert [file.outcome.updated for file in summary.files] == [1, 1, 1]
    assert files.rows("SELECT sku, price_minor, is_offered FROM variants ORDER BY sku") == [
        ("L1", 4_500, False),
        ("L2", 4_250, False),
    ]
    assert files.rows("SELECT title FROM products") == [("Reading Lamp",)]
    assert files.rows("SELECT first_name FROM customers") == [("Nora",)]
    assert files.rows("SELECT id FROM payment_methods ORDER BY id") == [("card_1",), ("gift_1",), ("pp_1",)]
    assert files.rows("SELECT sum(amount_minor), count(*) FROM credit_entries") == [(3_000, 2)]
    assert files.rows("SELECT status, total_minor, cancel_reason FROM orders") == [
        ("cancelled", 2_000, "unknown")
    ]
    assert files.rows("SELECT title FROM order_lines") == [("Thing L1",)]
    assert files.rows("SELECT count(*) FROM shipments") == [(0,)]
    assert files.rows("SELECT amount_minor, reason, status FROM refunds") == [
        (2_000, "order_cancelled", "completed")
    ]


async def test_a_birthday_is_kept_also_where_a_later_file_does_not_say_it(files: Files) -> None:
    files.write("customers", [a_customer(birthday="1990-06-15")])
    await files.load()
    files.write("customers", [a_customer(first_name="Nora")])
    await files.load()
    born = [(date(1990, 6, 15), "Nora")]
    assert files.rows("SELECT birthday, first_name FROM customers") == born
    files.write("customers", [a_customer(birthday="15.06.1990")])
    assert (await files.load()).rejected == 1


TOUCHED = (
    "INSERT INTO audit_entries (id, actor_kind, operation, subject_kind, subject_id, reason, details)"
    " VALUES (gen_random_uuid(), 'shopper', 'change_something', '{}', '{}', '', '{{}}')"
)


async def test_what_the_store_has_changed_since_is_kept(files: Files) -> None:
    await files.load()
    files.run(TOUCHED.format("order", "W1000001"))
    files.run(TOUCHED.format("customer", "noor_1"))
    files.run("UPDATE orders SET status = 'cancelled'")
    files.run("UPDATE customers SET email = 'new@example.com'")
    files.write("customers", [a_customer(first_name="Nora")])
    files.write("orders", [an_order(status="processed")])
    summary = await files.load()
    assert [file.outcome.kept for file in summary.files] == [0, 1, 1]
    assert files.rows("SELECT status FROM orders") == [("cancelled",)]
    assert files.rows("SELECT first_name, email FROM customers") == [("Noor", "new@example.com")]


async def test_an_order_that_came_back_is_kept(files: Files) -> None:
    await files.load()
    files.run(
        "INSERT INTO return_requests (id, rma_number, order_id, kind, status, verdict_reason,"
        " settlement_minor) SELECT gen_random_uuid(), 'RMA-1', id, 'return', 'approved', '', 0 FROM orders"
    )
    files.write("orders", [an_order(status="processed")])
    summary = await files.load()
    assert summary.files[2].outcome.kept == 1
    assert files.rows("SELECT status FROM orders") == [("delivered",)]


async def test_an_unknown_sku_becomes_a_variant_that_is_not_offered(files: Files) -> None:
    lamp = {**a_line("L9", "10.00"), "title": "Desk Lamp", "options": {"color": "red"}}
    files.write("orders", [an_order(lines=[lamp, a_line("Z1")], shipments=[], payments=[a_payment("20.00")])])
    summary = await files.load()
    assert summary.rejected == 0
    assert files.rows(
        "SELECT sku, product_id, options, price_minor, is_offered FROM variants WHERE sku IN ('L9', 'Z1')"
        " ORDER BY sku"
    ) == [("L9", "p1", {"color": "red"}, 1_000, False), ("Z1", "unlisted-thing-z1", {}, 1_000, False)]
    assert any("2 SKUs are in orders but not in the catalogue" in line for line in summary.assumptions())


async def test_a_stand_in_gives_way_to_the_real_product(files: Files) -> None:
    (files.folder / "products.jsonl").unlink()
    await files.load()
    assert files.rows("SELECT product_id FROM order_lines") == [("unlisted-desk-lamp",)]
    files.write("products", [a_product()])
    summary = await files.load()
    assert summary.rejected == 0
    assert files.rows("SELECT product_id, is_offered FROM variants WHERE sku = 'L1'") == [("p1", True)]
    assert files.rows("SELECT product_id FROM order_lines") == [("p1",)]


async def test_the_later_of_two_rows_with_one_key_wins(files: Files) -> None:
    files.write("orders", [an_order(status="processed"), an_order(number="W9"), an_order()])
    summary = await files.load()
    outcome = summary.files[2].outcome
    assert (outcome.added, outcome.updated) == (2, 1)
    assert files.rows("SELECT status FROM orders WHERE number = 'W1000001'") == [("delivered",)]


async def test_an_empty_store_gets_the_default_policies_once(files: Files) -> None:
    await files.load()
    assert ({"days": 30},) in files.rows("SELECT value FROM policies WHERE name = 'return_window'")
    files.run("DELETE FROM policies WHERE name <> 'return_window'")
    await files.load()
    assert len(files.rows("SELECT 1 FROM policies")) == 1


async def test_an_interrupted_import_is_finished_by_the_next(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(Exception):
        pass

    def report(line: str) -> None:
        if line.startswith("orders.jsonl: 4 rows"):
            raise PowerCut

    files.write("orders", [an_order(number=f"W{number}") for number in range(10)])
    monkeypatch.setattr("commerce.importing.reading.BATCH_ROWS", 2)
    monkeypatch.setattr("commerce.importing.load.ROWS_BETWEEN_REPORTS", 2)
    with pytest.raises(PowerCut):
        await import_store(files.database_url, files.folder, report, rejects_path=files.rejects_path)
    assert files.rows("SELECT count(*) FROM orders") == [(4,)]
    outcome = (await files.load()).files[2].outcome
    assert (outcome.unchanged, outcome.added) == (4, 6)
    assert files.rows("SELECT count(*), count(DISTINCT number) FROM orders") == [(10, 10)]
    assert files.rows("SELECT count(*) FROM order_lines") == [(10,)]
