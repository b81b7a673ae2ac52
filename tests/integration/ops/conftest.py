"""Settings and servers of a test's own."""

import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from aisle.settings import Settings, load_settings, setting_names
from ops.database_server import database_server
from ops.databases import prepare_databases
from ops.postgres import EmbeddedPostgres
from ops.secrets import ensure_secrets


@pytest.fixture
def var_dir() -> Iterator[Path]:
    """A folder for what is generated; short, as sockets need."""
    folder = Path(tempfile.mkdtemp(prefix="aisle-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def settings(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Development settings of a new machine."""
    for name in setting_names().values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AISLE_VAR_DIR", str(var_dir))
    ensure_secrets(var_dir, development=True)
    return load_settings()


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[EmbeddedPostgres]:
    """A running embedded server with both databases."""
    async with database_server(settings, "a test", print) as running:
        assert running is not None
        await prepare_databases(settings, running)
        yield running


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]
