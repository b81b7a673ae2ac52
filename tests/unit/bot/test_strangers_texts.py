"""Whatever reads a stranger's text takes time by its length, not by the square of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.classifier.ngrams import Ngrams
from bot.classifier.sentence_spelling import SentenceSpelling
from bot.entities.ruler import EntityRuler
from tests.growth import Read, faults_of, modules_of, patterns_in, readers_in

TEXTS = frozenset({"text", "said", "written"})
WORDS = ("order", "cancel", "where", "lamp", "return")


@pytest.fixture(scope="module")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> EntityRuler:
    path: Path = tmp_path_factory.mktemp("catalogue") / "catalogue.jsonl"
    path.write_text('{"title": "Desk Lamp", "aliases": ["reading light"], "skus": ["6817146515"]}\n')
    return EntityRuler(path, WORDS)


def readers() -> Iterator[tuple[str, Read]]:
    """Every function that reads a text, and every pattern, with its name."""
    for module in modules_of("bot.entities"):
        yield from patterns_in(module)
        for name, read in readers_in(module, TEXTS, {"mentions": ()}):
            if read is not None:
                yield name, read
    ngrams = Ngrams()
    ngrams.fit([f"{word} it" for word in WORDS])
    yield "Ngrams.weights", ngrams.weights
    yield "SentenceSpelling.put_right", SentenceSpelling(WORDS, WORDS).put_right


READERS = dict(readers())


@pytest.mark.parametrize("name", READERS)
def test_time_grows_with_the_length(name: str) -> None:
    assert faults_of(READERS[name]) == []


def test_the_time_of_all_of_them_together_grows_with_the_length(ruler: EntityRuler) -> None:
    assert faults_of(ruler.mentions) == []


def test_the_functions_known_to_read_a_text_are_among_them() -> None:
    assert {
        "bot.entities.clauses.clauses",
        "bot.entities.contacts.emails",
        "bot.entities.order_numbers.order_numbers",
        "bot.entities.people.person_names",
    } <= set(READERS)
