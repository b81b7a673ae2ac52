"""An environment really made, as far as that needs no packages."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import bootstrap as bootstrapping
from ops.bootstrap import BootstrapError, Environment, bootstrap

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def interrupted() -> Iterator[Environment]:
    """An environment whose first installation was interrupted. It needs no package, and pip finds none."""
    with tempfile.TemporaryDirectory(prefix="aisle-") as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        patch.setattr(bootstrapping, "ROOT", root)
        for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
            patch.delenv(name, raising=False)
        patch.setenv("PIP_CONFIG_FILE", "/dev/null")
        patch.setenv("PIP_NO_INDEX", "1")
        (root / "requirements").mkdir()
        (root / "requirements" / "app.txt").write_text("# nothing\n")
        (root / "stand_ins").mkdir()
        (root / "stand_ins" / "left_out.py").write_text("IS_STAND_IN = True\n")
        environment = Environment(".venv", [["app.txt"]], root, modules="../../../../stand_ins")
        environment.folder.mkdir()
        environment.marker.touch()
        (environment.folder / "half-a-package").touch()
        yield environment


@pytest.fixture(scope="module")
def made(interrupted: Environment) -> Environment:
    bootstrap([interrupted])
    return interrupted


def test_an_interrupted_installation_is_started_over(made: Environment) -> None:
    assert not (made.folder / "half-a-package").exists()
    assert made.missing_runs() == []
    subprocess.run([made.python, "-m", "pip", "--version"], check=True, capture_output=True)


def test_modules_of_ours_are_found_only_where_no_package_has_them(made: Environment) -> None:
    asked = [made.python, "-c", "import left_out; print(left_out.IS_STAND_IN)"]
    assert subprocess.run(asked, check=True, capture_output=True, text=True).stdout == "True\n"
    package = made.path_file.with_name("left_out.py")
    package.write_text("IS_STAND_IN = False\n")
    assert subprocess.run(asked, check=True, capture_output=True, text=True).stdout == "False\n"
    package.unlink()


def test_a_failed_installation_shows_its_last_lines_and_is_not_taken_for_done(made: Environment) -> None:
    (made.requirements / "app.txt").write_text("there-is-no-such-package==1\n")
    with pytest.raises(BootstrapError, match=r"No matching distribution found for there-is-no-such-package"):
        bootstrap([made])
    assert made.missing_runs() == [["app.txt"]]
