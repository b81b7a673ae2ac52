"""A store with the job queue's tables."""

import pytest

from tests.conftest import add_job_queue


@pytest.fixture
def jobs_url(database_url: str) -> str:
    add_job_queue(database_url)
    return database_url
