"""Buckets let a burst through, then a steady rate, each key for itself."""

import pytest

from connectors.edge.errors import ApiError
from connectors.edge.rate import TokenBuckets, network_of


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def test_burst_then_refusal_that_says_when_to_return(time: Time) -> None:
    buckets = TokenBuckets(per_minute=6, burst=2, now=time)
    buckets.take("a")
    buckets.take("a")
    with pytest.raises(ApiError) as refused:
        buckets.take("a")
    assert refused.value.status == 429
    assert refused.value.headers == {"Retry-After": "10"}
    time.now = 10
    buckets.take("a")


def test_keys_do_not_share(time: Time) -> None:
    buckets = TokenBuckets(per_minute=6, burst=1, now=time)
    buckets.take("a")
    buckets.take("b")


def test_full_buckets_are_forgotten_and_empty_ones_kept(time: Time) -> None:
    buckets = TokenBuckets(per_minute=60, burst=1, now=time)
    for number in range(10_000):
        buckets.take(f"old {number}")
    time.now = 100
    buckets.take("new")
    assert len(buckets._buckets) == 1
    with pytest.raises(ApiError):
        buckets.take("new")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_an_ipv6_network_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network
