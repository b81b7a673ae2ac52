"""Sees to payments that nobody is waiting for any more: reports, tries nothing was heard of, money back."""

from datetime import timedelta

import structlog
from procrastinate import Blueprint

from commerce.checkout.money_back import (
    Due,
    note_refund_failed,
    note_refund_sent,
    note_returned,
    open_attempts,
    payments_to_return,
    refunds_due,
)
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.payments.events import waiting_events
from commerce.payments.port import Payments, ProviderRefused, ProviderUnavailable
from connectors.pages.stripe.events import StripeEvents

log = structlog.get_logger(__name__)

_AT_ONCE = 100
_HEARD_OF_WITHIN = timedelta(minutes=2)


async def take_up(sessions: Sessions, events: StripeEvents, clock: Clock) -> int:
    """Handle reports that wait, and ask about tries that nothing was heard of; return how many."""
    provider = events.payments.name
    async with sessions() as session:
        waiting = await waiting_events(session, provider, _AT_ONCE)
        unheard = await open_attempts(session, provider, clock.now() - _HEARD_OF_WITHIN, _AT_ONCE)
    done = 0
    for event_id in waiting:
        done += await _handled(events, event_id)
    for attempt_id, reference in unheard:
        try:
            await events.settle(attempt_id, reference)
            done += 1
        except ProviderRefused as refused:
            log.error(
                "the payment provider knows nothing of a try", attempt=str(attempt_id), code=refused.code
            )
    return done


async def _handled(events: StripeEvents, event_id: str) -> bool:
    """Whether a report was handled now; one that the provider will not answer for holds up no other."""
    try:
        return await events.handle(event_id)
    except ProviderRefused as refused:
        log.error("the payment provider knows nothing of its report", event_id=event_id, code=refused.code)
        return False


async def send_money_back(sessions: Sessions, payments: Payments, clock: Clock) -> int:
    """Tell the provider of every refund it has not been told of; return how many were sent."""
    async with sessions() as session:
        refunds = await refunds_due(session, payments.name, _AT_ONCE)
        returns = await payments_to_return(session, payments.name, _AT_ONCE)
    for due in returns:
        await payments.refund(due.wanted)
        async with sessions.begin() as session:
            await note_returned(session, due.id, clock=clock)
    sent = [await _send(sessions, payments, due, clock) for due in refunds]
    return sum(sent) + len(returns)


async def _send(sessions: Sessions, payments: Payments, due: Due, clock: Clock) -> bool:
    try:
        answer = await payments.refund(due.wanted)
    except ProviderRefused as refused:
        log.error("a refund was refused by the payment provider", refund=str(due.id), code=refused.code)
        async with sessions.begin() as session:
            await note_refund_failed(session, due.id, refused.code)
        return False
    async with sessions.begin() as session:
        await note_refund_sent(session, due.id, answer, clock=clock)
    return True


def payment_jobs(
    sessions: Sessions, payments: Payments, events: StripeEvents | None, clock: Clock
) -> Blueprint:
    """Make the jobs of a provider, every minute; `events` where it reports by webhooks."""
    jobs = Blueprint()

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="see_to_payments", queueing_lock="see_to_payments")
    async def see_to_payments(timestamp: int) -> None:
        del timestamp
        try:
            settled = await take_up(sessions, events, clock) if events is not None else 0
            sent = await send_money_back(sessions, payments, clock)
        except ProviderUnavailable as away:
            log.warning("the payment provider is away", error=str(away))
            return
        if settled or sent:
            log.info("saw to payments", settled=settled, sent_back=sent)

    return jobs
