"""Conversations with the real Rasa, the real action server and a real PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import cache

import httpx
import pytest
import yaml

from commerce.database import Sessions, create_engine, sessions_of
from commerce.help.load import load_help_articles
from tests.conftest import create_database, database_address
from tests.dialogue.chat import Chat
from tests.dialogue.phone import PhoneChat
from tests.dialogue.servers import ROOT, VAR, Servers, running_servers
from tests.dialogue.shoppers import ShopperWithOrders, a_shopper_with_orders
from tests.discreet_logs import personal_in

Begin = Callable[..., Awaitable[Chat]]


@pytest.fixture(scope="session")
def dialogue_store(postgres_server: str, jobs_template: str) -> str:
    """One store for all conversations; each test has its own customers in it."""
    create_database(postgres_server, "dialogue_store", template=jobs_template)
    create_database(postgres_server, "dialogue_tracker")
    return database_address(postgres_server, "dialogue_store")


@pytest.fixture(scope="session")
def servers(postgres_server: str, dialogue_store: str) -> Iterator[Servers]:
    """The servers, started once."""
    with running_servers(dialogue_store, database_address(postgres_server, "dialogue_tracker")) as running:
        yield running
        assert personal_in(running.logs.iterdir()) == {}


@pytest.fixture(scope="session")
async def help_articles(dialogue_store: str) -> None:
    """The store's help articles, embedded by the exported encoder."""
    await load_help_articles(
        dialogue_store, ROOT / "data" / "help", lambda line: None, encoder_folder=VAR / "encoder"
    )


@pytest.fixture
async def store_sessions(dialogue_store: str) -> AsyncIterator[Sessions]:
    """Sessions on the conversations' store."""
    engine = create_engine(dialogue_store)
    yield sessions_of(engine)
    await engine.dispose()


@pytest.fixture
def channel() -> str:
    """Where the shopper writes, unless the test is held on several channels."""
    return "web"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hold each conversation of the table of requests by text message too."""
    if "begin" in metafunc.fixturenames and _name_in_table(metafunc) in conversations_in_table():
        metafunc.parametrize("channel", ["web", "sms"])


def _name_in_table(metafunc: pytest.Metafunc) -> str:
    return f"{metafunc.module.__name__.rpartition('.')[2]}::{metafunc.function.__name__}"


@cache
def conversations_in_table() -> frozenset[str]:
    """`file::test` of every test that shows a request in a class, by tests/contract/conversations.yml."""
    table = yaml.safe_load((ROOT / "tests" / "contract" / "conversations.yml").read_text())
    cells = [cell for row in table.values() for cell in row.values()]
    return frozenset(name for cell in cells for name in ([cell] if isinstance(cell, str) else cell))


@pytest.fixture
async def begin(servers: Servers, store_sessions: Sessions, channel: str) -> AsyncIterator[Begin]:
    """Begins a conversation: `await begin()` anonymous, `await begin(customer_id)` verified."""
    texting: set[str] = set()
    async with httpx.AsyncClient(base_url=servers.gateway_url, timeout=30) as client:

        async def begin_chat(customer_id: str | None = None) -> Chat:
            # A customer has one number on file: what they begin beside it, they begin on the website.
            if channel == "sms" and customer_id not in texting:
                texting.update({customer_id} if customer_id else ())
                return await PhoneChat.begin(store_sessions, client, customer_id)
            return await Chat.begin(store_sessions, client, customer_id)

        yield begin_chat


@pytest.fixture
async def jane(store_sessions: Sessions) -> ShopperWithOrders:
    """A customer of this test's own, who has no orders yet."""
    return await a_shopper_with_orders(store_sessions, first_name="Jane")


@pytest.fixture
async def bob(store_sessions: Sessions) -> ShopperWithOrders:
    """Another one."""
    return await a_shopper_with_orders(store_sessions, first_name="Bob")
