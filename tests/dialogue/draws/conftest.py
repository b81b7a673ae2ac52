"""The imported store behind the real gateway, dialogue server and action server, every row recorded."""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from commerce.catalogue_export import export_catalogue
from commerce.clock import SystemClock
from commerce.database import create_engine, sessions_of
from commerce.importing.load import import_store
from commerce.links.documents import DocumentLinks
from commerce.notifications.setup import notifier_of
from tests.conftest import create_database, database_address
from tests.dialogue.draws.recorded_rows import start_recording
from tests.dialogue.draws.store import ImportedStore
from tests.dialogue.servers import SECRET, VAR, running_servers
from tests.retail_store import FOLDER, Files

STORE = "Test Store"


@pytest.fixture(scope="session")
async def retail_database(
    postgres_server: str, jobs_template: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of the imported store, whose changes are recorded from here on."""
    if not FOLDER.is_dir():
        pytest.skip(f"{FOLDER} is not there")
    create_database(postgres_server, "retail_draws", template=jobs_template)
    create_database(postgres_server, "retail_draws_tracker")
    address = database_address(postgres_server, "retail_draws")
    rejects = tmp_path_factory.mktemp("rejects") / "rejects.jsonl"
    await import_store(address, FOLDER, lambda line: None, rejects_path=rejects)
    start_recording(address)
    return address


@pytest.fixture(scope="session")
async def retail_var(retail_database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the encoder and the store's own catalogue, as the set-up leaves it."""
    folder = tmp_path_factory.mktemp("var")
    (folder / "encoder").symlink_to(VAR / "encoder")
    await export_catalogue(retail_database, folder / "catalogue.jsonl")
    return folder


@pytest.fixture(scope="session")
async def retail(
    postgres_server: str, retail_database: str, retail_var: Path
) -> AsyncIterator[ImportedStore]:
    """The store, open to its shoppers."""
    tracker = database_address(postgres_server, "retail_draws_tracker")
    engine = create_engine(retail_database)
    notifier = notifier_of(retail_database, SystemClock(), STORE)
    with running_servers(
        retail_database, tracker, AISLE_VAR_DIR=str(retail_var), AISLE_STORE_NAME=STORE
    ) as servers:
        links = DocumentLinks(servers.gateway_url, SECRET)
        async with httpx.AsyncClient(base_url=servers.gateway_url, timeout=30) as client:
            yield ImportedStore(Files(), sessions_of(engine), client, notifier, links, SystemClock())
    await engine.dispose()


@pytest.fixture
def dice(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.node.name)
