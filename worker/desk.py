"""Keeps the support queue moving."""

import structlog
from procrastinate import Blueprint

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk.sweeping import return_left_cases, unclaimed_cases

log = structlog.get_logger(__name__)


def desk_jobs(sessions: Sessions, clock: Clock) -> Blueprint:
    """The job that looks for cases nobody is at, every minute."""
    jobs = Blueprint()

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="sweep_cases", queueing_lock="sweep_cases")
    async def sweep_cases(timestamp: int) -> None:
        del timestamp
        async with sessions.begin() as session:
            returned = await return_left_cases(session, clock)
            unclaimed = await unclaimed_cases(session, clock)
        for handoff in returned:
            log.warning("a case whose agent has left is back in the queue", handoff=str(handoff))
        if unclaimed:
            log.error("nobody claims", cases=len(unclaimed), first=str(unclaimed[0]))

    return jobs
