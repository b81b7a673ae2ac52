"""The page that unlocks an account: following the link asks, the button unlocks, once."""

import re

from sqlalchemy import select

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.fraud.locking import lock_account
from commerce.fraud.rules import Score, fraud_rules
from commerce.locks.models import AccountLock
from tests.factories import RecordedMail, a_customer, a_notifier, store
from tests.integration.connectors.running import RunningGateway


async def test_only_the_button_unlocks_and_only_once(gateway: RunningGateway, sessions: Sessions) -> None:
    customer, mails, clock = a_customer(), RecordedMail(), SystemClock()
    async with sessions.begin() as session:
        await store(session, customer)
        why = Score((), await fraud_rules(session))
        notifier = a_notifier(mails, clock)
        await lock_account(session, customer.id, why, notifier=notifier, clock=clock, public_url="")
    link = re.search(r"/account/unlock/\S+", mails.mails[0].text)
    assert link is not None

    async def is_locked() -> bool:
        async with sessions() as session:
            return await session.scalar(select(AccountLock.released_at)) is None

    for _ in range(2):
        asked = await gateway.client.get(link[0])
        assert (asked.status_code, asked.headers["cache-control"]) == (200, "no-store")
        assert await is_locked()
    for method in ("GET", "POST"):
        assert (await gateway.client.request(method, "/account/unlock/guessed")).status_code == 404
    assert await is_locked()
    assert (await gateway.client.post(link[0])).status_code == 200
    assert not await is_locked()
    assert (await gateway.client.post(link[0])).status_code == 404
