"""Dumps one database and restores it, by PostgreSQL's own tools."""

import os
from collections.abc import Mapping
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from ops.postgres import postgres_tool
from ops.tool import run_tool

# What the role may not make itself; the set-up does.
_WITHOUT = ["--no-owner", "--no-privileges", "--exclude-extension=vector"]
_NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


async def dump(url: str, target: Path, log: Path) -> None:
    """Write everything in the database at `url`, as of one moment, to `target`. Raises OperatorError."""
    command = [postgres_tool("pg_dump"), "--format=custom", "--compress=6", *_WITHOUT, f"--file={target}"]
    await run_tool("pg_dump", command, log, _environment(url))


async def restore(url: str, source: Path, log: Path) -> None:
    """Make what a dump holds in the empty database at `url`, all or nothing. Raises OperatorError."""
    environment = _environment(url)
    command = [
        *(postgres_tool("pg_restore"), "--single-transaction", "--exit-on-error"),
        *("--no-owner", "--no-privileges", f"--dbname={environment['PGDATABASE']}", str(source)),
    ]
    await run_tool("pg_restore", command, log, environment)


def _environment(url: str) -> Mapping[str, str]:
    """The tools' settings: not as arguments, which every user of the machine sees."""
    parts = conninfo_to_dict(url)
    given = {name: str(parts[key]) for key, name in _NAMES.items() if parts.get(key)}
    return {"PATH": os.environ.get("PATH", ""), **given}
