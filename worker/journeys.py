"""Moves journeys on: puts people on them and takes the steps that are due."""

import asyncio

import structlog
from procrastinate import Blueprint

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.journeys.entering import enter
from commerce.journeys.files import journeys
from commerce.journeys.stepping import Stepper
from commerce.journeys.versions import VersionChanged

log = structlog.get_logger(__name__)

AT_ONCE = 4


async def enter_all(sessions: Sessions, clock: Clock) -> int:
    """Put everybody on the journeys that have begun for them; how many they are."""
    entered = 0
    for journey in journeys().values():
        try:
            entered += await enter(sessions, journey, clock)
        except VersionChanged as changed:
            log.error("nobody is put on a journey that was changed", reason=str(changed))
    return entered


def journey_jobs(sessions: Sessions, clock: Clock, stepper: Stepper) -> Blueprint:
    """The job that moves every journey on, each minute."""
    jobs = Blueprint()

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="move_on", queueing_lock="move_journeys_on")
    async def move_on(timestamp: int) -> None:
        del timestamp
        entered = await enter_all(sessions, clock)
        # A step mostly waits for the database: several are taken at once.
        taken = sum(await asyncio.gather(*(stepper.take_all() for _ in range(AT_ONCE))))
        if entered or taken:
            log.info("moved journeys on", entered=entered, steps=taken)

    return jobs
