"""The user that PostgreSQL runs as when the operator is root, as PostgreSQL refuses to be root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from ops.errors import OperatorError

_NAME = "pgserver"


class RunAs(TypedDict, total=False):
    """The arguments of subprocess that change the user; none when the operator is not root."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class SystemUser:
    """Who owns the server's files and runs it."""

    uid: int
    gid: int

    @property
    def run_as(self) -> RunAs:
        if self.uid == os.getuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Make `path` this user's, private, and reachable."""
        path.chmod(0o700)
        if self.run_as:
            os.chown(path, self.uid, self.gid)
            let_pass(path)


def postgres_user() -> SystemUser:
    """The operator, or for root a user without rights, created when missing. Raises OperatorError."""
    if os.getuid() != 0:
        return SystemUser(os.getuid(), os.getgid())
    try:
        entry = pwd.getpwnam(_NAME)
    except KeyError:
        entry = _created()
    return SystemUser(entry.pw_uid, entry.pw_gid)


def let_pass(path: Path) -> None:
    """Let other users pass through (not list) every folder above `path`."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _created() -> pwd.struct_passwd:
    if shutil.which("useradd") is None:
        raise OperatorError(f"PostgreSQL cannot run as root and there is no useradd: add a user {_NAME!r}")
    add = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "--user-group", _NAME]
    added = subprocess.run(add, capture_output=True, text=True, check=False)
    try:
        return pwd.getpwnam(_NAME)
    except KeyError:
        raise OperatorError(
            f"could not add the user {_NAME!r} for PostgreSQL: {added.stderr.strip()}"
        ) from None
