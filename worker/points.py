"""Books the loyalty points that orders have earned, and those that have expired."""

import structlog
from procrastinate import Blueprint

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.loyalty.earning import earn_points, orders_with_points_due
from commerce.loyalty.expiry import customers_with_expired_points, expire_points
from commerce.loyalty.occasions import (
    Occasion,
    customers_with_birthday,
    earn_by_rule,
    reward_first_order,
)
from commerce.notification import Notifier, Recipient, notification

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
                earned += await reward_first_order(session, order_id, clock=clock)
        after = due[-1]


async def reward_birthdays(sessions: Sessions, clock: Clock, notifier: Notifier) -> int:
    """Give and tell everybody their points whose birthday is today, each once a year; return how many."""
    today, after, given = clock.today(), "", 0
    while True:
        async with sessions() as session:
            due = await customers_with_birthday(session, today, after=after, limit=_CUSTOMERS_AT_ONCE)
        if not due:
            return given
        for customer_id in due:
            async with sessions.begin() as session:
                points = await earn_by_rule(
                    session, customer_id, Occasion.BIRTHDAY, str(today.year), clock=clock
                )
                if points:
                    news = notification("birthday_points", points=f"{points:,}")
                    await notifier.notify(session, Recipient(customer_id), news)
                    given += 1
        after = due[-1]


def points_jobs(sessions: Sessions, clock: Clock, notifier: Notifier) -> Blueprint:
    """Make the jobs that keep the points ledger."""
    jobs = Blueprint()

    @jobs.periodic(cron="17 6 * * *")
    @jobs.task(name="reward_birthdays", queueing_lock="reward_birthdays")
    async def reward_birthdays_job(timestamp: int) -> None:
        del timestamp
        log.info("rewarded birthdays", customers=await reward_birthdays(sessions, clock, notifier))

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
