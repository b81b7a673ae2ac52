import json
import os
from pathlib import Path

import pytest

from bot.entities.ruler import EntityRuler

SHELF = (
    {"title": "Morrow Coffee Maker", "options": {"capacity": ["1.7 L"], "color": ["black", "rust"]}},
    {"title": "Steadfast Coffee Maker", "options": {"size": ["king", "A5", "4"]}},
    {"title": "Half-Moon Patio Umbrella"},
    {"title": "Orchard Patio Umbrella"},
    {"title": "Mole Patrol Board Game"},
    {"title": "Market Day Board Game"},
    {"title": "Keel Chef's Knife"},
    {"title": "Tarn Chef's Knife"},
    {"title": "Robin Watering Can", "skus": ["GAR-1"]},
    {"promotion_code": "OLDFRIEND"},
)


def written(path: Path, *rows: dict) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


@pytest.fixture(scope="module")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> EntityRuler:
    path = written(tmp_path_factory.mktemp("shelf") / "catalogue.jsonl", *SHELF)
    return EntityRuler(path, dictionary=frozenset({"the", "make", "made"}))


def found(ruler: EntityRuler, text: str) -> list[tuple[str, object]]:
    return [(mention.entity, mention.value) for mention in ruler.mentions(text)]


def products(ruler: EntityRuler, text: str) -> list[object]:
    return [value for entity, value in found(ruler, text) if entity == "product"]


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("my morrow coffee maker", "Morrow Coffee Maker"),
        ("my morow cofee maker", "Morrow Coffee Maker"),
        ("the Morrow is loud", "Morrow Coffee Maker"),
        ("two coffee makers", "coffee maker"),
        ("the umbrela", "umbrella"),
        ("halfmoon patio umbrella", "Half-Moon Patio Umbrella"),
        ("half moon umbrella", "Half-Moon Patio Umbrella"),
        ("mole patrol", "Mole Patrol Board Game"),
        ("the Market Day game", "Market Day Board Game"),
        ("keel knife", "Keel Chef's Knife"),
        ("a chefs knife", "chef's knife"),
        ("robin wateringcan", "Robin Watering Can"),
    ],
)
def test_products_are_read_by_what_people_call_them(ruler, text, product) -> None:
    assert products(ruler, text) == [product]


@pytest.mark.parametrize("text", ["can I have it tomorrow", "see you the day after", "he made it"])
def test_ordinary_words_name_no_product(ruler, text) -> None:
    assert products(ruler, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the rust one", [("colour", "rust")]),
        ("is 1.7 l enough", [("size", "1.7 l")]),
        ("the 1.7L", [("size", "1.7 l")]),
        ("king size", [("size", "king")]),
        ("the king came to dinner", []),
        ("a5 please", [("size", "A5")]),
        ("oldfriend", [("promotion_code", "OLDFRIEND")]),
        ("gar-1", [("sku", "GAR-1")]),
    ],
)
def test_options_codes_and_skus_are_those_of_the_store(ruler, text, expected) -> None:
    assert found(ruler, text) == expected


def test_without_a_catalogue_there_are_no_products(tmp_path: Path) -> None:
    assert products(EntityRuler(tmp_path / "none.jsonl"), "the desk lamp") == []


def test_a_changed_catalogue_is_read_again(tmp_path: Path) -> None:
    path = written(tmp_path / "catalogue.jsonl", {"title": "Desk Lamp"})
    ruler = EntityRuler(path, dictionary=frozenset({"a", "and"}))
    assert products(ruler, "a desk lamp and a teapto") == ["Desk Lamp"]
    written(path, {"title": "Teapot"})
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))
    assert products(ruler, "a desk lamp and a teapto") == ["Teapot"]


def test_a_bad_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.jsonl"
    path.write_text('not json\n{"name": "no title"}\n\n{"title": "Desk Lamp"}\n')
    assert products(EntityRuler(path), "the desk lamp") == ["Desk Lamp"]
