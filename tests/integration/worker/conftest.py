"""A store with the job queue's tables."""

import psycopg
import pytest
from procrastinate import App, PsycopgConnector


@pytest.fixture
def jobs_url(database_url: str) -> str:
    schema = App(connector=PsycopgConnector(conninfo=database_url)).schema_manager.get_schema()
    with psycopg.connect(database_url) as connection:
        connection.execute(schema)
    return database_url
