"""Keeps the support queue moving, and sends what agents wrote in threads when its time has come."""

from collections.abc import Callable
from uuid import UUID

import structlog
from procrastinate import Blueprint
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk.agent import Agent
from commerce.desk.drafts import send_due
from commerce.desk.rules import DeskRules
from commerce.desk.sweeping import sweep
from commerce.desk.working import Desk
from commerce.links.documents import DocumentLinks
from commerce.notifications.notifier import CatalogueNotifier
from commerce.staff.models import Role
from worker.retries import tries

log = structlog.get_logger(__name__)

_NOBODY = Agent(UUID(int=0), "The desk", Role.AGENT)  # drafts are sent as their agents'
_ATTEMPTS = 8
DeskOf = Callable[[AsyncSession], Desk]


def desk_of(notifier: CatalogueNotifier, links: DocumentLinks, clock: Clock, rules: DeskRules) -> DeskOf:
    """What the desk's jobs work with in a transaction."""
    return lambda session: Desk(session, _NOBODY, notifier.deliveries, notifier, links, clock, rules)


def desk_jobs(sessions: Sessions, clock: Clock, make_desk: DeskOf) -> Blueprint:
    """The jobs that look for cases nobody is at, and that send drafts."""
    jobs = Blueprint()

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="sweep_cases", queueing_lock="sweep_cases")
    async def sweep_cases(timestamp: int) -> None:
        del timestamp
        async with sessions.begin() as session:
            swept = await sweep(session, make_desk(session).rules, clock)
        for conversation_id in swept.overdue:  # their own job was lost, or has given up
            async with sessions.begin() as session:
                await send_due(make_desk(session), conversation_id)
        for handoff in swept.returned:
            log.warning("a case whose agent has left is back in the queue", handoff=str(handoff))
        if swept.unclaimed:
            log.error("nobody claims", cases=len(swept.unclaimed), first=str(swept.unclaimed[0]))

    # Named by commerce.desk.drafts.SEND_DRAFTS.
    @jobs.task(name="send_drafts", retry=tries(_ATTEMPTS, exponential_wait_s=2))
    async def send_drafts(conversation_id: str) -> None:
        async with sessions.begin() as session:
            await send_due(make_desk(session), UUID(conversation_id))

    return jobs
