"""The orders that subscriptions make: each once, by the way of any checkout, whatever happens meanwhile."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from commerce.catalogue.models import Variant
from commerce.checkout.models import Checkout, CheckoutStatus
from commerce.checkout.paying import settle
from commerce.customers.models import PaymentMethod
from commerce.locks.models import AccountLock
from commerce.payments.models import AttemptStatus
from commerce.payments.port import PaidWith, PaymentReport, PaymentState, ProviderUnavailable
from commerce.policies.models import Policy
from commerce.subscriptions.changing import ChangeMethod, PauseSubscription, ResumeSubscription
from commerce.subscriptions.ending import TakeStayOffer
from commerce.subscriptions.models import SubscriptionStatus
from tests.factories import NOON
from tests.integration.commerce.fraud.test_locks import lock
from tests.integration.commerce.subscriptions.subscriber import DECLINED, Subscriber


async def test_the_first_order_is_made_at_once_and_the_next_a_month_later(subscriber: Subscriber) -> None:
    await subscriber.subscribes()
    await subscriber.days_pass(30)
    first, second = await subscriber.orders()
    assert [each.placed_at for each in (first, second)] == [NOON, NOON + timedelta(days=30)]
    assert first.customer_id == subscriber.world.customer.id
    (line,) = first.lines
    assert (line.quantity, line.discount_minor, first.shipping_minor) == (2, 200, 499)
    assert first.total_minor == 2 * 1000 - 200 + 499
    (payment,) = await subscriber.world.payments(first)
    assert (payment.amount_minor, payment.provider) == (first.total_minor, "demo")
    assert payment.payment_method_id == subscriber.world.card.id
    assert first.points_due == 18
    assert subscriber.told == ["order_placed", "order_placed"]
    assert await subscriber.world.stock(subscriber.world.mug) == 6
    assert (await subscriber.row()).due_on == date(2026, 8, 15)


async def test_two_workers_at_once_make_one_order(subscriber: Subscriber) -> None:
    await subscriber.subscribes()
    await asyncio.gather(*(subscriber.renews() for _ in range(4)))
    assert len(await subscriber.orders()) == 1


async def test_a_worker_that_dies_after_the_charge_charges_no_second_time(subscriber: Subscriber) -> None:
    await subscriber.subscribes()
    subscriber.payments.dies_after_taking = True
    with pytest.raises(KeyboardInterrupt):
        await subscriber.renews()
    assert await subscriber.orders() == []
    await subscriber.renews()
    assert len(await subscriber.orders()) == 1
    first, second = subscriber.payments.asked
    assert first == second  # the same try, which a provider takes money for once


async def test_a_provider_that_is_away_is_asked_again_by_the_next_run(subscriber: Subscriber) -> None:
    await subscriber.subscribes()
    subscriber.payments.is_away = True
    with pytest.raises(ProviderUnavailable):
        await subscriber.renews()
    subscriber.payments.is_away = False
    await subscriber.renews()
    assert [each.status for each in await subscriber.tries()] == [AttemptStatus.PAID]
    assert len(await subscriber.orders()) == 1


async def test_a_declined_card_is_tried_again_by_the_rules_told_and_then_paused(
    subscriber: Subscriber,
) -> None:
    await subscriber.card_ends_in(DECLINED)
    await subscriber.subscribes()
    days = []
    for _ in range(14):
        before = len(await subscriber.tries())
        await subscriber.renews()
        days += [subscriber.world.clock.today().day] * (len(await subscriber.tries()) - before)
        subscriber.world.clock.forward(days=1)
    assert days == [15, 17, 20, 25]
    assert subscriber.told == ["subscription_payment_failed"] * 3 + ["subscription_paused_unpaid"]
    assert (await subscriber.row()).status is SubscriptionStatus.PAUSED
    assert await subscriber.orders() == []
    assert await subscriber.world.stock(subscriber.world.mug) == 10
    held = select(func.count()).where(Checkout.status == CheckoutStatus.HELD)
    assert await subscriber.world.run(lambda session: session.scalar(held)) == 0


async def test_another_card_pays_the_same_day(subscriber: Subscriber) -> None:
    await subscriber.card_ends_in(DECLINED)
    view = await subscriber.subscribes()
    await subscriber.renews()
    await subscriber.world.do(ChangeMethod(view.id, subscriber.world.paypal.id))
    await subscriber.renews()
    (order,) = await subscriber.orders()
    assert order.payment_method_id == subscriber.world.paypal.id
    assert (await subscriber.row()).due_on == date(2026, 7, 15)


async def test_what_was_paused_unpaid_goes_on_when_it_is_resumed(subscriber: Subscriber) -> None:
    await subscriber.card_ends_in(DECLINED)
    view = await subscriber.subscribes()
    await subscriber.days_pass(12)
    await subscriber.world.do(ChangeMethod(view.id, subscriber.world.paypal.id))
    await subscriber.world.do(ResumeSubscription(view.id))
    await subscriber.days_pass(1)
    assert len(await subscriber.orders()) == 1


async def test_a_card_taken_off_the_file_is_a_payment_that_failed(subscriber: Subscriber) -> None:
    world = subscriber.world
    await subscriber.subscribes()
    gone = update(PaymentMethod).where(PaymentMethod.id == world.card.id).values(removed_at=world.clock.now())
    await world.run(lambda session: session.execute(gone))
    await subscriber.renews()
    assert subscriber.told == ["subscription_payment_failed"]
    assert await world.stock(world.mug) == 10


async def test_sold_out_is_left_out_and_told(subscriber: Subscriber) -> None:
    world = subscriber.world
    await subscriber.subscribes()
    offered = update(Variant).where(Variant.sku == world.mug.sku)
    await world.run(lambda session: session.execute(offered.values(is_offered=False)))
    await subscriber.renews()
    assert subscriber.told == ["subscription_sold_out"]
    assert await subscriber.tries() == []
    await world.run(lambda session: session.execute(offered.values(is_offered=True)))
    await subscriber.days_pass(30)
    assert len(await subscriber.orders()) == 1


async def test_store_credit_pays_without_a_provider(subscriber: Subscriber) -> None:
    await subscriber.subscribes(payment_method_id=subscriber.world.gift_card.id)
    await subscriber.renews()
    (order,) = await subscriber.orders()
    assert subscriber.payments.asked == []
    assert await subscriber.world.balance(subscriber.world.gift_card.id) == 10_000 - order.total_minor


async def test_credit_that_does_not_reach_is_a_payment_that_failed(subscriber: Subscriber) -> None:
    await subscriber.subscribes(
        sku=subscriber.world.mug.sku, quantity=10, payment_method_id=subscriber.world.gift_card.id
    )
    raised = update(Variant).where(Variant.sku == subscriber.world.mug.sku).values(price_minor=2_000)
    await subscriber.world.run(lambda session: session.execute(raised))
    await subscriber.renews()
    assert subscriber.told == ["subscription_payment_failed"]
    assert await subscriber.orders() == []


async def test_a_card_that_takes_over_from_credit_is_tried_once(subscriber: Subscriber) -> None:
    world = subscriber.world
    await subscriber.card_ends_in(DECLINED)
    view = await subscriber.subscribes(quantity=10, payment_method_id=world.gift_card.id)
    raised = update(Variant).where(Variant.sku == world.mug.sku).values(price_minor=2_000)
    await world.run(lambda session: session.execute(raised))
    await subscriber.renews()
    await world.do(ChangeMethod(view.id, world.card.id))
    await subscriber.renews()
    await subscriber.renews()
    assert len(subscriber.payments.asked) == 1
    assert [each.status for each in await subscriber.tries()] == [AttemptStatus.FAILED] * 2
    assert await world.stock(world.mug) == 10


async def test_a_locked_account_is_charged_nothing_new(subscriber: Subscriber) -> None:
    world = subscriber.world
    await subscriber.subscribes()
    await world.run(lambda session: lock(session, world.customer))
    assert await subscriber.renews() == 0
    assert (await subscriber.tries(), await subscriber.orders()) == ([], [])
    released = update(AccountLock).values(released_at=world.clock.now())
    await world.run(lambda session: session.execute(released))
    await subscriber.renews()
    assert len(await subscriber.orders()) == 1


async def test_money_on_its_way_is_settled_in_a_locked_account(subscriber: Subscriber) -> None:
    await subscriber.subscribes()
    subscriber.payments.dies_after_taking = True
    with pytest.raises(KeyboardInterrupt):
        await subscriber.renews()
    await subscriber.world.run(lambda session: lock(session, subscriber.world.customer))
    await subscriber.days_pass(40)
    assert len(await subscriber.orders()) == 1


@pytest.mark.parametrize("state", [PaymentState.PAID, PaymentState.FAILED])
async def test_a_charge_that_takes_longer_is_made_once_and_waited_for(
    subscriber: Subscriber, state: PaymentState
) -> None:
    world = subscriber.world
    await subscriber.subscribes()
    subscriber.payments.takes_longer = True
    await subscriber.renews()
    await subscriber.renews()
    (attempt,) = await subscriber.tries()
    assert (attempt.status, attempt.reference) == (AttemptStatus.STARTED, "pi_1")
    assert subscriber.payments.asked == [attempt.id]
    report = PaymentReport(state, attempt.amount, "pi_1", PaidWith("pm_1"))
    await world.run(
        lambda session: settle(session, attempt.id, report, clock=world.clock, notifier=subscriber.notifier)
    )
    await subscriber.renews()
    assert len(await subscriber.orders()) == (state is PaymentState.PAID)
    assert (await subscriber.row()).failed_tries == (state is PaymentState.FAILED)


async def test_what_is_offered_for_staying_outlives_an_order_that_was_sold_out(
    subscriber: Subscriber,
) -> None:
    world, view = subscriber.world, await subscriber.subscribes()
    await subscriber.renews()
    await world.do(TakeStayOffer(view.id))
    offered = update(Variant).where(Variant.sku == world.mug.sku)
    await world.run(lambda session: session.execute(offered.values(is_offered=False)))
    await subscriber.days_pass(31)
    await world.run(lambda session: session.execute(offered.values(is_offered=True)))
    await subscriber.days_pass(62)
    assert [each.lines[0].paid_minor for each in await subscriber.orders()] == [1800, 1400, 1800]


async def test_what_comes_when_a_pause_ends_is_told_before(subscriber: Subscriber) -> None:
    view = await subscriber.subscribes()
    await subscriber.renews()
    await subscriber.world.do(PauseSubscription(view.id, date(2026, 9, 1)))
    subscriber.world.clock.forward(days=76)
    assert await subscriber.is_announced() == 1
    assert subscriber.told == ["order_placed", "subscription_coming"]


async def test_a_pause_ends_by_itself(subscriber: Subscriber) -> None:
    view = await subscriber.subscribes()
    await subscriber.renews()
    await subscriber.world.do(PauseSubscription(view.id, date(2026, 9, 1)))
    await subscriber.days_pass(77)
    assert len(await subscriber.orders()) == 1
    await subscriber.days_pass(1)
    assert len(await subscriber.orders()) == 2
    row = await subscriber.row()
    assert (row.status, row.due_on) == (SubscriptionStatus.ACTIVE, date(2026, 10, 1))


async def test_days_when_no_worker_ran_are_not_made_up_for(subscriber: Subscriber) -> None:
    await subscriber.subscribes()
    await subscriber.renews()
    subscriber.world.clock.forward(days=100)
    await subscriber.days_pass(2)
    assert len(await subscriber.orders()) == 2


async def test_what_is_coming_is_told_once(subscriber: Subscriber) -> None:
    await subscriber.subscribes()
    await subscriber.days_pass(26)
    assert await subscriber.is_announced() == 0
    subscriber.world.clock.forward(days=1)
    assert [await subscriber.is_announced() for _ in range(2)] == [1, 0]
    assert subscriber.told == ["order_placed", "subscription_coming"]


async def test_a_store_that_gives_no_second_try_pauses_at_once(subscriber: Subscriber) -> None:
    await subscriber.world.add(Policy(name="subscription_retries", value={"days": []}))
    await subscriber.card_ends_in(DECLINED)
    await subscriber.subscribes()
    await subscriber.renews()
    assert subscriber.told == ["subscription_paused_unpaid"]
