"""A shopper who waits for a person, and the agent whose case that is."""

import pytest

from commerce.database import Sessions
from tests.integration.connectors.conftest import Enter
from tests.integration.connectors.desk.shopper import Shopper
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.staff.people import Browser


@pytest.fixture
async def shopper(gateway: RunningGateway, sessions: Sessions) -> Shopper:
    """Somebody who waits for a person."""
    made = Shopper(gateway.chat(), sessions)
    await made.ask_for_a_person()
    return made


@pytest.fixture
async def kim(shopper: Shopper, enter: Enter) -> Browser:
    """The agent whose case it is."""
    agent = await enter(email="kim@store.example")
    await agent.submit(f"{shopper.page}/claim")
    return agent
