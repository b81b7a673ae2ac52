"""A running gateway with a fake dialogue server behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack

import httpx
import pytest
from playwright.async_api import Browser as Chromium

from commerce.database import Sessions
from commerce.staff.models import Role
from connectors.server.options import GatewayOptions
from tests.browsing import running_chromium
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, running_gateway
from tests.integration.connectors.staff.people import Browser, a_member, signed_in

StartGateway = Callable[..., "AsyncIterator[RunningGateway]"]


@pytest.fixture
def dialogue() -> Iterator[FakeDialogue]:
    fake = FakeDialogue()
    fake.start()
    yield fake
    fake.held.set()
    fake.stop()


@pytest.fixture
async def start_gateway(
    database_url: str, sessions: Sessions, dialogue: FakeDialogue
) -> AsyncIterator[Callable]:
    """Starts gateways with the given options on this test's store; they stop with the test."""
    async with AsyncExitStack() as stack:

        async def start(**options: object) -> RunningGateway:
            wanted = GatewayOptions(**({"serves_demo": True} | options))
            return await stack.enter_async_context(
                running_gateway(database_url, sessions, [dialogue.url], wanted)
            )

        yield start


@pytest.fixture
async def gateway(start_gateway: Callable) -> RunningGateway:
    return await start_gateway()


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    async with running_chromium() as browser:
        yield browser


Enter = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def stranger(gateway: RunningGateway) -> AsyncIterator[Browser]:
    """A browser that nobody has signed in with."""
    async with httpx.AsyncClient(base_url=gateway.client.base_url, timeout=30) as client:
        yield Browser(client)


@pytest.fixture
async def enter(gateway: RunningGateway, sessions: Sessions) -> AsyncIterator[Enter]:
    """Signs a new member of a role in."""
    async with AsyncExitStack() as stack:

        async def begin(role: Role = Role.AGENT, email: str = "") -> Browser:
            member = await a_member(sessions, role, email or f"{role.value}@store.example")
            browser = await signed_in(sessions, gateway.client.base_url, member)
            await stack.enter_async_context(browser.client)
            return browser

        yield begin
