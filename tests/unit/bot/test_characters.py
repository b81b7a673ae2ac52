from pathlib import Path

import pytest

from bot.entities.masking import masked_message
from bot.entities.ruler import EntityRuler
from bot.languages.characters import usual_characters


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("Ｗ１２３４５６７", "W1234567"),
        ("ﬁnd\u00a0my order\u200b…", "find my order..."),
        ("𝐡𝐞𝐥𝐩 𝘮𝘦", "help me"),
        ("cafe\u0301", "café"),
        ("1½ m² Aisle™", "1½ m² Aisle™"),
        ("👩\u200d🔧 नमस्\u200dते", "👩\u200d🔧 नमस्\u200dते"),
        ("plain", "plain"),
    ],
)
def test_only_the_look_of_characters_is_changed(written: str, usual: str) -> None:
    assert usual_characters(written) == usual


def test_the_classifier_reads_usual_characters(tmp_path: Path) -> None:
    ruler = EntityRuler(tmp_path / "none.jsonl")
    assert masked_message("ｃａｎｃｅｌ #Ｗ１２３４５６７", ruler) == "cancel order number"
