#!/usr/bin/env bash
# procrastinate 3.10.0, Python 3.11.
#
# Guess: RetryStrategy(max_attempts=8), "maximum number of attempts the job should make", runs a job that always
#        fails eight times.
# What happens: nine times. The number is compared with the attempts made before the present one, so it counts
#        the retries; and 0 is no limit at all.
#
# Exits with 0 while that is so, and with 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "procrastinate==3.10.0" "psycopg[binary]==3.3.9" "psycopg-pool==3.3.3"
cat > "$folder/tries.py" <<'PY'
import asyncio
import logging
import sys

from procrastinate import App, RetryStrategy
from procrastinate.testing import InMemoryConnector

logging.disable(logging.CRITICAL)


async def runs(max_attempts):
    app, made = App(connector=InMemoryConnector()), []

    @app.task(name="fails", retry=RetryStrategy(max_attempts=max_attempts))
    async def fails():
        made.append(1)
        raise ValueError

    async with app.open_async():
        await fails.defer_async()
        for _ in range(max_attempts + 5):
            await app.run_worker_async(wait=False, install_signal_handlers=False)
    return len(made)


async def main():
    seen = {most: await runs(most) for most in (1, 2, 8)}
    for most, times in seen.items():
        print(f"max_attempts={most}: run {times} times")
    return 0 if all(times == most + 1 for most, times in seen.items()) else 1


sys.exit(asyncio.run(main()))
PY
"$folder/venv/bin/python" "$folder/tries.py"
