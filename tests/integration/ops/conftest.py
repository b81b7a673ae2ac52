"""Settings and servers of a test's own."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from aisle.settings import Settings, load_settings, setting_names
from ops.database_server import database_server
from ops.databases import prepare_databases
from ops.postgres import EmbeddedPostgres
from ops.secrets import ensure_secrets


@pytest.fixture(scope="session")
def created_data() -> Iterator[Path]:
    """The data of a server that was created and never started; creating takes a second or more."""
    with tempfile.TemporaryDirectory(prefix="aisle-") as folder:
        data = Path(folder) / "postgres"
        EmbeddedPostgres(data).prepare()
        with (data / "postgresql.conf").open("a") as settings_file:
            settings_file.write("fsync = off\n")  # no test pulls the plug
        yield data


@pytest.fixture
def empty_var_dir() -> Iterator[Path]:
    """A folder for what is generated; short, as sockets need."""
    folder = Path(tempfile.mkdtemp(prefix="aisle-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def deep_var_dir(empty_var_dir: Path, created_data: Path) -> Path:
    """One too deep for a socket beside the data."""
    deep = empty_var_dir.joinpath(*["a-rather-long-folder-name"] * 5)
    deep.mkdir(parents=True)
    subprocess.run(["cp", "-a", created_data, deep], check=True)
    return deep


@pytest.fixture
def var_dir(empty_var_dir: Path, created_data: Path) -> Path:
    """The same with a server's data in it."""
    subprocess.run(["cp", "-a", created_data, empty_var_dir], check=True)
    return empty_var_dir


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
