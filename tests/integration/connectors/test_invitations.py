"""A friend's link: what it shows, and that what is bought in the same browser counts."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from commerce.clock import SystemClock
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.identity import IdentityLevel, Shopper
from commerce.referrals.codes import code_of
from commerce.referrals.models import Referral
from tests.factories import a_customer, a_default_address, a_shopper, store
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.test_checkout_page import ADA, a_cart, jobs, lamp, visit

__all__ = ["jobs", "lamp"]
CLOCK = SystemClock()


@pytest.fixture
async def zoe(sessions: Sessions) -> Customer:
    """Somebody who invites."""
    made = a_customer(first_name="Zoë <b>")
    async with sessions.begin() as session:
        await store(session, made, a_default_address(made, line1="9 Far Road"))
    return made


async def code(sessions: Sessions, customer: Customer) -> str:
    async with sessions.begin() as session:
        return await code_of(session, customer.id, clock=CLOCK)


async def referrals(sessions: Sessions) -> list[Referral]:
    async with sessions() as session:
        return list(await session.scalars(select(Referral)))


async def test_the_page_shows_a_first_name_and_what_is_given(
    gateway: RunningGateway, sessions: Sessions, zoe: Customer
) -> None:
    page = await gateway.client.get(f"/invite/{(await code(sessions, zoe)).lower()}")
    assert page.status_code == 200
    assert "Zoë &lt;b&gt; invites you" in page.text
    assert "at least $25.00, you get 500 points" in page.text
    assert zoe.last_name not in page.text
    cookie = page.headers["set-cookie"].lower()
    assert all(each in cookie for each in ("httponly", "samesite=lax", "path=/checkout"))


@pytest.mark.parametrize("written", ["FRIEND-222222", "nonsense", "%3Cscript%3E"])
async def test_a_code_that_nobody_has_sets_nothing(gateway: RunningGateway, written: str) -> None:
    page = await gateway.client.get(f"/invite/{written}")
    assert page.status_code == 404
    assert "set-cookie" not in page.headers
    assert "script" not in page.text


async def test_what_a_guest_buys_after_the_link_counts(
    gateway: RunningGateway, sessions: Sessions, zoe: Customer, lamp
) -> None:
    await gateway.client.get(f"/invite/{await code(sessions, zoe)}")
    shopper = Shopper(uuid4(), None, IdentityLevel.ANONYMOUS)
    page = visit(gateway, await a_cart(sessions, shopper, lamp))
    await page.opens()
    await page.sends("details", **ADA)
    assert "Thank you" in await page.pays()
    [referral] = await referrals(sessions)
    assert referral.referrer_id == zoe.id


async def test_ones_own_link_and_none_count_for_nothing(
    gateway: RunningGateway, sessions: Sessions, zoe: Customer, lamp
) -> None:
    await gateway.client.get(f"/invite/{await code(sessions, zoe)}")
    page = visit(gateway, await a_cart(sessions, a_shopper(zoe), lamp))
    await page.opens()
    await page.sends("details", **(ADA | {"email": zoe.email}))
    assert "Thank you" in await page.pays()
    assert await referrals(sessions) == []
