import json
from pathlib import Path

import pytest
import spacy

from bot.entities.spelling import Speller, english_words
from bot.languages.english import common_words

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


def test_the_dictionary_is_common_english_and_what_the_tokenizer_knows_whole(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    assert english_words(path) == frozenset()
    path.write_text(json.dumps({"model": {"vocab": {"gpu": 5, "##ing": 6, "[PAD]": 0}}}))
    found = english_words(path)
    assert found - common_words() == {"gpu"}
    assert {"sneaker", "hobbies", "resent"} <= found


@pytest.mark.parametrize("text", ["resent my password", "hobbies", "a sneaker", "sneakers"])
def test_right_words_near_those_of_the_store_stay(tmp_path: Path, text: str) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps({"model": {"vocab": {}}}))
    targets = ["reset", "hoodies", "speaker", "speakers"]
    doc = Speller(english_words(path), targets).normalise(spacy.blank("en").make_doc(text))
    assert " ".join(token.norm_ for token in doc) == text
