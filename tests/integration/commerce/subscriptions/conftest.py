"""What the tests of subscriptions start from."""

import pytest

from tests.factories import RecordedNotifier
from tests.integration.commerce.subscriptions.subscriber import DemoCards, Subscriber
from tests.world import World


@pytest.fixture
def subscriber(world: World) -> Subscriber:
    """A customer who may subscribe; the ledgers of the store have to add up at the end."""
    return Subscriber(world, RecordedNotifier(), DemoCards())
