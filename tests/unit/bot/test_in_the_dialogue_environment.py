"""Starts this folder's other tests with `.venv-rasa`, where Rasa and spaCy are."""

import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"


@pytest.mark.timeout(300)
def test_unit_tests_of_the_dialogue_server_pass_in_its_environment() -> None:
    if not PYTHON.exists():
        pytest.skip("no .venv-rasa: run `make setup`")
    command = [PYTHON, "-m", "pytest", "-q", "--disable-warnings", "-c", "/dev/null", "--rootdir", ROOT]
    run = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--import-mode", "importlib", "--confcutdir", FOLDER, FOLDER],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
