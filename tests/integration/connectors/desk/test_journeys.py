"""The page of journeys: figures that can be checked by hand, a pause that holds, and a shopper's own path."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from commerce.clock import SystemClock
from commerce.consent.models import Topic
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.journeys.files import journeys
from commerce.journeys.models import JourneyPause, JourneyRun, JourneyStep, Outcome, RunStatus, SubjectKind
from commerce.journeys.reading import read_journeys
from commerce.journeys.versions import keep_version
from commerce.staff.models import Role, StaffMember
from tests.conftest import add_job_queue
from tests.factories import a_customer, a_line, a_product, a_variant, an_order, store
from tests.integration.connectors.staff.people import Browser

CLOCK = SystemClock("America/New_York")
CART = journeys()["abandoned_cart"]
Enter = Callable[..., Awaitable[Browser]]


async def somebody(sessions: Sessions, outcome: Outcome, reason: str = "", *, buys: bool) -> Customer:
    """A customer on the journey, two days ago, who bought for 40 dollars the day after, or did not."""
    customer, product = a_customer(), a_product()
    variant = a_variant(product)
    at = CLOCK.now() - timedelta(days=2)
    run = JourneyRun(
        journey=CART.name,
        version=CART.version,
        customer_id=customer.id,
        subject_kind=SubjectKind.CART,
        subject=customer.id,
        occasion="this",
        status=RunStatus.HELD_OUT if reason == "holdout" else RunStatus.RUNNING,
        end_reason=reason or None,
        started_at=at,
        due_at=at,
        created_at=at,
    )
    async with sessions.begin() as session:
        await keep_version(session, CART)
        await store(session, customer, product, variant, run)
        session.add(
            JourneyStep(
                run_id=run.id,
                customer_id=customer.id,
                step="reminder",
                outcome=outcome,
                reason=reason,
                topic=Topic.MARKETING,
                channel="email" if outcome is Outcome.SENT else None,
                at=at,
            )
        )
        if buys:
            await store(session, an_order(customer, [a_line(variant)], placed_at=at + timedelta(days=1)))
    return customer


@pytest.fixture
async def happened(sessions: Sessions) -> Customer:
    """Four were told, of whom two bought; two were held out, of whom one bought; one had no consent."""
    ada = await somebody(sessions, Outcome.SENT, buys=True)
    for buys in (True, False, False):
        await somebody(sessions, Outcome.SENT, buys=buys)
    for buys in (True, False):
        await somebody(sessions, Outcome.HELD, "holdout", buys=buys)
    await somebody(sessions, Outcome.HELD, "no_channel: email no_consent", buys=False)
    return ada


async def test_the_figures(sessions: Sessions, happened: Customer) -> None:
    async with sessions() as session:
        [view] = await read_journeys(session, [CART], 28, CLOCK)
    assert (view.entered, view.on_it, view.left) == (7, 5, {"holdout": 2})
    assert (view.effect.told.runs, view.effect.told.bought) == (4, 2)
    assert (view.effect.held_out.runs, view.effect.held_out.bought) == (2, 1)
    assert str(view.last_click) == "$80.00"
    assert str(view.incremental) == "$0.00"  # the holdout bought as much, by head
    reminder = view.steps[0]
    assert (reminder.sent, reminder.held) == (
        {"email": 4},
        {"holdout": 2, "no_channel: email no_consent": 1},
    )
    async with sessions() as session:
        [view] = await read_journeys(session, [CART], 1, CLOCK)
    assert view.entered == 0


async def test_a_lead_reads_and_an_operator_pauses(
    enter: Enter, sessions: Sessions, happened: Customer
) -> None:
    lead = await enter(Role.LEAD)
    page = await lead.client.get("/desk/journeys/")
    assert page.status_code == 200
    assert "Abandoned cart" in page.text
    assert "$80.00" in page.text
    assert ">Pause<" not in page.text
    path = await lead.client.get(f"/desk/journeys/customers/{happened.id}")
    assert "by email" in path.text
    operator = await enter(Role.OPERATOR)
    for on, count in (("no", 1), ("no", 1), ("yes", 0)):
        answer = await operator.submit("/desk/journeys/switch", journey="abandoned_cart", on=on)
        assert answer.status_code == 303
        async with sessions() as session:
            paused = await session.get(JourneyPause, "abandoned_cart")
        assert (paused is not None) == bool(count)
    assert (await operator.submit("/desk/journeys/switch", journey="no_such", on="no")).status_code == 404


async def test_an_operator_looks_at_an_email_and_sends_it_to_themselves(
    enter: Enter, sessions: Sessions, database_url: str
) -> None:
    add_job_queue(database_url)
    operator = await enter(Role.OPERATOR)
    page = await operator.client.get("/desk/journeys/")
    assert "/desk/journeys/mails/cart_left" in page.text
    shown = await operator.client.get("/desk/journeys/mails/cart_left")
    assert "Back to your cart" in shown.text
    assert "Quill Desk Lamp" in shown.text
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    sent = await operator.submit("/desk/journeys/mails/cart_left")
    assert sent.status_code == 303
    async with sessions() as session:
        rows = await session.execute(text("SELECT args->>'to', args->>'subject' FROM procrastinate_jobs"))
        told = [tuple(row) for row in rows]
        [address] = await session.scalars(select(StaffMember.email))
    assert told == [(address, "You left Quill Desk Lamp in your cart")]


async def test_an_email_that_is_none_is_not_shown_nor_sent_by_a_lead(enter: Enter) -> None:
    lead = await enter(Role.LEAD)
    assert (await lead.client.get("/desk/journeys/mails/nothing")).status_code == 404
    assert (await lead.submit("/desk/journeys/mails/cart_left")).status_code == 403
