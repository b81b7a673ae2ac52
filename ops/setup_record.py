"""What the set-up has done to a database, noted in that database."""

from psycopg import AsyncConnection

# Steps run side by side, and two that make the schema at once would be in each other's way.
_TABLE = """
SELECT pg_advisory_xact_lock(hashtext('ops.setup_steps'));
CREATE SCHEMA IF NOT EXISTS ops;
CREATE TABLE IF NOT EXISTS ops.setup_steps (
    step text PRIMARY KEY,
    digest text NOT NULL,
    done_at timestamptz NOT NULL DEFAULT now()
)
"""


class SetupRecord:
    """The steps done to the database at `url`, each with a digest of what it was done from."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def says(self, step: str, digest: str) -> bool:
        """Whether `step` was done from what `digest` stands for."""
        async with await AsyncConnection.connect(self._url) as connection:
            cursor = await connection.execute("SELECT to_regclass('ops.setup_steps')")
            if await cursor.fetchone() == (None,):
                return False
            cursor = await connection.execute(
                "SELECT 1 FROM ops.setup_steps WHERE step = %s AND digest = %s", (step, digest)
            )
            return await cursor.fetchone() is not None

    async def note(self, step: str, digest: str) -> None:
        """Write down that `step` is done."""
        async with await AsyncConnection.connect(self._url) as connection:
            await connection.execute(_TABLE)
            await connection.execute(
                "INSERT INTO ops.setup_steps (step, digest) VALUES (%s, %s) "
                "ON CONFLICT (step) DO UPDATE SET digest = excluded.digest, done_at = now()",
                (step, digest),
            )
