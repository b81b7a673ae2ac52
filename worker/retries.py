"""How often a job is tried: procrastinate counts the tries after the first one."""

from procrastinate import RetryStrategy


def tries(count: int, *, exponential_wait_s: int) -> RetryStrategy:
    """Make the strategy that runs a job at most `count` times, two at least, waiting longer each time.

    Procrastinate compares `max_attempts` with the tries that were made before, so 8 of them are nine.
    """
    return RetryStrategy(max_attempts=count - 1, exponential_wait=exponential_wait_s)
