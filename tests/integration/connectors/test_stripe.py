"""Paying by Stripe, through its own library, against a Stripe of our own on loopback."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from time import time
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select, update

from commerce.checkout.holding import let_go_if_ended
from commerce.checkout.models import Checkout
from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.notifications.setup import notifier_of
from commerce.orders.models import Order, Payment, Refund, RefundStatus
from commerce.payments.models import AttemptStatus, Dispute, PaymentAttempt, ProviderEvent
from commerce.payments.port import ProviderUnavailable
from connectors.pages.stripe.account import StripeAccount
from connectors.pages.stripe.events import StripeEvents
from connectors.pages.stripe.payments import StripePayments
from connectors.server.options import GatewayOptions
from tests.fakes.stripe import KEY, SECRET, FakeStripe, fake_stripe
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, running_gateway
from tests.integration.connectors.test_checkout_page import ADA, Visit, a_cart, a_guest, jobs, lamp, visit
from worker.payments import send_money_back, take_up

__all__ = ["jobs", "lamp"]
CLOCK = SystemClock()


@dataclass
class Town:
    """A gateway with an account at Stripe, and what its worker would do."""

    gateway: RunningGateway
    stripe: FakeStripe
    sessions: Sessions
    payments: StripePayments
    events: StripeEvents

    async def opens_payment(self, lamp) -> tuple[Visit, str]:
        """A guest on Stripe's page: their visit, and the Checkout Session."""
        shown = visit(self.gateway, await a_cart(self.sessions, a_guest(), lamp))
        await shown.opens()
        await shown.sends("details", **ADA)
        opened = await self.press_pay(shown)
        assert opened.status_code == 303, opened.text
        assert opened.headers["location"].startswith(self.stripe.url)
        return shown, list(self.stripe.sessions)[-1]

    @staticmethod
    async def press_pay(shown: Visit) -> httpx.Response:
        agreed = re.search(r'name="agreed" value="(\w+)"', shown.text)
        assert agreed, shown.text
        return await shown.client.post(f"{shown.path}/pay", data={"agreed": agreed[1]})

    async def tells(self, *events: dict) -> list[int]:
        return [await self.stripe.tell(self.gateway.client, each) for each in events]

    async def count(self, model: type) -> int:
        async with self.sessions() as session:
            return await session.scalar(select(func.count()).select_from(model)) or 0

    async def attempts(self) -> list[AttemptStatus]:
        async with self.sessions() as session:
            return list(await session.scalars(select(PaymentAttempt.status)))

    async def ages(self) -> None:
        """Let every try be one of ten minutes ago."""
        async with self.sessions.begin() as session:
            long_ago = CLOCK.now() - timedelta(minutes=10)
            await session.execute(update(PaymentAttempt).values(created_at=long_ago))

    async def works(self) -> int:
        """What the worker does each minute."""
        done = await take_up(self.sessions, self.events, CLOCK)
        return done + await send_money_back(self.sessions, self.payments, CLOCK)


@pytest.fixture
async def town(database_url: str, sessions: Sessions, dialogue: FakeDialogue) -> AsyncIterator[Town]:
    async with fake_stripe() as stripe:
        account = StripeAccount(KEY, SECRET, stripe.url)
        options = GatewayOptions()
        async with running_gateway(
            database_url, sessions, [dialogue.url], options, stripe=account
        ) as gateway:
            payments = StripePayments(account, CLOCK)
            notifier = notifier_of(database_url, CLOCK, "Test Store")
            yield Town(gateway, stripe, sessions, payments, StripeEvents(sessions, payments, notifier, CLOCK))


async def test_an_order_is_paid(town: Town, lamp):
    shown, session_id = await town.opens_payment(lamp)
    assert await town.count(Order) == 0
    assert await town.tells(*town.stripe.pay(session_id)) == [200, 200]
    assert "Thank you!" in await shown.opens()
    async with town.sessions() as session:
        (payment,) = await session.scalars(select(Payment))
        order = await session.get_one(Order, payment.order_id)
    assert (payment.provider, payment.amount_minor) == ("stripe", order.total_minor)
    assert payment.reference == town.stripe.sessions[session_id]["payment_intent"]


async def test_events_twice_and_out_of_order_make_one_order(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    declined = town.stripe.decline(session_id)
    paid = town.stripe.pay(session_id)
    for event in (*reversed(paid), *declined, *paid, *reversed(paid)):
        assert await town.tells(event) == [200]
    await asyncio.gather(*(town.tells(event) for event in paid for _ in range(3)))
    assert await town.count(Order) == 1
    assert await town.count(ProviderEvent) == 3
    assert await town.attempts() == [AttemptStatus.PAID]


async def test_a_card_declined_then_paid(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    await town.tells(*town.stripe.decline(session_id))
    assert await town.attempts() == [AttemptStatus.FAILED]
    assert await town.count(Order) == 0
    await town.tells(*town.stripe.pay(session_id))
    assert await town.attempts() == [AttemptStatus.PAID]


async def test_3d_secure_is_no_payment_yet(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    await town.tells(*town.stripe.ask_for_3d_secure(session_id))
    assert await town.attempts() == [AttemptStatus.STARTED]
    await town.tells(*town.stripe.pay(session_id, "3220"))
    assert await town.count(Order) == 1


async def test_what_is_paid_while_nobody_hears_of_it_becomes_an_order(town: Town, lamp):
    """As when the process was killed between the payment and the order, and no webhook comes."""
    _, session_id = await town.opens_payment(lamp)
    town.stripe.pay(session_id)
    assert await town.works() == 0
    await town.ages()
    assert await town.works() == 1
    assert await town.count(Order) == 1
    assert await town.works() == 0


async def test_killed_before_the_session_was_noted(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    async with town.sessions.begin() as session:
        await session.execute(update(PaymentAttempt).values(reference=None))
    paid = town.stripe.pay(session_id)
    assert await town.tells(paid[1], paid[0]) == [200, 200]
    assert await town.count(Order) == 1


async def test_an_event_that_cannot_be_handled_now_waits(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    paid = town.stripe.pay(session_id)
    town.stripe.failures += [500] * 9
    assert await town.tells(paid[1]) == [200]
    assert await town.count(Order) == 0
    with pytest.raises(ProviderUnavailable):
        await town.works()
    town.stripe.failures.clear()
    assert await town.works() == 1
    assert await town.count(Order) == 1


async def reports(town: Town) -> list[ProviderEvent]:
    async with town.sessions() as session:
        return list(await session.scalars(select(ProviderEvent)))


async def test_nobody_is_named_in_what_is_kept_of_reports(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    paid = town.stripe.pay(session_id)
    named = {"email": ADA["email"], "name": ADA["full_name"], "address": {"line1": ADA["line1"]}}
    paid[1]["data"]["object"]["customer_details"] = named
    town.stripe.failures += [500] * 9
    assert await town.tells(paid[1]) == [200]
    (waiting,) = await reports(town)
    assert waiting.facts is not None
    kept = str(waiting.facts)
    assert session_id in kept
    assert not any(ADA[each] in kept for each in ("email", "full_name", "line1"))
    town.stripe.failures.clear()
    await town.works()
    assert [(each.facts, each.handled_at is None) for each in await reports(town)] == [(None, False)]


async def test_a_report_that_stripe_does_not_know_holds_up_no_other(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    stray = town.stripe.pay(session_id)[1]
    async with town.sessions.begin() as session:
        await session.execute(update(PaymentAttempt).values(reference="cs_test_gone"))
    assert await town.tells(stray) == [200]
    shown = visit(town.gateway, await a_cart(town.sessions, a_guest(), lamp))
    await shown.opens()
    await shown.sends("details", **ADA)
    await town.press_pay(shown)
    town.stripe.failures += [500] * 9
    assert await town.tells(town.stripe.pay(list(town.stripe.sessions)[-1])[1]) == [200]
    town.stripe.failures.clear()
    assert await town.works() == 1
    assert await town.count(Order) == 1


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"id": "evt_1", "type": "refund.failed"},
        {"id": "evt_1", "type": "refund.failed", "created": 1, "data": {"object": None}},
        {"id": "evt_1", "type": "refund.failed", "created": "x", "data": {"object": {"id": "re_1"}}},
    ],
)
async def test_what_is_no_event_is_refused(town: Town, event: dict):
    assert await town.tells(event) == [400]
    assert await town.count(ProviderEvent) == 0


async def test_odd_characters_of_a_report_are_kept_as_a_database_can(town: Town):
    thing = {"id": "re_\0", "object": "refund", "status": "failed", "failure_reason": "\ud800" * 900}
    event = {"id": "evt_1", "type": "refund.failed", "created": 1, "data": {"object": thing}}
    assert await town.tells(event) == [200]
    assert [each.handled_at is None for each in await reports(town)] == [False]


async def test_a_lost_answer_opens_no_second_page(town: Town, lamp):
    town.stripe.lost = 1
    await town.opens_payment(lamp)
    assert len(town.stripe.sessions) == 1


async def test_stripe_away_is_told_and_nothing_is_taken(town: Town, lamp):
    shown = visit(town.gateway, await a_cart(town.sessions, a_guest(), lamp))
    await shown.opens()
    await shown.sends("details", **ADA)
    town.stripe.failures += [503] * 9
    answer = await town.press_pay(shown)
    assert answer.status_code == 503
    assert "nothing was taken" in answer.text


async def test_paid_too_late_goes_back_once(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    async with town.sessions.begin() as session:
        checkout_id = await session.scalar(select(Checkout.id))
        assert isinstance(checkout_id, UUID)
        await session.execute(update(Checkout).values(held_until=CLOCK.now() - timedelta(minutes=1)))
        await let_go_if_ended(session, checkout_id, clock=CLOCK)
        await session.execute(update(type(lamp)).values(is_offered=False))
    await town.tells(*town.stripe.pay(session_id))
    assert await town.attempts() == [AttemptStatus.RETURNED]
    assert [await town.works(), await town.works()] == [1, 0]
    (refund,) = town.stripe.refunds.values()
    assert refund["amount"] == town.stripe.sessions[session_id]["amount_total"]


async def a_refund(town: Town, amount_minor: int) -> UUID:
    async with town.sessions.begin() as session:
        (payment,) = await session.scalars(select(Payment))
        refund = Refund(
            order_id=payment.order_id, payment_method_id=payment.payment_method_id, amount_minor=amount_minor,
            currency="USD", reason="returned", status=RefundStatus.PENDING, expected_by=CLOCK.today(),
        )  # fmt: skip
        session.add(refund)
        await session.flush()
        return refund.id


async def refund_of(town: Town, refund_id: UUID) -> Refund:
    async with town.sessions() as session:
        return await session.get_one(Refund, refund_id)


async def test_a_part_goes_back_where_the_money_came_from(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    await town.tells(*town.stripe.pay(session_id))
    refund_id = await a_refund(town, 1_500)
    assert [await town.works(), await town.works()] == [1, 0]
    (sent,) = town.stripe.refunds.values()
    assert sent["amount"] == 1_500
    noted = await refund_of(town, refund_id)
    assert (noted.status, noted.reference) == (RefundStatus.COMPLETED, sent["id"])


async def test_an_answer_to_a_refund_that_is_lost_sends_it_once(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    await town.tells(*town.stripe.pay(session_id))
    await a_refund(town, 1_500)
    town.stripe.lost = 1
    await town.works()
    assert len(town.stripe.refunds) == 1


async def test_a_refund_that_fails_later_is_noted(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    await town.tells(*town.stripe.pay(session_id))
    refund_id = await a_refund(town, 1_500)
    await town.works()
    (sent,) = town.stripe.refunds
    assert await town.tells(town.stripe.fail_refund(sent)) == [200]
    noted = await refund_of(town, refund_id)
    assert (noted.status, noted.failure) == (RefundStatus.PENDING, "expired_or_canceled_card")


async def test_more_than_was_paid_does_not_go_back(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    await town.tells(*town.stripe.pay(session_id))
    refund_id = await a_refund(town, 1_000_000)
    await town.works()
    assert (await refund_of(town, refund_id)).failure == "charge_already_refunded"
    assert town.stripe.refunds == {}


async def test_a_dispute_is_kept_as_it_stands_now(town: Town, lamp):
    _, session_id = await town.opens_payment(lamp)
    await town.tells(*town.stripe.pay(session_id))
    intent_id = town.stripe.sessions[session_id]["payment_intent"]
    opened = town.stripe.dispute(intent_id)
    (dispute_id,) = town.stripe.disputes
    lost = town.stripe.dispute(intent_id, "lost", dispute_id)
    lost["created"] += 60
    assert await town.tells(lost, opened) == [200, 200]
    async with town.sessions() as session:
        (dispute,) = await session.scalars(select(Dispute))
    assert (dispute.status, dispute.reason) == ("lost", "fraudulent")


@pytest.mark.parametrize(("seconds", "secret"), [(0, "whsec_another"), (-3_600, SECRET), (3_600, SECRET)])
async def test_what_stripe_did_not_sign_just_now_is_refused(town: Town, lamp, seconds: int, secret: str):
    _, session_id = await town.opens_payment(lamp)
    event = town.stripe.pay(session_id)[1]
    status = await town.stripe.tell(town.gateway.client, event, at=time() + seconds, secret=secret)
    assert status == 401
    assert await town.count(ProviderEvent) == 0
    assert await town.count(Order) == 0
