"""The rules of time zones: those of the pinned `tzdata`, never the operating system's, which may be older."""

import os
import zoneinfo
from importlib.util import find_spec
from pathlib import Path


def _zone_data() -> Path:
    found = find_spec("tzdata")
    if found is None or found.origin is None:
        raise ImportError("tzdata is not installed; it is among the requirements")
    return Path(found.origin).parent / "zoneinfo"


ZONE_DATA = _zone_data()


def use_pinned_zone_data() -> None:
    """Read zones from the pinned data alone, in this process and in those it starts.

    The dialogue server's environment has no data of its own, so it is told this folder, not an empty path.
    """
    os.environ["PYTHONTZPATH"] = str(ZONE_DATA)
    zoneinfo.reset_tzpath(to=[str(ZONE_DATA)])
    zoneinfo.ZoneInfo.clear_cache()
