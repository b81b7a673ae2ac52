"""Durations as people write them in data: 30m, 24h, 3d."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator

_WRITTEN = re.compile(r"(\d+)\s*([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration(written: Any) -> Any:
    """Read `30m`, `24h` or `3d`; 0 is none, and ISO 8601 is left to pydantic. Raises ValueError."""
    if written == 0:
        return timedelta(0)
    if isinstance(written, timedelta) or str(written).startswith("P"):
        return written
    found = _WRITTEN.fullmatch(str(written).strip())
    if found is None:
        raise ValueError("must be written as 30m, 24h or 3d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


Duration = Annotated[timedelta, BeforeValidator(duration)]
