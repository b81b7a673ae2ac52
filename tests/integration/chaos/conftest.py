"""A gateway as the other tests have it, on a store with a job queue."""

from tests.integration.connectors.conftest import dialogue, start_gateway
from tests.integration.connectors.slack.conftest import database_url

__all__ = ["database_url", "dialogue", "start_gateway"]
