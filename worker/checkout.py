"""Lets go the goods that checkouts have held long enough."""

import structlog
from procrastinate import Blueprint
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.finding import load_cart
from commerce.checkout.holding import ended_holds, let_go_if_ended
from commerce.checkout.models import Checkout
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.notification import Notifier, Recipient, notification

log = structlog.get_logger(__name__)

_AT_ONCE = 200


async def let_go_ended(sessions: Sessions, clock: Clock, notifier: Notifier) -> int:
    """Let go everything whose time is over, one checkout a transaction, and tell whose it was; how many."""
    gone = 0
    while True:
        async with sessions() as session:
            ended = await ended_holds(session, clock=clock, limit=_AT_ONCE)
        if not ended:
            return gone
        for checkout_id in ended:
            async with sessions.begin() as session:
                checkout = await let_go_if_ended(session, checkout_id, clock=clock)
                if checkout is not None:
                    gone += 1
                    await _tell(session, checkout, notifier)


async def _tell(session: AsyncSession, checkout: Checkout, notifier: Notifier) -> None:
    cart = await load_cart(session, checkout.cart_id, lock=False) if checkout.cart_id else None
    if cart is None:
        return
    conversation_id = cart.conversation_id if cart.customer_id is None else None
    await notifier.notify(session, Recipient(cart.customer_id, conversation_id), notification("hold_ended"))


def checkout_jobs(sessions: Sessions, clock: Clock, notifier: Notifier) -> Blueprint:
    """Make the job that looks for holds that have ended, every minute."""
    jobs = Blueprint()

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="let_go", queueing_lock="let_go")
    async def let_go(timestamp: int) -> None:
        del timestamp
        gone = await let_go_ended(sessions, clock, notifier)
        if gone:
            log.info("let go what checkouts held", checkouts=gone)

    return jobs
