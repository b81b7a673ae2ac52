"""Makes the orders of subscriptions when they are due, and tells of those that are coming."""

from uuid import UUID

import structlog
from procrastinate import Blueprint

from commerce.checkout.paying import note_reference, settle
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.notification import Notifier
from commerce.payments.port import ChargeWanted, Payments, PaymentState, ProviderUnavailable
from commerce.subscriptions.renewing import announce_renewals, attend, due_subscriptions

log = structlog.get_logger(__name__)

_AT_ONCE = 100


async def renew(
    sessions: Sessions, subscription_id: UUID, payments: Payments, clock: Clock, notifier: Notifier
) -> None:
    """See to one subscription until nothing of it is due today. Raises ProviderUnavailable.

    A charge that takes the provider longer is asked about as every payment is.
    """
    charge = await _attend(sessions, subscription_id, payments, clock, notifier)
    if charge is None:
        return
    report = await payments.charge(charge)
    async with sessions.begin() as session:
        if report.state is PaymentState.OPEN and report.payment_reference is not None:
            await note_reference(session, charge.attempt_id, report.payment_reference)
        await settle(session, charge.attempt_id, report, clock=clock, notifier=notifier)
    await _attend(sessions, subscription_id, payments, clock, notifier)


async def renew_all(sessions: Sessions, payments: Payments, clock: Clock, notifier: Notifier) -> int:
    """See to everything that is due today, one subscription after the other; return how many.

    Where the provider is away, the next run goes on.
    """
    done: set[UUID] = set()
    while True:
        async with sessions() as session:
            due = await due_subscriptions(session, clock=clock, limit=_AT_ONCE)
        waiting = [each for each in due if each not in done]
        if not waiting:
            return len(done)
        for subscription_id in waiting:
            done.add(subscription_id)
            await renew(sessions, subscription_id, payments, clock, notifier)


async def _attend(
    sessions: Sessions, subscription_id: UUID, payments: Payments, clock: Clock, notifier: Notifier
) -> ChargeWanted | None:
    async with sessions.begin() as session:
        return await attend(session, subscription_id, payments.name, clock=clock, notifier=notifier)


async def announce_all(sessions: Sessions, clock: Clock, notifier: Notifier) -> int:
    """Tell everybody of what comes soon; return how many were told."""
    told = 0
    while True:
        async with sessions.begin() as session:
            batch = await announce_renewals(session, clock=clock, notifier=notifier, limit=_AT_ONCE)
        if not batch:
            return told
        told += batch


def subscription_jobs(sessions: Sessions, payments: Payments, clock: Clock, notifier: Notifier) -> Blueprint:
    """Make the jobs of subscriptions."""
    jobs = Blueprint()

    @jobs.periodic(cron="*/2 * * * *")
    @jobs.task(name="renew_subscriptions", queueing_lock="renew_subscriptions", lock="renew_subscriptions")
    async def renew_subscriptions(timestamp: int) -> None:
        del timestamp
        try:
            done = await renew_all(sessions, payments, clock, notifier)
        except ProviderUnavailable as away:
            log.warning("the payment provider is away", error=str(away))
            return
        if done:
            log.info("saw to subscriptions", subscriptions=done)

    @jobs.periodic(cron="23 8 * * *")
    @jobs.task(name="announce_subscriptions", queueing_lock="announce_subscriptions")
    async def announce_subscriptions(timestamp: int) -> None:
        del timestamp
        log.info("told of coming orders", told=await announce_all(sessions, clock, notifier))

    return jobs
