"""Methods that Stripe keeps for a customer, charged while nobody is there, through its own library."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import update

from commerce.clock import SystemClock
from commerce.customers.models import PaymentMethod
from commerce.database import Sessions
from commerce.money import Money
from commerce.payments.events import store_event
from commerce.payments.models import AttemptStatus
from commerce.payments.port import (
    ChargeWanted,
    Item,
    PaidWith,
    PaymentReport,
    PaymentState,
    PaymentWanted,
    ProviderUnavailable,
)
from connectors.pages.stripe.account import StripeAccount
from connectors.pages.stripe.events import StripeEvents
from connectors.pages.stripe.facts import facts_of
from connectors.pages.stripe.payments import STRIPE, StripePayments
from tests.factories import RecordedNotifier
from tests.fakes.stripe import KEY, SECRET, FakeStripe, fake_stripe
from tests.integration.commerce.subscriptions.subscriber import DemoCards, Subscriber
from tests.world import a_world
from worker.subscriptions import renew_all

AMOUNT = Money(1_800, "USD")


@pytest.fixture
async def stripe() -> AsyncIterator[FakeStripe]:
    async with fake_stripe() as running:
        yield running


def payments(stripe: FakeStripe) -> StripePayments:
    return StripePayments(StripeAccount(KEY, SECRET, stripe.url), SystemClock())


async def paid(stripe: FakeStripe, last4: str = "4242", *, keeps_method: bool = True) -> PaymentReport:
    """Somebody pays on Stripe's page; what it reports of it."""
    items = (Item("Mug", 2),)
    wanted = PaymentWanted(
        uuid4(), AMOUNT, items, "ada@example.com", "http://x/", "http://x/", keeps_method=keeps_method
    )
    page = await payments(stripe).begin(wanted)
    stripe.pay(page.reference, last4)
    return await payments(stripe).report(page.reference)


async def saved(stripe: FakeStripe, last4: str = "4242") -> ChargeWanted:
    method = (await paid(stripe, last4)).paid_with
    assert method is not None
    return ChargeWanted(uuid4(), AMOUNT, method, method.id, method.payer)


async def test_a_kept_method_is_charged_once_for_the_same_try(stripe: FakeStripe) -> None:
    wanted = await saved(stripe)
    first, second = [await payments(stripe).charge(wanted) for _ in range(2)]
    assert first == second
    assert (first.state, first.amount) == (PaymentState.PAID, AMOUNT)
    assert first.payment_reference in stripe.intents
    assert len(stripe.intents) == 2  # the page's and the charge's


async def test_a_lost_answer_charges_no_second_time(stripe: FakeStripe) -> None:
    wanted = await saved(stripe)
    stripe.lost = 1
    assert (await payments(stripe).charge(wanted)).state is PaymentState.PAID
    assert len(stripe.intents) == 2


@pytest.mark.parametrize(("last4", "code"), [("0341", "card_declined"), ("3184", "authentication_required")])
async def test_what_the_bank_refuses_has_failed(stripe: FakeStripe, last4: str, code: str) -> None:
    report = await payments(stripe).charge(await saved(stripe, last4))
    assert (report.state, report.failure) == (PaymentState.FAILED, code)


async def test_a_method_that_was_not_kept_is_not_charged(stripe: FakeStripe) -> None:
    report = await paid(stripe, keeps_method=False)
    assert report.paid_with is not None
    assert report.paid_with.payer is None
    asked = len(stripe.requests)
    method = PaidWith("card", last_four="4242")
    refused = await payments(stripe).charge(ChargeWanted(uuid4(), AMOUNT, method, None, None))
    assert (refused.state, refused.failure) == (PaymentState.FAILED, "method_not_saved")
    assert len(stripe.requests) == asked


async def test_a_provider_that_is_away_is_no_refusal(stripe: FakeStripe) -> None:
    wanted = await saved(stripe)
    stripe.failures = [500, 500, 500]
    with pytest.raises(ProviderUnavailable):
        await payments(stripe).charge(wanted)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, "invalid_request_error"), (403, "invalid_request_error"), (400, "idempotency_error")],
)
async def test_what_says_nothing_of_the_payment_is_no_refusal(
    stripe: FakeStripe, status: int, kind: str
) -> None:
    wanted = await saved(stripe)
    stripe.refusals = [(status, kind)]
    with pytest.raises(ProviderUnavailable):
        await payments(stripe).charge(wanted)
    assert (await payments(stripe).charge(wanted)).state is PaymentState.PAID


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        ("succeeded", None, PaymentState.PAID),
        ("requires_payment_method", "debit_not_authorized", PaymentState.FAILED),
    ],
)
async def test_a_charge_that_takes_longer_is_asked_about(
    stripe: FakeStripe, status: str, code: str | None, state: PaymentState
) -> None:
    wanted = await saved(stripe)
    stripe.charge_status = "processing"
    begun = await payments(stripe).charge(wanted)
    assert begun.state is PaymentState.OPEN
    assert begun.payment_reference is not None
    assert (await payments(stripe).report(begun.payment_reference)).state is PaymentState.OPEN
    stripe.finish(begun.payment_reference, status, code)
    report = await payments(stripe).report(begun.payment_reference)
    assert (report.state, report.failure) == (state, code)
    assert report.amount == (AMOUNT if state is PaymentState.PAID else None)


async def test_a_renewal_that_takes_longer_is_placed_when_its_event_comes(
    stripe: FakeStripe, sessions: Sessions
) -> None:
    world, kept = await a_world(sessions), await saved(stripe)
    subscriber, provider = Subscriber(world, RecordedNotifier(), DemoCards()), payments(stripe)
    theirs = update(PaymentMethod).where(PaymentMethod.id == world.card.id)
    saved_there = theirs.values(reference=kept.reference, payer_reference=kept.payer_reference)
    await world.run(lambda session: session.execute(saved_there))
    await subscriber.subscribes()
    stripe.charge_status = "processing"
    await renew_all(sessions, provider, world.clock, subscriber.notifier)
    (attempt,) = await subscriber.tries()
    assert (attempt.status, await subscriber.orders()) == (AttemptStatus.STARTED, [])
    event = stripe.finish(str(attempt.reference), "succeeded")
    await world.run(lambda session: store_event(session, STRIPE, event["id"], event["type"], facts_of(event)))
    assert await StripeEvents(sessions, provider, subscriber.notifier, world.clock).handle(event["id"])
    (order,) = await subscriber.orders()
    assert order.payment_method_id == world.card.id
    await renew_all(sessions, provider, world.clock, subscriber.notifier)
    assert len(stripe.intents) == 2  # the page's and the charge's
