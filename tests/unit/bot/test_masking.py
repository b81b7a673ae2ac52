from pathlib import Path

from bot.entities.masking import masked
from bot.entities.ruler import EntityRuler


def test_identifiers_are_named_and_the_rest_stays(tmp_path: Path) -> None:
    text = "cancel #W1234567, I'm Jane Doe, jane@x.com, and keep the 2 blue ones"
    ruler = EntityRuler(tmp_path / "none.jsonl")
    assert masked(text, ruler.mentions(text)) == (
        "cancel order number, I'm person name, email, and keep the 2 blue ones"
    )
