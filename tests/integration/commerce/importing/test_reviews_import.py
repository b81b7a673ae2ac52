"""Reviews come in from a file, and from the file that the desk exports."""

import csv
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from commerce.importing.load import import_store
from commerce.importing.outcome import FileSummary
from commerce.importing.shop_exports import Kind, converted, kind_of
from commerce.reviews.exchange import COLUMNS
from tests.factories import NOON
from tests.unit.commerce.importing.rows import a_customer, a_product

LAMP, JANE = a_product()["id"], a_customer()["id"]


def a_review(**fields: Any) -> dict[str, Any]:
    return {"product_id": LAMP, "author": "Jane D.", "stars": 4, "text": "Bright."} | fields


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "products.jsonl").write_text(json.dumps(a_product()) + "\n")
    (tmp_path / "customers.jsonl").write_text(json.dumps(a_customer()) + "\n")
    return tmp_path


async def load(folder: Path, database_url: str, *reviews: dict[str, Any]) -> FileSummary:
    (folder / "reviews.jsonl").write_text("".join(json.dumps(each) + "\n" for each in reviews))
    rejects = folder / "rejects.jsonl"
    return (await import_store(database_url, folder, lambda _: None, rejects_path=rejects)).files[-1]


def rows(database_url: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(query).fetchall()


async def test_they_count_and_again_change_nothing(folder: Path, database_url: str) -> None:
    said = a_review(customer_id=JANE, created_at="2026-01-05T10:00:00Z"), a_review(stars=2, author="Bo")
    first = await load(folder, database_url, *said)
    again = await load(folder, database_url, *said)
    assert (first.outcome.added, again.outcome.added, again.outcome.unchanged) == (2, 0, 2)
    assert rows(database_url, "SELECT rating, review_count FROM products") == [(3.0, 2)]
    assert rows(database_url, "SELECT customer_id FROM reviews WHERE stars = 4") == [(JANE,)]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"product_id": "nothing"}, "there is no product"),
        ({"stars": 6}, "stars"),
        ({"status": "lovely"}, "status"),
        ({"customer_id": JANE, "text": "Twice."}, "has reviewed product"),
    ],
)
async def test_a_wrong_one_costs_only_itself(
    folder: Path, database_url: str, wrong: dict[str, Any], reason: str
) -> None:
    summary = await load(folder, database_url, a_review(customer_id=JANE), a_review(**wrong))
    assert (summary.outcome.added, summary.rejected) == (1, 1)
    [refused] = [json.loads(line) for line in (folder / "rejects.jsonl").read_text().splitlines()]
    assert reason in refused["reason"]


async def test_what_waits_is_not_counted_and_a_stranger_has_no_name_on_file(
    folder: Path, database_url: str
) -> None:
    await load(folder, database_url, a_review(status="pending", customer_id="stranger"))
    assert rows(database_url, "SELECT rating, review_count FROM products") == [(None, 0)]
    assert rows(database_url, "SELECT customer_id, status FROM reviews") == [(None, "pending")]


async def test_the_desks_own_file_comes_in(folder: Path, database_url: str) -> None:
    source = folder / "reviews.csv"
    row = dict.fromkeys(COLUMNS, "") | {
        "id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "product_id": LAMP, "author": "Jane D.", "stars": "5",
        "title": "'=nice", "text": "Lovely,\nreally.", "status": "published", "helpful": "3",
        "created_at": "2026-01-05T10:00:00+00:00",
    }  # fmt: skip
    with source.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    assert kind_of(source) is Kind.REVIEWS
    converted(source, folder, "USD", NOON)
    await import_store(database_url, folder, lambda _: None, rejects_path=folder / "rejects.jsonl")
    assert rows(database_url, "SELECT id::text, title, text, helpful FROM reviews") == [
        (row["id"], "=nice", "Lovely,\nreally.", 3)
    ]
