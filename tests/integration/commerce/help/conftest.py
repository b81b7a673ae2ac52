"""The exported sentence encoder, and the store's own articles loaded once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from commerce.database import Sessions, create_engine, sessions_of
from commerce.help.encoder import QuestionEncoder
from commerce.help.load import load_help_articles
from tests.conftest import create_database, database_address, drop_database

ROOT = Path(__file__).resolve().parents[4]
ENCODER = ROOT / "var" / "encoder"


@pytest.fixture(scope="session")
def encoder() -> QuestionEncoder:
    """The encoder that the set-up exports."""
    if not (ENCODER / "manifest.json").is_file():
        pytest.skip(f"no {ENCODER}: run `make setup`")
    return QuestionEncoder(ENCODER)


@pytest.fixture(scope="session")
async def help_sessions(
    postgres_server: str, store_template: str, encoder: QuestionEncoder
) -> AsyncIterator[Sessions]:
    """Sessions on a store that has the articles of `data/help`."""
    create_database(postgres_server, "help_store", template=store_template)
    address = database_address(postgres_server, "help_store")
    await load_help_articles(address, ROOT / "data" / "help", lambda line: None, encoder_folder=ENCODER)
    engine = create_engine(address)
    yield sessions_of(engine)
    await engine.dispose()
    drop_database(postgres_server, "help_store")
