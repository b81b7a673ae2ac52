from pathlib import Path

import pytest

from bot.classifier.sentence_spelling import SentenceSpelling

ENGLISH = frozenset({"where", "is", "my", "order", "older", "refund", "account", "pay", "with", "noodles"})
SENTENCES = [
    "where is my order",
    "my order",
    "pay with gpay",
    "gpay account",
    "refund my odrer",
    "an older account",
]


@pytest.fixture(scope="module")
def spelling() -> SentenceSpelling:
    return SentenceSpelling.learn(SENTENCES, ENGLISH)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Wheer is my odrer?", "where is my order?"),
        ("oorder", "order"),  # as near as "older", and said more often
        ("refnud, acount!", "refund, account!"),
        ("noodles", "noodles"),  # English, though nobody said it
        ("gpay", "gpay"),  # no English, but said twice
        ("WHERE IS MY ORDER", "WHERE IS MY ORDER"),
        ("ordre number 12 €5 ☂", "order number 12 €5 ☂"),
        ("xyzzyxyzzy", "xyzzyxyzzy"),
        ("", ""),
    ],
)
def test_words_are_read_as_the_training_sentences_spell_them(spelling, written: str, read: str) -> None:
    assert spelling.put_right(written) == read


def test_it_is_the_same_when_read_back(spelling: SentenceSpelling, tmp_path: Path) -> None:
    spelling.save(tmp_path)
    again = SentenceSpelling.load(tmp_path, ENGLISH)
    assert again.words == spelling.words
    assert again.put_right("wheer is my odrer") == "where is my order"


def test_without_english_words_nothing_is_put_right() -> None:
    assert SentenceSpelling.learn(SENTENCES, ()).put_right("odrer wheer") == "odrer wheer"
