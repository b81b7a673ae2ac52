import os
from pathlib import Path

from bot.entities.ruler import EntityRuler


def products(ruler: EntityRuler, text: str) -> list[object]:
    return [mention.value for mention in ruler.mentions(text) if mention.entity == "product"]


def test_without_a_catalogue_there_are_no_products(tmp_path: Path) -> None:
    assert products(EntityRuler(tmp_path / "none.jsonl"), "the desk lamp") == []


def test_a_changed_catalogue_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.jsonl"
    path.write_text('{"title": "Desk Lamp"}\n')
    ruler = EntityRuler(path)
    assert products(ruler, "a desk lamp and a tea pot") == ["Desk Lamp"]
    path.write_text('{"title": "Tea Pot"}\n')
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))
    assert products(ruler, "a desk lamp and a tea pot") == ["Tea Pot"]


def test_a_bad_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.jsonl"
    path.write_text('not json\n{"name": "no title"}\n\n{"title": "Desk Lamp"}\n')
    assert products(EntityRuler(path), "the desk lamp") == ["Desk Lamp"]
