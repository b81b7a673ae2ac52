"""`make profile`: a flame graph of order-status turns across all processes of a running `make run`."""

import re
import subprocess
import sys
import time
from pathlib import Path

from aisle.settings import ROOT, load_settings
from ops.bench.turns import STATUS, Conversation, shopper_token
from ops.locks import LockHeld, held
from ops.processes import reachable_host

_PY_SPY = ROOT / ".venv" / "bin" / "py-spy"
_TURNS_PER_CONVERSATION = 10
_BETWEEN_TURNS_S = 0.15  # slow enough for the limit of one address


def main() -> int:
    """Record for 20 seconds, or as many as are given; returns the process's exit code."""
    settings = load_settings()
    supervisor = _supervisor(settings.var_path / "run.lock")
    picture = settings.var_path / "profile.svg"
    seconds = sys.argv[1] if len(sys.argv) > 1 else "20"
    command = [str(_PY_SPY), "record", "--subprocesses", "--pid", str(supervisor)]
    options = ["--duration", seconds, "--rate", "200", "--nonblocking", "--output", str(picture)]
    url = f"http://{reachable_host(settings)}:{settings.port}"
    token = shopper_token(url)
    with subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL) as recorder:
        while recorder.poll() is None:
            conversation = Conversation(url, token)
            for _ in range(_TURNS_PER_CONVERSATION):
                conversation.say(STATUS)
                time.sleep(_BETWEEN_TURNS_S)
    if recorder.returncode == 0:
        print(f"open {picture} in a browser: a column for each process, what is below calls what is above")
    return recorder.returncode


def _supervisor(lock: Path) -> int:
    """The process of `make run`; exits when there is none."""
    try:
        with held(lock, "make profile"):
            sys.exit("aisle: nothing runs here that could be profiled: start `make run` first")
    except LockHeld as running:
        pid = re.search(r"pid (\d+)", running.holder)
        if pid is None:
            raise
        return int(pid[1])


if __name__ == "__main__":
    sys.exit(main())
