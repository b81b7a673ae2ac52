"""Which model is current, and which are kept."""

import os
from pathlib import Path

import pytest

from aisle.settings import secret_setting_names
from ops import training
from training.rasa import environment_without_secrets


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(training, "MODELS", folder)
    return folder


def a_model(models: Path, age: int) -> Path:
    model = models / f"model-{age}.tar.gz"
    model.touch()
    os.utime(model, (10_000 - age, 10_000 - age))
    return model


def test_a_model_of_other_inputs_is_not_current(models: Path, tmp_path: Path) -> None:
    newest, _ = a_model(models, 1), a_model(models, 2)
    assert training.current_model(tmp_path) is None
    (models / ".trained-from").write_text(training._digest(tmp_path))
    assert training.current_model(tmp_path) == newest


def test_a_promoted_model_serves_while_it_fits(models: Path, tmp_path: Path) -> None:
    newest, promoted = a_model(models, 1), a_model(models, 2)
    shelf = training._shelf(tmp_path)
    shelf.put_in_use("model-2", shelf.needs())
    assert training.serving_model(tmp_path) == promoted
    assert training.current_model(tmp_path) is None
    shelf.put_in_use("model-2", "other rules")
    assert training.serving_model(tmp_path) is None
    shelf.note_newest(shelf.inputs())
    assert training.serving_model(tmp_path) == newest


def test_rasa_gets_no_secret_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in secret_setting_names():
        monkeypatch.setenv(name, "hush")
    monkeypatch.setenv("AISLE_STORE_NAME", "Corner Store")
    given = environment_without_secrets()
    assert "hush" not in given.values()
    assert given["AISLE_STORE_NAME"] == "Corner Store"
