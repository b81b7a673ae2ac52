"""Chance that comes out the same each time: who is held out, and which variant somebody gets."""

from collections.abc import Mapping
from hashlib import sha256

_PARTS = 10_000


def share_of(*names: str) -> int:
    """A number from 0 to 9,999 that always is the same for these names, and even over many of them."""
    return int.from_bytes(sha256("\0".join(names).encode()).digest()[:8], "big") % _PARTS


def is_held_out(journey: str, customer_id: str, percent: int) -> bool:
    """Whether the customer belongs to the journey's holdout of `percent`."""
    return share_of("holdout", journey, customer_id) < percent * _PARTS // 100


def variant_for(journey: str, step: str, customer_id: str, shares: Mapping[str, int]) -> str:
    """Which of the variants the customer gets; each has its share of the whole."""
    left = share_of("variant", journey, step, customer_id) * sum(shares.values()) / _PARTS
    chosen = ""
    for name, share in shares.items():
        chosen = name
        left -= share
        if left < 0:
            break
    return chosen
