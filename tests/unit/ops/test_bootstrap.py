"""When the environments are made, and what an operator is told when they cannot be."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ops import bootstrap as bootstrapping
from ops.bootstrap import Environment, main

SCRIPT = Path(bootstrapping.__file__)
HOLDING = """
import fcntl, sys
lock = open(sys.argv[1], "a")
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""
WAITING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from ops.bootstrap import only_one_at_a_time
with only_one_at_a_time(Path(sys.argv[1])):
    print("mine")
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repo's root with nothing but requirements; pip finds nothing outside of it."""
    monkeypatch.setattr(bootstrapping, "ROOT", tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    requirements = tmp_path / "requirements"
    requirements.mkdir()
    (requirements / "app.txt").write_text("# nothing\n")
    (requirements / "dev.txt").write_text("# nothing\n")
    return tmp_path


def an_environment(root: Path, *files: str) -> Environment:
    return Environment(".venv", [[file] for file in files or ("app.txt",)], root)


def pretend_installed(environment: Environment) -> None:
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    (environment.folder / "pyvenv.cfg").write_text("version = 3.11.7\n")
    environment.path_file.parent.mkdir(parents=True)
    environment.path_file.touch()
    for run in environment.pip_runs:
        environment.stamp(run).write_text(environment.wanted(run))


def test_nothing_is_missing_once_everything_is_stamped(root: Path) -> None:
    environment = an_environment(root, "app.txt", "dev.txt")
    pretend_installed(environment)
    assert environment.missing_runs() == []


def test_changed_requirements_are_installed_again_and_what_comes_after_them(root: Path) -> None:
    environment = an_environment(root, "app.txt", "dev.txt")
    pretend_installed(environment)
    (root / "requirements" / "dev.txt").write_text("pytest==1\n")
    assert environment.missing_runs() == [["dev.txt"]]
    (root / "requirements" / "app.txt").write_text("sanic==1\n")
    assert environment.missing_runs() == [["app.txt"], ["dev.txt"]]


def test_an_environment_from_before_the_stand_ins_is_completed(root: Path) -> None:
    environment = Environment(".venv", [["app.txt"]], root, modules="../somewhere")
    pretend_installed(environment)
    assert environment.missing_runs() == []
    environment.path_file.unlink()
    assert environment.missing_runs() == [["app.txt"]]


@pytest.mark.parametrize("damage", ["interrupted", "another python", "python gone"])
def test_an_environment_that_is_not_whole_is_not_built_upon(root: Path, damage: str) -> None:
    environment = an_environment(root)
    pretend_installed(environment)
    if damage == "interrupted":
        environment.marker.touch()
    elif damage == "another python":
        (environment.folder / "pyvenv.cfg").write_text("version = 3.12.1\n")
    else:
        environment.python.unlink()
    assert not environment.is_usable()
    assert environment.missing_runs() == [["app.txt"]]


def test_a_full_disk_is_said_in_one_line(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrapping, "NEEDED_BYTES", 2**60)
    monkeypatch.setattr(bootstrapping, "environments", lambda *_: [an_environment(root)])
    assert main([]) == 1
    said = capsys.readouterr().out
    assert re.fullmatch(
        r"aisle: not enough disk space: [\d.]+ GB free at \S+ and the set-up needs 1073741824 GB\n", said
    )


def test_a_second_setup_waits_for_the_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = root / "bootstrap.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        command = [sys.executable, "-c", WAITING, str(lock), str(SCRIPT.parent.parent)]
        waiting = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "aisle: another set-up is at work here; waiting for it\n"
        assert waiting.poll() is None
        first.communicate("")
    assert waiting.communicate(timeout=10)[0] == "mine\n"


def test_the_lock_outlives_its_holder_in_an_installation_that_goes_on(root: Path) -> None:
    lock = root / "bootstrap.lock"
    with bootstrapping.only_one_at_a_time(lock) as number:
        installation = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE, pass_fds=[number]
        )
    with lock.open() as other:
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        installation.communicate(b"")
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def a_python(folder: Path, name: str, version: str) -> Path:
    """An executable called `name` that says it is Python `version` and runs the rest with the real one."""
    path = folder / name
    major, minor = version.split(".")
    path.write_text(
        f"#!{sys.executable}\n"
        "import runpy, sys\n"
        f"sys.version_info = ({major}, {minor}, 0)\n"
        "if sys.argv[1] == '-c':\n"
        "    exec(sys.argv[2])\n"
        "else:\n"
        "    print('handed over to', sys.executable and sys.argv[0], flush=True)\n"
        "    sys.argv = sys.argv[1:]\n"
        "    runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    path.chmod(0o755)
    return path


def run_script(python: Path, root: Path) -> subprocess.CompletedProcess[str]:
    """Run a copy of the script in `root`, with nothing but `root` on PATH."""
    script = root / "ops" / "bootstrap.py"
    script.parent.mkdir()
    shutil.copy(SCRIPT, script)
    env = os.environ | {"PATH": str(root)}
    return subprocess.run([python, script], env=env, capture_output=True, text=True, check=False)


def test_the_wrong_python_is_named_with_what_to_do(tmp_path: Path) -> None:
    wrong = a_python(tmp_path, "python3", "3.9")
    ran = run_script(wrong, tmp_path)
    assert ran.returncode == 1
    assert ran.stdout.splitlines()[-1] == (
        "aisle: Python 3.11 is needed and this is 3.9: install python3.11, "
        "or point to one with `make PYTHON=/path/to/python3.11`"
    )


def test_the_wrong_python_hands_over_to_a_right_one_on_the_path(tmp_path: Path) -> None:
    wrong = a_python(tmp_path, "python3", "3.9")
    right = a_python(tmp_path, "python3.11", "3.11")
    requirements = tmp_path / "requirements"
    requirements.mkdir()
    for name in ("app.txt", "rasa.txt", "rasa-nodeps.txt"):
        (requirements / name).write_text("# nothing\n")
    for environment in bootstrapping.environments(False):
        here = Environment(environment.folder.name, environment.pip_runs, tmp_path, environment.modules)
        pretend_installed(here)
    ran = run_script(wrong, tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"handed over to {right}" in ran.stdout
