"""A gateway as the other tests have it, on a store with a job queue."""

from tests.integration.connectors.conftest import dialogue, start_gateway
from tests.integration.connectors.slack.conftest import database_url, jobs_template

__all__ = ["database_url", "dialogue", "jobs_template", "start_gateway"]
