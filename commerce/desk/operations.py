"""How the machinery does: what waits, for how long, and what was given up."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock

_WORKER_WITHIN_S = 35  # procrastinate's workers report every ten seconds


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and for how many seconds the first of them has."""

    count: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class JobQueue:
    """The jobs of one task. `lag_s`: for how long the first that is due has waited."""

    task: str
    todo: int
    doing: int
    failed: int
    lag_s: float


@dataclass(frozen=True, slots=True)
class Operations:
    """The store's machinery at one moment."""

    unanswered: Waiting  # shoppers' messages
    handoffs: Waiting  # shoppers nobody has claimed
    failed_deliveries: int  # given up in the last day
    jobs: Sequence[JobQueue]
    workers: int
    database_bytes: int


_UNANSWERED = text("""
SELECT count(*), extract(epoch FROM :now - min(created_at)) FROM messages WHERE status = 'received'
""")
_HANDOFFS = text("""
SELECT count(*), extract(epoch FROM :now - min(created_at)) FROM handoffs WHERE status = 'queued'
""")
_FAILED = text("""
SELECT count(*) FROM deliveries
WHERE status = 'failed' AND created_at > CAST(:now AS timestamptz) - interval '1 day'
""")
_HAS_JOBS = text("SELECT to_regclass('procrastinate_jobs') IS NOT NULL")
# A job is queued once, and again by each retry, when it gets a new time.
_JOBS = text("""
SELECT task_name, count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
    count(*) FILTER (WHERE status = 'failed'),
    extract(epoch FROM :now - min(coalesce(scheduled_at, queued_at)) FILTER (
        WHERE status = 'todo' AND coalesce(scheduled_at, queued_at) <= :now
    ))
FROM procrastinate_jobs
LEFT JOIN LATERAL (
    SELECT min(at) AS queued_at FROM procrastinate_events
    WHERE job_id = procrastinate_jobs.id AND type = 'deferred'
) queued ON true
WHERE status IN ('todo', 'doing', 'failed')
GROUP BY task_name ORDER BY task_name
""")
_WORKERS = text("""
SELECT count(*) FROM procrastinate_workers
WHERE last_heartbeat > CAST(:now AS timestamptz) - make_interval(secs => :within)
""")
_SIZE = text("SELECT pg_database_size(current_database())")


async def read_operations(session: AsyncSession, clock: Clock) -> Operations:
    """The machinery now. Raises what the database raises."""
    now = {"now": clock.now()}

    async def waiting(statement: TextClause) -> Waiting:
        count, oldest_s = (await session.execute(statement, now)).one()
        return Waiting(count, float(oldest_s or 0))

    jobs: list[JobQueue] = []
    workers = 0
    if await session.scalar(_HAS_JOBS):
        rows = await session.execute(_JOBS, now)
        jobs = [JobQueue(row[0], row[1], row[2], row[3], float(row[4] or 0)) for row in rows]
        workers = await session.scalar(_WORKERS, now | {"within": _WORKER_WITHIN_S}) or 0
    return Operations(
        unanswered=await waiting(_UNANSWERED),
        handoffs=await waiting(_HANDOFFS),
        failed_deliveries=await session.scalar(_FAILED, now) or 0,
        jobs=jobs,
        workers=workers,
        database_bytes=await session.scalar(_SIZE) or 0,
    )
