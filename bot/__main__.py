"""`python -m bot`: the dialogue server on loopback. Exits 1 with one line when it cannot start."""

from __future__ import annotations

import sys

from bot.environment import prepare_environment
from bot.preflight import CannotStart, checked_options


def main() -> int:
    """Serves until a signal stops it."""
    try:
        options = checked_options()
        prepare_environment()
        from bot.launcher import serve  # noqa: PLC0415  imports Rasa, for seconds

        serve(options)
    except CannotStart as problem:
        print(f"dialogue server: {problem}", file=sys.stderr)  # noqa: T201  the operator's one line
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
