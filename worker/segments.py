"""Keeps the scores of customers and their segments up to date."""

import structlog
from procrastinate import Blueprint

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.segments.keeping import keep_scores

log = structlog.get_logger(__name__)


def segment_jobs(sessions: Sessions, clock: Clock) -> Blueprint:
    """Make the job that scores everybody, every three hours."""
    jobs = Blueprint()

    @jobs.periodic(cron="41 */3 * * *")
    @jobs.task(name="keep", queueing_lock="keep_segments")
    async def keep(timestamp: int) -> None:
        del timestamp
        kept = await keep_scores(sessions, clock)
        log.info("kept scores and segments", scored=kept.scored, entered=kept.entered, left=kept.left)

    return jobs
