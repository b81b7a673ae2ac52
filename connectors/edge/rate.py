"""Keeps one conversation or one address from crowding out the others."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_network

from connectors.edge.errors import ApiError

_PRUNE_ABOVE = 10_000  # buckets
_NETWORK_BITS = 64  # of an IPv6 address, which one household or server has whole


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, an IPv6 network of 64 bits; else the text itself."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), _NETWORK_BITS), strict=False))


class OpenAtOnce:
    """At most `most` of something open at once for each key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    @contextmanager
    def one(self, key: str) -> Iterator[None]:
        """Count one while the block lasts; raises a 429 when `key` has its share open."""
        if self._open[key] >= self._most:
            raise ApiError(429, "too_many_connections", "close a connection first", {"Retry-After": "10"})
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class TokenBuckets:
    """At most `burst` at once and `per_minute` in the long run, for each key. `now` counts seconds."""

    def __init__(self, *, per_minute: float, burst: int, now: Callable[[], float]) -> None:
        self._per_second = per_minute / 60
        self._burst = burst
        self._now = now
        self._buckets: dict[str, _Bucket] = {}

    def take(self, key: str) -> None:
        """Count one; raises a 429 with Retry-After when `key` has used up its share."""
        if not self.try_take(key):
            wait_s = math.ceil((1 - self._buckets[key].tokens) / self._per_second)
            raise ApiError(
                429, "too_many_messages", f"try again in {wait_s} s", headers={"Retry-After": str(wait_s)}
            )

    def try_take(self, key: str) -> bool:
        """Count one; False, and nothing is counted, when `key` has used up its share."""
        now = self._now()
        bucket = self._buckets.get(key)
        if bucket is None:
            self._prune(now)
            bucket = self._buckets[key] = _Bucket(self._burst, now)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.filled_at) * self._per_second)
        bucket.filled_at = now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def _prune(self, now: float) -> None:
        """Forget the full buckets, which are as good as new ones, once there are many."""
        if len(self._buckets) < _PRUNE_ABOVE:
            return
        fill_s = self._burst / self._per_second
        self._buckets = {
            key: bucket for key, bucket in self._buckets.items() if now - bucket.filled_at < fill_s
        }
