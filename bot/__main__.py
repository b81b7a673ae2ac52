"""`python -m bot`: the dialogue server on loopback."""

from __future__ import annotations

import sys

from bot.environment import prepare_environment

if __name__ == "__main__":
    prepare_environment()
    from bot.launcher import main

    sys.exit(main())
