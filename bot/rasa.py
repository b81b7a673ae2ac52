"""`python -m bot.rasa train`, `shell`, `test`, `data validate`...: Rasa's own commands, quicker and quieter.

Plain `.venv-rasa/bin/rasa` from the repository's root does the same with its warnings and progress bars. Only
here `shell` and `interactive` may ask a running action server, which answers nobody without the secret.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.environment import prepare_environment
from bot.preflight import SECRET_SETTING

_ROOT = Path(__file__).parents[1]


def _know_secret() -> None:
    """Take the generated secret, for which endpoints.shell.yml has a place, where none is set."""
    file = _ROOT / os.environ.get("AISLE_VAR_DIR", "var") / "secrets.env"
    lines = file.read_text().splitlines() if file.is_file() else []
    generated = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    os.environ.setdefault(SECRET_SETTING, generated.get(SECRET_SETTING, ""))


def _arguments(given: list[str]) -> list[str]:
    if given[:1] not in (["shell"], ["interactive"]) or "--endpoints" in given:
        return given
    return [*given, "--endpoints", str(_ROOT / "endpoints.shell.yml")]


if __name__ == "__main__":
    prepare_environment(OMP_NUM_THREADS=str(os.cpu_count() or 1), TQDM_DISABLE="1")
    _know_secret()
    sys.argv[1:] = _arguments(sys.argv[1:])
    from rasa.__main__ import main

    from bot.training import speed_up_training
    from bot.validation import know_what_actions_use

    speed_up_training()
    know_what_actions_use()
    sys.exit(main())
