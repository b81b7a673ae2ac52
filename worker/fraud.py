"""Looks at the accounts in whose name something was just changed, and locks those that look taken over."""

import structlog
from procrastinate import Blueprint

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.fraud.locking import active_customers, lock_if_suspicious
from commerce.notification import Notifier

log = structlog.get_logger(__name__)


def fraud_jobs(sessions: Sessions, clock: Clock, notifier: Notifier, public_url: str) -> Blueprint:
    """Make the job that locks accounts."""
    jobs = Blueprint()

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="lock_suspicious", queueing_lock="lock_suspicious")
    async def lock_suspicious(timestamp: int) -> None:
        del timestamp
        async with sessions() as session:
            active = await active_customers(session, clock)
        for customer_id in active:
            async with sessions.begin() as session:
                if await lock_if_suspicious(session, customer_id, notifier, clock, public_url):
                    log.warning("locked an account that looks taken over", customer=customer_id)

    return jobs
