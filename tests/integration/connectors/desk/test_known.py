"""A customer's page says what is known of them, and leads to what journeys told them."""

from collections.abc import Awaitable, Callable

import pytest

from commerce.clock import SystemClock
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.segments.keeping import keep_scores
from commerce.staff.models import Role
from tests.factories import a_customer, a_line, a_product, a_variant, an_order, store
from tests.integration.connectors.staff.people import Browser

CLOCK = SystemClock("America/New_York")
Enter = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def ada(sessions: Sessions) -> Customer:
    """Somebody who has ordered today."""
    customer, product = a_customer(), a_product()
    variant = a_variant(product, price_minor=4000)
    async with sessions.begin() as session:
        await store(session, customer, product, variant)
        await store(session, an_order(customer, [a_line(variant)], placed_at=CLOCK.now()))
    return customer


@pytest.mark.parametrize(("role", "is_led"), [(Role.AGENT, False), (Role.LEAD, True)])
async def test_figures_and_segments_say_why(
    enter: Enter, sessions: Sessions, ada: Customer, role: Role, is_led: bool
) -> None:
    browser = await enter(role)
    assert "Nothing was reckoned yet." in (await browser.open(f"/desk/customers/{ada.id}")).text
    await keep_scores(sessions, CLOCK)
    page = (await browser.open(f"/desk/customers/{ada.id}")).text
    assert '<span>To order within 90 days: unknown</span><span class="muted">orders tell too little' in page
    assert "<span>Purchase intent: 0 of 100</span>" in page
    assert '<span>New</span><span class="muted">1 order, last ordered 0 days ago</span>' in page
    path = f"/desk/journeys/customers/{ada.id}"
    assert (f'href="{path}"' in page) is is_led
    assert (await browser.open(path)).status_code == (200 if is_led else 403)
