"""Which model is in use, and which go."""

import os
from pathlib import Path

import pytest

from training.place import Place
from training.shelf import KEPT, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    (tmp_path / "models").mkdir()
    (tmp_path / "domain.yml").write_text(
        "intents: [greet]\nentities: [colour]\nresponses: {utter_hi: [{text: hi}]}\n"
    )
    return Shelf(Place.below(tmp_path))


def a_model(shelf: Shelf, name: str, age: int) -> Path:
    path = shelf.path(name)
    path.touch()
    os.utime(path, (10_000 - age, 10_000 - age))
    return path


def test_the_newest_is_in_use_until_one_is_promoted(shelf: Shelf) -> None:
    assert shelf.in_use() == ""
    a_model(shelf, "old", 2)
    a_model(shelf, "new", 1)
    assert shelf.in_use() == "new"
    shelf.put_in_use("old", "needs")
    assert shelf.in_use() == "old"


def test_a_pinned_model_stays_in_use_beside_a_newer_one(shelf: Shelf) -> None:
    a_model(shelf, "first", 2)
    shelf.pin()
    a_model(shelf, "candidate", 1)
    assert shelf.in_use() == "first"
    assert shelf.promoted_if_fit() == shelf.path("first")


def test_a_promoted_model_whose_file_is_gone_is_not_in_use(shelf: Shelf) -> None:
    a_model(shelf, "new", 1)
    shelf.put_in_use("gone", "needs")
    assert shelf.in_use() == "new"


def test_what_trainers_edit_is_not_what_a_model_needs(shelf: Shelf, tmp_path: Path) -> None:
    before, inputs = shelf.needs(), shelf.inputs()
    domain = (tmp_path / "domain.yml").read_text()
    (tmp_path / "domain.yml").write_text(domain.replace("text: hi", "text: hello").replace("greet", "leave"))
    assert shelf.needs() == before
    assert shelf.inputs() != inputs
    (tmp_path / "domain.yml").write_text(domain.replace("colour", "size"))
    assert shelf.needs() != before


def test_old_models_go_but_for_those_that_are_needed(shelf: Shelf) -> None:
    names = [f"model-{age}" for age in range(KEPT + 4)]
    for age, name in enumerate(names):
        a_model(shelf, name, age)
    shelf.keep_keys(names[-1], ["a"])
    shelf.put_in_use(names[-2], "needs")
    assert set(shelf.prune({names[-3]})) == {names[-1], names[-4]}
    assert set(shelf.names()) == {*names[:KEPT], names[-2], names[-3]}
    assert shelf.keys(names[-1]) == []


@pytest.mark.parametrize("name", ["../x", "a/b", "", "a b"])
def test_a_name_leads_nowhere_else(shelf: Shelf, name: str) -> None:
    with pytest.raises(ValueError, match="is no model's name"):
        shelf.path(name)
