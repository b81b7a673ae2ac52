"""A gateway that has grown past its bound ends itself, once."""

import os

from connectors.edge.memory import resident_mb, watch_memory
from connectors.server.options import GatewayOptions


async def test_it_ends_when_it_has_grown_too_large() -> None:
    held = iter([None, 90, 101])
    ended: list[bool] = []
    await watch_memory(100, 0.0, measured=lambda: next(held), end=lambda: ended.append(True))
    assert ended == [True]
    assert next(held, "all were looked at") == "all were looked at"


def test_what_this_process_holds_is_known_on_linux() -> None:
    held = resident_mb()
    assert held is None if not os.path.exists("/proc/self/statm") else 10 < (held or 0) < 100_000  # noqa: PTH110


def test_a_gateway_that_shares_its_process_ends_nobody_elses() -> None:
    assert GatewayOptions().most_memory_mb is None
