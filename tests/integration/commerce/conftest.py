"""What the integration tests of the core start from."""

from collections.abc import AsyncIterator

import pytest

from commerce.database import Sessions
from tests.world import World, a_world, broken_balances, broken_truths


@pytest.fixture
async def world(sessions: Sessions) -> AsyncIterator[World]:
    """A small store; whatever a test does to it, its ledgers have to add up at the end."""
    made = await a_world(sessions)
    yield made
    assert await made.run(broken_truths) + await made.run(broken_balances) == []
