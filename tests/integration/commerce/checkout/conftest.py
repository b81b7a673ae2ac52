"""What the tests of checking out start from."""

import pytest

from tests.factories import RecordedNotifier
from tests.integration.commerce.checkout.shop import Shop
from tests.world import World


@pytest.fixture
def shop(world: World) -> Shop:
    """A world to shop in; its ledgers have to add up at the end."""
    return Shop(world, RecordedNotifier())
