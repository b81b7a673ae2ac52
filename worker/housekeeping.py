"""Deletes what has served its purpose, so that these tables stay small."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from procrastinate import Blueprint, JobContext
from sqlalchemy import ColumnElement, delete

from commerce.audit.models import CompletedOperation
from commerce.clock import Clock
from commerce.customers.models import OneTimeCode
from commerce.database import Base, Sessions
from commerce.links.models import ShortLink
from commerce.notifications.models import MailHandover
from commerce.payments.models import ProviderEvent
from commerce.privacy.consents import forget_strangers
from commerce.privacy.conversations import delete_conversations, outdated_conversations
from commerce.support.guessing import KEPT_FOR
from commerce.support.lapsing import end_lapsed_identities
from commerce.support.models import (
    IdentificationAttempt,
    Understanding,
)
from worker.dialogue_log import forget_dialogues

log = structlog.get_logger(__name__)

# As far as any limit of guesses looks back.
KEEP_ATTEMPTS = KEPT_FOR
# After it expired; by then nobody can be told anything about it.
KEEP_CODES = timedelta(days=1)
# After it expired; until then it is told so to whoever follows it.
KEEP_LINKS = timedelta(days=30)
# Longer than any message is sent again.
KEEP_OPERATIONS = timedelta(days=30)
# A job that failed for good holds what it was to send.
KEEP_FAILED_JOBS_HOURS = 7 * 24
# Longer than any provider tells the same thing again; by then nothing is done about one that waits, either.
KEEP_EVENTS = timedelta(days=90)
# As far back as the desk counts what was opened.
KEEP_HANDOVERS = timedelta(days=90)
_CONVERSATIONS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ConversationRetention:
    """How long conversations are kept after their last message and what was understood in them, and where."""

    keep: timedelta
    keep_understandings: timedelta
    tracker_database_url: str


async def delete_outdated(
    sessions: Sessions, clock: Clock, retention: ConversationRetention
) -> dict[str, int]:
    """Delete what is older than it is kept; how many rows went, by table."""
    now = clock.now()
    outdated: list[tuple[type[Base], ColumnElement[bool]]] = [
        (IdentificationAttempt, IdentificationAttempt.created_at < now - KEEP_ATTEMPTS),
        (OneTimeCode, OneTimeCode.expires_at < now - KEEP_CODES),
        (CompletedOperation, CompletedOperation.created_at < now - KEEP_OPERATIONS),
        (Understanding, Understanding.created_at < now - retention.keep_understandings),
        (ShortLink, ShortLink.expires_at < now - KEEP_LINKS),
        (MailHandover, MailHandover.begun_at < now - KEEP_HANDOVERS),
        (ProviderEvent, ProviderEvent.received_at < now - KEEP_EVENTS),
    ]
    gone = {}
    for table, is_outdated in outdated:
        async with sessions.begin() as session:
            connection = await session.connection()
            deleted = await connection.execute(delete(table).where(is_outdated))
            gone[table.__tablename__] = deleted.rowcount
    return gone


async def delete_outdated_conversations(
    sessions: Sessions, clock: Clock, retention: ConversationRetention
) -> int:
    """Delete the conversations whose time is over, everywhere; how many they were."""
    before = clock.now() - retention.keep
    gone = 0
    while True:
        async with sessions.begin() as session:
            outdated = await outdated_conversations(session, before, _CONVERSATIONS_AT_ONCE)
            if not outdated:
                return gone
            await forget_strangers(session, outdated)
            await delete_conversations(session, outdated)
            await forget_dialogues(retention.tracker_database_url, outdated)
            gone += len(outdated)


def housekeeping_jobs(sessions: Sessions, clock: Clock, retention: ConversationRetention) -> Blueprint:
    """The jobs that keep the database in order."""
    jobs = Blueprint()

    @jobs.periodic(cron="17 * * * *")
    @jobs.task(name="delete_outdated", queueing_lock="delete_outdated")
    async def delete_outdated_job(timestamp: int) -> None:
        del timestamp  # when it was due: late is as good
        gone = await delete_outdated(sessions, clock, retention)
        log.info("deleted outdated rows", **gone)

    @jobs.periodic(cron="37 3 * * *")
    @jobs.task(
        name="delete_outdated_conversations", queueing_lock="delete_outdated_conversations", pass_context=True
    )
    async def delete_outdated_conversations_job(context: JobContext, timestamp: int) -> None:
        del timestamp
        gone = await delete_outdated_conversations(sessions, clock, retention)
        await context.app.job_manager.delete_old_jobs(
            nb_hours=KEEP_FAILED_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )
        log.info("deleted outdated conversations", conversations=gone)

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="end_lapsed_identities", queueing_lock="end_lapsed_identities")
    async def end_lapsed_identities_job(timestamp: int) -> None:
        del timestamp
        async with sessions.begin() as session:
            lapsed = await end_lapsed_identities(session, clock)
        if lapsed:
            log.info("silent shoppers are no longer verified", conversations=lapsed)

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="resume_stalled_jobs", queueing_lock="resume_stalled_jobs", pass_context=True)
    async def resume_stalled_jobs(context: JobContext, timestamp: int) -> None:
        del timestamp
        manager = context.app.job_manager
        for job in await manager.get_stalled_jobs():
            log.warning("taking up a job whose worker died", job=job.id, task=job.task_name)
            await manager.retry_job(job)

    return jobs
