"""A large file is imported fast enough, and in memory that does not grow with it."""

import json
import time
import tracemalloc
from pathlib import Path

import pytest

from commerce.importing.load import import_store
from tests.unit.commerce.importing.rows import a_customer, a_line, a_payment, a_product, an_order

# Of this process's own time, since the tests share their cores; the database works on another one.
ROWS_PER_PROCESSOR_SECOND = 3_000
CUSTOMERS = 200


def write_store(folder: Path, orders: int) -> None:
    folder.mkdir()
    (folder / "products.jsonl").write_text(json.dumps(a_product()) + "\n")
    with (folder / "customers.jsonl").open("w") as file:
        for number in range(CUSTOMERS):
            card = {"id": f"card_{number}", "type": "credit_card", "brand": "visa", "last_four": "4242"}
            row = a_customer(id=f"c{number}", email=f"c{number}@example.com", payment_methods=[card])
            file.write(json.dumps(row) + "\n")
    with (folder / "orders.jsonl").open("w") as file:
        for number in range(orders):
            row = an_order(
                number=f"W{number}",
                customer_id=f"c{number % CUSTOMERS}",
                lines=[a_line("L1"), a_line("L2"), a_line("L1")],
                shipments=[{"tracking_numbers": [f"T{number}"], "skus": ["L1", "L2", "L1"]}],
                payments=[a_payment("30.00", method=f"card_{number % CUSTOMERS}")],
            )
            file.write(json.dumps(row) + "\n")


async def peak_of_import(folder: Path, database_url: str) -> int:
    tracemalloc.start()
    try:
        summary = await import_store(
            database_url, folder, lambda line: None, rejects_path=folder / "rejects.jsonl"
        )
        assert summary.rejected == 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
async def test_rows_per_second(tmp_path: Path, database_url: str) -> None:
    write_store(tmp_path / "store", 10_000)
    began = time.process_time()
    summary = await import_store(
        database_url, tmp_path / "store", lambda line: None, rejects_path=tmp_path / "rejects.jsonl"
    )
    rate = summary.rows / (time.process_time() - began)
    print(f"{summary.lines()[-1]}, {rate:,.0f} rows for each second of this process")
    assert summary.rejected == 0
    assert rate >= ROWS_PER_PROCESSOR_SECOND


@pytest.mark.slow
async def test_memory_does_not_grow_with_the_file(tmp_path: Path, database_url: str) -> None:
    write_store(tmp_path / "small", 2_000)
    write_store(tmp_path / "large", 8_000)
    small = await peak_of_import(tmp_path / "small", database_url)
    large = await peak_of_import(tmp_path / "large", database_url)
    print(f"peak memory: {small / 2**20:.1f} MiB for 2,000 orders, {large / 2**20:.1f} MiB for 8,000")
    assert large < small * 1.5
