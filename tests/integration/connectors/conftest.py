"""A running gateway with a fake dialogue server behind it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import pytest

from commerce.database import Sessions
from connectors.options import GatewayOptions
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, running_gateway

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
