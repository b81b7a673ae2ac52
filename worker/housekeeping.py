"""Deletes what has served its purpose, so that these tables stay small."""

from datetime import timedelta

import structlog
from procrastinate import Blueprint, JobContext
from sqlalchemy import ColumnElement, delete

from commerce.audit.models import CompletedOperation
from commerce.clock import Clock
from commerce.database import Base, Sessions
from commerce.support.models import IdentificationAttempt, OneTimeCode

log = structlog.get_logger(__name__)

# Longer than any lock-out looks back.
KEEP_ATTEMPTS = timedelta(days=1)
# After it expired; by then nobody can be told anything about it.
KEEP_CODES = timedelta(days=1)
# Longer than any message is sent again.
KEEP_OPERATIONS = timedelta(days=30)


async def delete_outdated(sessions: Sessions, clock: Clock) -> dict[str, int]:
    """Delete what is older than it is kept; how many rows went, by table."""
    now = clock.now()
    outdated: list[tuple[type[Base], ColumnElement[bool]]] = [
        (IdentificationAttempt, IdentificationAttempt.created_at < now - KEEP_ATTEMPTS),
        (OneTimeCode, OneTimeCode.expires_at < now - KEEP_CODES),
        (CompletedOperation, CompletedOperation.created_at < now - KEEP_OPERATIONS),
    ]
    gone = {}
    for table, is_outdated in outdated:
        async with sessions.begin() as session:
            connection = await session.connection()
            deleted = await connection.execute(delete(table).where(is_outdated))
            gone[table.__tablename__] = deleted.rowcount
    return gone


def housekeeping_jobs(sessions: Sessions, clock: Clock) -> Blueprint:
    """The jobs that keep the database in order."""
    jobs = Blueprint()

    @jobs.periodic(cron="17 * * * *")
    @jobs.task(name="delete_outdated", queueing_lock="delete_outdated")
    async def delete_outdated_job(timestamp: int) -> None:
        del timestamp  # when it was due: late is as good
        gone = await delete_outdated(sessions, clock)
        log.info("deleted outdated rows", **gone)

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="resume_stalled_jobs", queueing_lock="resume_stalled_jobs", pass_context=True)
    async def resume_stalled_jobs(context: JobContext, timestamp: int) -> None:
        del timestamp
        manager = context.app.job_manager
        for job in await manager.get_stalled_jobs():
            log.warning("taking up a job whose worker died", job=job.id, task=job.task_name)
            await manager.retry_job(job)

    return jobs
