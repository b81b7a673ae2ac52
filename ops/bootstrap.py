"""Makes the two Python environments; needs nothing but the standard library.

    python3 ops/bootstrap.py [--dev] [--trainer-extras] [--stock]

Runs under any Python 3 and hands over to a Python 3.11 if there is one.
See docs/decisions/0002-two-environments.md.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON_VERSION = (3, 11)
NEEDED_BYTES = 5 * 1024**3
SECONDS_BETWEEN_REPORTS = 20
# Modules of ours for packages that are left out: see docs/decisions/0130-without-tensorflow.md.
STAND_INS = "../../../../bot/stand_ins"  # seen from site-packages
LINES_SHOWN_ON_FAILURE = 15


class BootstrapError(Exception):
    """Why the environments could not be made, in words for the operator."""


class Environment:
    """A virtual environment and the pip runs that fill it."""

    def __init__(self, folder, pip_runs, root=ROOT, modules=None):
        self.folder = root / folder
        self.pip_runs = pip_runs  # lists of pip arguments, the last of each a file in requirements/
        self.modules = modules  # a folder of modules, seen from site-packages, where no package has them
        self.requirements = root / "requirements"
        self.log = root / "var" / "log" / "setup{}.log".format(folder.replace(".", "-"))

    @property
    def python(self):
        return self.folder / "bin" / "python"

    @property
    def marker(self):
        """Present while a first installation is under way: what is in the folder may be half a package."""
        return self.folder / ".installing"

    @property
    def path_file(self):
        """Where Python reads what to search after site-packages."""
        version = "python{}.{}".format(*PYTHON_VERSION)
        return self.folder / "lib" / version / "site-packages" / "aisle.pth"

    def stamp(self, run):
        return self.folder / f".installed-{Path(run[-1]).stem}"

    def wanted(self, run):
        content = (self.requirements / run[-1]).read_bytes()
        version = ".".join(map(str, sys.version_info[:2]))
        return hashlib.sha256(" ".join([version, *run]).encode() + content).hexdigest()

    def is_usable(self):
        """Whether it is whole and of the right Python, so that packages can be added to it."""
        if self.marker.exists() or not self.python.exists():
            return False
        version = "version = {}.{}.".format(*PYTHON_VERSION)
        return version in (self.folder / "pyvenv.cfg").read_text()

    def missing_runs(self):
        """The pip runs whose requirements are not installed as they are now; all after the first of them."""
        if not self.is_usable() or (self.modules and not self.path_file.exists()):
            return self.pip_runs
        for index, run in enumerate(self.pip_runs):
            stamp = self.stamp(run)
            if not stamp.exists() or stamp.read_text() != self.wanted(run):
                return self.pip_runs[index:]
        return []


def environments(with_checks, with_extras=False, with_stock=False):
    """The environments to make.

    `with_checks` adds what lint and tests need, `with_extras` what pipelines with Rasa's own models need,
    `with_stock` an environment with Rasa as it is, to compare with.
    """
    app = [["app.txt"]] + ([["dev.txt"]] if with_checks else [])
    # Everything Rasa needs is listed and some of it on purpose not as Rasa declares: nothing to resolve.
    rasa = [["--no-deps", "rasa.txt"], ["--no-deps", "--ignore-requires-python", "rasa-nodeps.txt"]]
    extras = [["--no-deps", "rasa-extras.txt"]]
    checks = [["--no-deps", "rasa-dev.txt"]]
    runs = rasa + (checks if with_checks else []) + (extras if with_extras else [])
    made = [Environment(".venv", app), Environment(".venv-rasa", runs, modules=STAND_INS)]
    return made + ([Environment(".venv-stock", rasa + extras)] if with_stock else [])


def say(text):
    print(f"aisle: {text}", flush=True)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also what lint and tests need")
    parser.add_argument("--trainer-extras", action="store_true", help="also TensorFlow, for Rasa models")
    parser.add_argument("--stock", action="store_true", help="also Rasa as it is, to compare with")
    options = parser.parse_args(arguments)
    hand_over_to_a_right_python()
    try:
        bootstrap(environments(options.dev, options.trainer_extras, options.stock))
    except BootstrapError as error:
        say(error)
        return 1
    except KeyboardInterrupt:
        say("set-up interrupted; run it again to go on")
        return 130
    return 0


def hand_over_to_a_right_python():
    """Return under Python 3.11; else become the one on PATH, or exit saying what is wrong."""
    if sys.version_info[:2] == PYTHON_VERSION:
        return
    wanted = ".".join(map(str, PYTHON_VERSION))
    other = shutil.which("python" + wanted)
    probe = f"import sys; sys.exit(sys.version_info[:2] != {PYTHON_VERSION})"
    if other and subprocess.run([other, "-c", probe], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        os.execv(other, [other, *sys.argv])  # noqa: S606  the same script, another interpreter
    this = "{}.{}".format(*sys.version_info)
    say(
        f"Python {wanted} is needed and this is {this}: install python{wanted}, "
        f"or point to one with `make PYTHON=/path/to/python{wanted}`"
    )
    sys.exit(1)


def bootstrap(wanted):
    """Make what is missing of the `wanted` environments, side by side. Raises BootstrapError."""
    if not any(environment.missing_runs() for environment in wanted):
        return
    with only_one_at_a_time(ROOT / "var" / "bootstrap.lock") as lock:
        missing = [environment for environment in wanted if environment.missing_runs()]
        if not missing:
            return
        check_venv_module()
        check_disk_space()
        started = time.monotonic()
        with ThreadPoolExecutor(len(missing)) as pool:
            for making in [pool.submit(make, environment, lock) for environment in missing]:
                making.result()
        say(f"environments ready in {time.monotonic() - started:.0f} s")


@contextmanager
def only_one_at_a_time(path):
    """Hold the lock; gives its file descriptor, which holds it on in a child that outlives this process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up is at work here; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def check_venv_module():
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        raise BootstrapError(
            f"this Python has no {error.name}; on Debian: apt-get install python3.11-venv"
        ) from error


def check_disk_space():
    free = shutil.disk_usage(str(ROOT)).free
    if free < NEEDED_BYTES:
        raise BootstrapError(
            f"not enough disk space: {free / 1024**3:.1f} GB free at {ROOT} "
            f"and the set-up needs {NEEDED_BYTES / 1024**3:.0f} GB"
        )


def make(environment, lock):
    """Create or complete one environment, leaving stamps that say what is in it."""
    name = environment.folder.name
    started = time.monotonic()
    runs = environment.missing_runs()
    environment.log.parent.mkdir(parents=True, exist_ok=True)
    with environment.log.open("w") as log:
        if not environment.is_usable():
            if environment.folder.exists():
                say(f"{name}: what is there is of another Python or half installed; starting it over")
                shutil.rmtree(str(environment.folder))
            environment.folder.mkdir()
            environment.marker.touch()
            run_logged([sys.executable, "-m", "venv", str(environment.folder)], name, log, lock)
        environment.marker.touch()
        for run in runs:
            install(environment, run, log, lock)
        if environment.modules:
            environment.path_file.write_text(environment.modules + "\n")
        environment.marker.unlink()
    say(f"{name}: done in {time.monotonic() - started:.0f} s")


def install(environment, run, log, lock):
    *options, requirements = run
    file = environment.requirements / requirements
    packages = sum(1 for line in file.read_text().splitlines() if line and not line.startswith("#"))
    where = os.path.relpath(str(environment.log), str(ROOT))
    say(f"{environment.folder.name}: installing {packages} packages of {requirements} ({where})")
    pip = [str(environment.python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    run_logged([*pip, *options, "-r", str(file)], environment.folder.name, log, lock)
    environment.stamp(run).write_text(environment.wanted(run))


def run_logged(command, name, log, lock):
    """Run `command` into `log`, saying now and then how far it is. Raises BootstrapError if it fails."""
    begin = Path(log.name).stat().st_size
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=str(ROOT), pass_fds=[lock])
    try:
        while process.poll() is None:
            wait_for(process)
            if process.poll() is None:
                say(f"{name}: {progress(log.name, begin)} ({time.monotonic() - started:.0f} s)")
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode != 0:
        raise BootstrapError(failure(command, log.name, begin))


def wait_for(process):
    """Return when `process` has ended or it is time to report."""
    try:
        process.wait(SECONDS_BETWEEN_REPORTS)
    except subprocess.TimeoutExpired:
        return


def progress(log_name, begin):
    """What pip is doing, from the part of its log that begins at `begin`."""
    lines = log_lines(log_name, begin)
    if any(line.startswith("Installing collected packages") for line in lines):
        return "unpacking"
    return "{} packages found".format(sum(1 for line in lines if line.startswith("Collecting ")))


def failure(command, log_name, begin):
    tail = "\n".join("    " + line for line in log_lines(log_name, begin)[-LINES_SHOWN_ON_FAILURE:])
    return "`{}` failed; its last lines (all of them in {}):\n{}".format(" ".join(command), log_name, tail)


def log_lines(log_name, begin):
    with Path(log_name).open(errors="replace") as log:
        log.seek(begin)
        return log.read().splitlines()


if __name__ == "__main__":
    sys.exit(main())
