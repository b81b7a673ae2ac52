"""Which model is current, and which are kept."""

import os
from pathlib import Path

import pytest

from aisle.settings import secret_setting_names
from ops import training


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


def test_the_newest_models_are_kept(models: Path) -> None:
    made = [a_model(models, age) for age in range(training.KEPT_MODELS + 3)]
    training._delete_oldest()
    assert set(models.iterdir()) == set(made[: training.KEPT_MODELS])


def test_rasa_gets_no_secret_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in secret_setting_names():
        monkeypatch.setenv(name, "hush")
    monkeypatch.setenv("AISLE_STORE_NAME", "Corner Store")
    given = training.environment_without_secrets()
    assert "hush" not in given.values()
    assert given["AISLE_STORE_NAME"] == "Corner Store"
