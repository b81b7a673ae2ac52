"""Books the loyalty points that orders have earned, and those that have expired."""

import structlog
from procrastinate import Blueprint

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.loyalty.earning import earn_points, orders_with_points_due
from commerce.loyalty.expiry import customers_with_expired_points, expire_points

log = structlog.get_logger(__name__)

_CUSTOMERS_AT_ONCE = 200


async def expire_all_points(sessions: Sessions, clock: Clock) -> int:
    """Book what has expired of everybody's points, one customer a transaction; return how many points."""
    expired, after = 0, ""
    while True:
        async with sessions() as session:
            due = await customers_with_expired_points(
                session, clock=clock, after=after, limit=_CUSTOMERS_AT_ONCE
            )
        if not due:
            return expired
        for customer_id in due:
            async with sessions.begin() as session:
                expired += await expire_points(session, customer_id, clock=clock)
        after = due[-1]


async def earn_all_points(sessions: Sessions, clock: Clock) -> int:
    """Book the points of every order that was delivered since, one order a transaction; return how many."""
    earned, after = 0, None
    while True:
        async with sessions() as session:
            due = await orders_with_points_due(session, after=after, limit=_CUSTOMERS_AT_ONCE)
        if not due:
            return earned
        for order_id in due:
            async with sessions.begin() as session:
                earned += await earn_points(session, order_id, clock=clock)
        after = due[-1]


def points_jobs(sessions: Sessions, clock: Clock) -> Blueprint:
    """Make the jobs that keep the points ledger."""
    jobs = Blueprint()

    @jobs.periodic(cron="7 5 * * *")
    @jobs.task(name="expire_points", queueing_lock="expire_points")
    async def expire_points_job(timestamp: int) -> None:
        del timestamp
        log.info("expired points", points=await expire_all_points(sessions, clock))

    @jobs.periodic(cron="*/10 * * * *")
    @jobs.task(name="earn_points", queueing_lock="earn_points")
    async def earn_points_job(timestamp: int) -> None:
        del timestamp
        log.info("earned points", points=await earn_all_points(sessions, clock))

    return jobs
