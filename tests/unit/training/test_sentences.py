"""What may be done with the training sentences, whoever else edits them."""

from pathlib import Path

import pytest

from training import files
from training.files import FileBusy, read_text
from training.place import Place
from training.sentences import (
    Add,
    Begin,
    Edit,
    End,
    IntentThere,
    IntentUnknown,
    Remove,
    Rewrite,
    SentenceGone,
    Sentences,
    SentenceThere,
    TooFewSentences,
)

TALK = "nlu:\n- intent: greet\n  examples: |\n    - hi\n    - hello there\n    - good day\n"
ORDERS = "nlu:\n- intent: cancel_order\n  examples: |\n    - cancel it\n    - stop my order\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place.below(tmp_path)
    place.sentences.mkdir(parents=True)
    (place.sentences / "talk.yml").write_text(TALK)
    (place.sentences / "orders.yml").write_text(ORDERS)
    return place


def test_several_edits_are_one_change(place: Place) -> None:
    before = Sentences(place).change(
        [
            Add("cancel_order", "I don't want [it](goods)"),
            Remove("greet", "hi"),
            Rewrite("greet", "good day", "good [day](date)"),
            Begin("orders.yml", "track_it", ("where is it", "track it")),
        ]
    )
    assert {path.name for path in before} == {"talk.yml", "orders.yml"}
    said = [(each.file, each.intent, each.text) for each in Sentences(place).read()]
    assert said == [
        ("orders.yml", "cancel_order", "cancel it"),
        ("orders.yml", "cancel_order", "stop my order"),
        ("orders.yml", "cancel_order", "I don't want it"),
        ("orders.yml", "track_it", "where is it"),
        ("orders.yml", "track_it", "track it"),
        ("talk.yml", "greet", "hello there"),
        ("talk.yml", "greet", "good day"),
    ]
    Sentences(place).change([End("track_it"), Remove("cancel_order", "I don't want [it](goods)")])
    assert read_text(place.sentences / "orders.yml") == ORDERS


@pytest.mark.parametrize(
    ("edits", "refusal"),
    [
        ([Add("cancel_order", "no"), Add("greet", "Stop  my ORDER")], SentenceThere),
        ([Add("cancel_order", "no"), Add("greet", "no")], SentenceThere),
        ([Add("cancel_order", "no"), Add("nothing", "x")], IntentUnknown),
        ([Add("cancel_order", "no"), Remove("greet", "good evening")], SentenceGone),
        ([Add("greet", "yo"), Remove("cancel_order", "cancel it")], TooFewSentences),
        ([Add("greet", "yo"), Begin("talk.yml", "cancel_order", ("a", "b"))], IntentThere),
        ([Begin("talk.yml", "new", ("a",))], TooFewSentences),
    ],
)
def test_what_is_refused_leaves_everything_as_it_was(
    place: Place, edits: list[Edit], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        Sentences(place).change(edits)
    assert read_text(place.sentences / "talk.yml") == TALK
    assert read_text(place.sentences / "orders.yml") == ORDERS


def test_an_edit_that_somebody_saves_meanwhile_is_kept(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = iter([ORDERS + "    - somebody else's\n"])
    read = files.read_text

    def read_and_be_overtaken(path: Path) -> str:
        text = read(path)
        if path.name == "orders.yml" and (theirs := next(saved, None)):
            path.write_text(theirs)
        return text

    monkeypatch.setattr("training.sentences.read_text", read_and_be_overtaken)
    Sentences(place).change([Add("cancel_order", "ours")])
    assert read_text(place.sentences / "orders.yml") == ORDERS + "    - somebody else's\n    - ours\n"


def test_whoever_saves_without_end_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter(range(100))

    def ever_new(path: Path) -> str:
        return ORDERS + f"    - number {next(counts)}\n" if path.name == "orders.yml" else TALK

    monkeypatch.setattr("training.sentences.read_text", ever_new)
    with pytest.raises(FileBusy):
        Sentences(place).change([Add("cancel_order", "ours")])
