"""A job is run as often as it is said, not once more."""

import pytest
from procrastinate.jobs import Job

from worker.delivery import MAX_ATTEMPTS, Backoff
from worker.retries import tries


def tried(attempts: int) -> Job:
    """A job that was tried so often before the present time."""
    return Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)


@pytest.mark.parametrize("count", [2, 3, 8])
def test_the_last_try_is_the_last(count: int) -> None:
    strategy = tries(count, exponential_wait_s=1)
    outcomes = [
        strategy.get_retry_decision(exception=ValueError(), job=tried(before)) is not None
        for before in range(count)
    ]
    assert outcomes == [True] * (count - 1) + [False]


def test_a_delivery_is_tried_as_often_as_the_documents_say() -> None:
    outcomes = [
        Backoff().get_retry_decision(exception=ValueError(), job=tried(before)) is not None
        for before in range(MAX_ATTEMPTS)
    ]
    assert outcomes == [True] * (MAX_ATTEMPTS - 1) + [False]
