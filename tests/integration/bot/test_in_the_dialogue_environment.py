"""Starts this folder's other tests with `.venv-rasa`, where Rasa is, and lends them a PostgreSQL."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import create_database, database_address, drop_database
from tests.dialogue.servers import trained_model

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_integration_tests_of_the_dialogue_server_pass_in_its_environment(postgres_server: str) -> None:
    for needed, remedy in ((PYTHON, "make setup"), (ROOT / "var" / "encoder", "make setup")):
        if not needed.exists():
            pytest.skip(f"no {needed}: run `{remedy}`")
    create_database(postgres_server, "tracker_tests")
    environment = os.environ | {
        "TRACKER_TEST_DATABASE_URL": database_address(postgres_server, "tracker_tests"),
        "TRAINED_TEST_MODEL": str(trained_model()),
    }
    command = [PYTHON, "-m", "pytest", "-q", "--disable-warnings", "-c", "/dev/null", "--rootdir", ROOT]
    run = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--import-mode", "importlib", "--confcutdir", FOLDER, FOLDER],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    drop_database(postgres_server, "tracker_tests")
    assert run.returncode == 0, run.stdout + run.stderr
