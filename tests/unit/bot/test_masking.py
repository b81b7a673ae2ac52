from pathlib import Path

import pytest

from bot.entities.masking import masked
from bot.entities.ruler import EntityRuler


def test_identifiers_are_named_and_the_rest_stays(tmp_path: Path) -> None:
    text = "cancel #W1234567, I'm Jane Doe, jane@x.com, and keep the 2 blue ones"
    ruler = EntityRuler(tmp_path / "none.jsonl")
    assert masked(text, ruler.mentions(text)) == (
        "cancel order number, I'm person name, email, and keep the 2 blue ones"
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("👍", "thumbs up sign"),
        ("👎🏽 no", "thumbs down sign no"),
        ("ok ✔️, W1234567👍👍", "ok heavy check mark , order number thumbs up sign thumbs up sign"),
        ("20° and Aisle™,  thanks", "20° and Aisle™,  thanks"),
    ],
)
def test_pictograms_are_read_as_their_names(tmp_path: Path, text: str, read: str) -> None:
    assert masked(text, EntityRuler(tmp_path / "none.jsonl").mentions(text)) == read
