"""A gateway as the other tests have it."""

from tests.integration.connectors.conftest import dialogue, start_gateway

__all__ = ["dialogue", "start_gateway"]
