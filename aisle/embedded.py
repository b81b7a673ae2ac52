"""Where the embedded PostgreSQL listens and how to reach a database in it."""

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

from dotenv import dotenv_values

STORE_DATABASE, STORE_ROLE = "aisle", "aisle"
TRACKER_DATABASE, TRACKER_ROLE = "aisle_tracker", "aisle_rasa"

# The name in var/secrets.env of each role's generated password. The administrator has none: the server
# knows the operator by the socket's peer.
PASSWORD_NAMES = {
    STORE_ROLE: "EMBEDDED_STORE_PASSWORD",
    TRACKER_ROLE: "EMBEDDED_TRACKER_PASSWORD",
}

# A unix socket's path holds 107 bytes on Linux and 103 elsewhere; PostgreSQL adds its file's name.
_LONGEST_SOCKET_DIR = 103 - len("/.s.PGSQL.5432.lock")


def secrets_path(var_dir: Path) -> Path:
    """The file of generated secrets."""
    return var_dir / "secrets.env"


def socket_dir(data: Path) -> Path:
    """The private directory of the socket: beside `data`, or a short one when that is too deep."""
    beside = data.parent / f"{data.name}.socket"
    if len(os.fsencode(beside)) <= _LONGEST_SOCKET_DIR:
        return beside
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"aisle-{os.getuid()}-{digest}"


def data_dir(var_dir: Path) -> Path:
    """The directory of the server's data."""
    return var_dir / "postgres"


def embedded_url(var_dir: Path, role: str, database: str) -> str | None:
    """The URL of `database` as `role` in the server under `var_dir`; None before its password exists."""
    password = dotenv_values(secrets_path(var_dir)).get(PASSWORD_NAMES[role])
    if not password:
        return None
    host = quote(str(socket_dir(data_dir(var_dir))), safe="")
    return f"postgresql://{role}:{quote(password, safe='')}@/{database}?host={host}"
