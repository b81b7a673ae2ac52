"""Keeps the store's figures counted, and sends those of yesterday to whoever wants them."""

import structlog
from procrastinate import Blueprint

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.figures.daily_mail import tell_readers, waits_somebody
from commerce.figures.snapshots import catch_up
from commerce.notification import Notifier

log = structlog.get_logger(__name__)

_LATELY_DAYS = 8
_FROM_HOUR = 6  # on the store's clock


def figure_jobs(sessions: Sessions, clock: Clock, notifier: Notifier) -> Blueprint:
    """Make the jobs that count days, lately and all of them, and that send the morning's e-mail."""
    jobs = Blueprint()

    @jobs.periodic(cron="*/10 * * * *")
    @jobs.task(name="count_lately", queueing_lock="count_lately")
    async def count_lately(timestamp: int) -> None:
        del timestamp
        log.info("counted figures", days=await catch_up(sessions, clock, within_days=_LATELY_DAYS))

    @jobs.periodic(cron="23 * * * *")
    @jobs.task(name="count_every_day", queueing_lock="count_every_day")
    async def count_every_day(timestamp: int) -> None:
        del timestamp
        log.info("counted figures of every day", days=await catch_up(sessions, clock))

    @jobs.periodic(cron="*/15 * * * *")
    @jobs.task(name="tell_figures", queueing_lock="tell_figures")
    async def tell_figures(timestamp: int) -> None:
        del timestamp
        if clock.now().astimezone(clock.zone).hour < _FROM_HOUR:
            return
        async with sessions() as session:
            if not await waits_somebody(session, clock):
                return
        await catch_up(sessions, clock, within_days=_LATELY_DAYS)
        async with sessions.begin() as session:
            told = await tell_readers(session, notifier, clock)
        if told:
            log.info("sent the figures of yesterday", readers=told)

    return jobs
