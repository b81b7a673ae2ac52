"""Rewards friends and those who brought them, once an order is kept."""

import structlog
from procrastinate import Blueprint

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.notification import Notifier
from commerce.referrals.settling import open_referrals, settle

log = structlog.get_logger(__name__)

_AT_ONCE = 200


async def settle_all(sessions: Sessions, clock: Clock, notifier: Notifier) -> int:
    """Look at every open referral, one a transaction; how many were rewarded."""
    rewarded, after = 0, None
    while True:
        async with sessions() as session:
            due = await open_referrals(session, after=after, limit=_AT_ONCE)
        if not due:
            return rewarded
        for referral_id in due:
            async with sessions.begin() as session:
                rewarded += await settle(session, referral_id, clock=clock, notifier=notifier)
        after = due[-1]


def referral_jobs(sessions: Sessions, clock: Clock, notifier: Notifier) -> Blueprint:
    """Make the job that settles referrals, each hour."""
    jobs = Blueprint()

    @jobs.periodic(cron="23 * * * *")
    @jobs.task(name="settle", queueing_lock="settle_referrals")
    async def settle_referrals(timestamp: int) -> None:
        del timestamp
        if rewarded := await settle_all(sessions, clock, notifier):
            log.info("rewarded referrals", rewarded=rewarded)

    return jobs
