"""A small store."""

import pytest

from commerce.database import Sessions
from tests.world import World, a_world


@pytest.fixture
async def world(sessions: Sessions) -> World:
    return await a_world(sessions)
