import json
from pathlib import Path

import pytest
import spacy

from bot.entities.spelling import Speller, words_of_tokenizer

DICTIONARY = frozenset({"charged", "later", "the", "was"})
TARGETS = frozenset({"charger", "blender", "umbrella", "kettle", "red"})


def spelt(text: str, dictionary: frozenset[str] = DICTIONARY) -> str:
    doc = Speller(dictionary, sorted(TARGETS)).normalise(spacy.blank("en").make_doc(text))
    return " ".join(token.norm_ for token in doc)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ketle", "kettle"),
        ("kettel", "kettle"),
        ("blendar", "blender"),
        ("umbrela", "umbrella"),
        ("umbrrela", "umbrella"),
    ],
)
def test_a_misspelt_word_is_put_right(written, meant) -> None:
    assert spelt(written) == meant


@pytest.mark.parametrize("text", ["was charged later", "rad", "xettle", "kettle99", "bxxxder", "k" * 400])
def test_other_words_stay(text) -> None:
    assert spelt(text) == text


def test_without_a_dictionary_nothing_is_corrected() -> None:
    assert spelt("ketle", frozenset()) == "ketle"


def test_the_dictionary_is_what_the_tokenizer_knows_whole(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    assert words_of_tokenizer(path) == frozenset()
    path.write_text(json.dumps({"model": {"vocab": {"lamp": 5, "##ing": 6, "[PAD]": 0}}}))
    assert words_of_tokenizer(path) == {"lamp"}
