"""The bot's list of product names is what the store sells, and is replaced in one go."""

import json
import os
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from commerce.catalogue_export import export_catalogue


def add_products(database_url: str, *titles: str) -> None:
    with psycopg.connect(database_url) as connection:
        for title in titles:
            connection.execute(
                "INSERT INTO products (id, title, description, is_final_sale)"
                " VALUES (gen_random_uuid()::text, %s, '', false)",
                (title,),
            )


async def test_each_title_is_written_once(database_url: str, tmp_path: Path) -> None:
    add_products(database_url, "Desk Lamp", "Café Table", "Desk Lamp")
    path = tmp_path / "var" / "catalogue.jsonl"
    await export_catalogue(database_url, path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["title"] for row in rows] == ["Café Table", "Desk Lamp"]


async def test_options_of_all_variants_and_codes_are_written(database_url: str, tmp_path: Path) -> None:
    add_products(database_url, "Desk Lamp")
    with psycopg.connect(database_url) as connection:
        for sku, colour in (("L-1", "rust"), ("L-2", "sage"), ("L-3", "rust")):
            connection.execute(
                "INSERT INTO variants (sku, product_id, options, price_minor, currency, is_offered)"
                " SELECT %s, id, %s, 100, 'USD', true FROM products",
                (sku, Jsonb({"color": colour})),
            )
        connection.execute(
            "INSERT INTO promotions (code, description, percent_off, minimum_minor, starts_at)"
            " VALUES ('HELLO5', 'five off', 5, 0, now())"
        )
    path = tmp_path / "catalogue.jsonl"
    await export_catalogue(database_url, path)
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == [
        {"title": "Desk Lamp", "aliases": [], "options": {"color": ["rust", "sage"]}},
        {"promotion_code": "HELLO5"},
    ]


async def test_the_file_is_replaced_and_nothing_is_left_beside_it(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.jsonl"
    path.write_text("old\n")
    add_products(database_url, "Desk Lamp")
    await export_catalogue(database_url, path)
    assert path.read_text() == '{"title": "Desk Lamp", "aliases": [], "options": {}}\n'
    assert os.listdir(tmp_path) == [path.name]  # noqa: PTH208  a path would be read while the loop waits
