"""Environments really made, as far as that needs no packages."""

import subprocess
from pathlib import Path

import pytest

from ops import bootstrap as bootstrapping
from ops.bootstrap import BootstrapError, Environment, bootstrap

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An environment not made yet, that needs no package; pip finds none anywhere."""
    monkeypatch.setattr(bootstrapping, "ROOT", tmp_path)
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "app.txt").write_text("# nothing\n")
    return Environment(".venv", [["app.txt"]], tmp_path)


def test_an_interrupted_installation_is_started_over(environment: Environment) -> None:
    environment.folder.mkdir()
    environment.marker.touch()
    half_a_package = environment.folder / "half-a-package"
    half_a_package.touch()
    bootstrap([environment])
    assert not half_a_package.exists()
    assert environment.missing_runs() == []
    subprocess.run([environment.python, "-m", "pip", "--version"], check=True, capture_output=True)


def test_a_failed_installation_shows_its_last_lines_and_is_not_taken_for_done(
    environment: Environment,
) -> None:
    (environment.requirements / "app.txt").write_text("there-is-no-such-package==1\n")
    with pytest.raises(BootstrapError, match=r"No matching distribution found for there-is-no-such-package"):
        bootstrap([environment])
    assert environment.missing_runs() == [["app.txt"]]
