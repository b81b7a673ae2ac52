"""Beginning and changing a subscription: what each change does, and what is refused."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from commerce.catalogue.variants import VariantUnavailable
from commerce.customers.addresses import InvalidAddress
from commerce.customers.payment_methods import PaymentMethodNotFound
from commerce.errors import CommerceError, NotAllowed
from commerce.identity import IdentityLevel
from commerce.money import Money
from commerce.policies.models import Policy
from commerce.subscriptions.changing import (
    ChangeDestination,
    ChangeInterval,
    ChangeMethod,
    ChangeQuantity,
    ChangeSubscription,
    PauseSubscription,
    ResumeSubscription,
    SkipNext,
)
from commerce.subscriptions.ending import CancelSubscription, TakeStayOffer, offer_for
from commerce.subscriptions.intervals import Interval, IntervalUnit
from commerce.subscriptions.models import EndReason, SubscriptionStatus
from commerce.subscriptions.refusals import (
    AlreadySubscribed,
    CountNotPossible,
    DayNotPossible,
    IntervalNotOffered,
    NotSubscribable,
    OfferNotOpen,
    RenewalUnderWay,
    SubscriptionNotFound,
    SubscriptionOver,
    SubscriptionUnchanged,
)
from commerce.subscriptions.view import subscriptions_of
from tests.factories import a_customer, a_shopper, an_address, store
from tests.integration.commerce.subscriptions.subscriber import Subscriber

WEEK = IntervalUnit.WEEK


async def test_what_is_subscribed_to_is_listed_with_its_price(subscriber: Subscriber) -> None:
    await subscriber.subscribes()
    await subscriber.renews()
    world = subscriber.world
    (view,) = await world.run(lambda session: subscriptions_of(session, world.shopper))
    assert (view.title, view.quantity, str(view.interval)) == ("Mug", 2, "every month")
    assert (view.goods, view.percent_off, view.due_on) == (Money(1800, "USD"), 10, date(2026, 7, 15))
    stranger = a_shopper(a_customer())
    assert await world.run(lambda session: subscriptions_of(session, stranger)) == []


@pytest.mark.parametrize(
    ("wished", "refusal"),
    [
        ({"quantity": 0}, CountNotPossible),
        ({"quantity": 100}, CountNotPossible),
        ({"quantity": 11}, VariantUnavailable),
        ({"interval": Interval(3, IntervalUnit.DAY)}, IntervalNotOffered),
        ({"interval": Interval(7, IntervalUnit.MONTH)}, IntervalNotOffered),
        ({"payment_method_id": "somebody-elses"}, PaymentMethodNotFound),
        ({"address": {}}, InvalidAddress),
    ],
)
async def test_what_cannot_be_subscribed_to(
    subscriber: Subscriber, wished: dict[str, Any], refusal: type[CommerceError]
) -> None:
    with pytest.raises(refusal):
        await subscriber.subscribes(**wished)
    assert await subscriber.renews() == 0


async def test_some_goods_are_not_offered(subscriber: Subscriber) -> None:
    await subscriber.world.add(Policy(name="subscription_terms", value={"is_offered": False}))
    with pytest.raises(NotSubscribable) as refused:
        await subscriber.subscribes()
    assert refused.value.title == "Mug"


async def test_the_same_thing_comes_once(subscriber: Subscriber) -> None:
    await subscriber.subscribes()
    with pytest.raises(AlreadySubscribed):
        await subscriber.subscribes()


async def test_only_a_verified_shopper_subscribes_or_changes(subscriber: Subscriber) -> None:
    view = await subscriber.subscribes()
    claimed = a_shopper(subscriber.world.customer, level=IdentityLevel.CLAIMED)
    with pytest.raises(NotAllowed):
        await subscriber.world.do(SkipNext(view.id), claimed)
    stranger = a_customer()
    await subscriber.world.run(lambda session: store(session, stranger))
    for subscription_id in (view.id, uuid4()):
        with pytest.raises(SubscriptionNotFound):
            await subscriber.world.do(SkipNext(subscription_id), a_shopper(stranger))


async def test_each_change_does_what_it_says(subscriber: Subscriber) -> None:
    world = subscriber.world
    view = await subscriber.subscribes()
    await subscriber.renews()
    elsewhere = replace(an_address(), line1="9 Other Street")
    skipped = await world.do(SkipNext(view.id))
    assert (skipped.before.due_on, skipped.after.due_on) == (date(2026, 7, 15), date(2026, 8, 15))
    assert (await world.do(ChangeQuantity(view.id, 5))).after.quantity == 5
    assert str((await world.do(ChangeInterval(view.id, Interval(2, WEEK)))).after.interval) == "every 2 weeks"
    assert (await world.do(ChangeDestination(view.id, elsewhere.as_dict()))).after.address == elsewhere
    assert (await world.do(ChangeMethod(view.id, world.paypal.id))).after.method.id == world.paypal.id
    paused = await world.do(PauseSubscription(view.id, date(2026, 9, 30)))
    assert (paused.after.status, paused.after.due_on) == (SubscriptionStatus.PAUSED, date(2026, 9, 30))
    resumed = await world.do(ResumeSubscription(view.id))
    assert (resumed.after.status, resumed.after.due_on) == (SubscriptionStatus.ACTIVE, date(2026, 6, 16))
    ended = await world.do(CancelSubscription(view.id, EndReason.TOO_MUCH))
    assert ended.after.status is SubscriptionStatus.CANCELLED
    row = await subscriber.row()
    assert (row.end_reason, row.quantity) == (EndReason.TOO_MUCH, 5)
    assert await world.run(lambda session: subscriptions_of(session, world.shopper)) == []
    for change in (SkipNext(view.id), ResumeSubscription(view.id), ChangeQuantity(view.id, 1)):
        with pytest.raises(SubscriptionOver):
            await world.do(change)
    await subscriber.subscribes()  # and it may be begun anew


async def test_what_changes_nothing_is_refused(subscriber: Subscriber) -> None:
    view, world = await subscriber.subscribes(), subscriber.world
    changes: list[ChangeSubscription] = [
        ChangeQuantity(view.id, 2),
        ChangeInterval(view.id, view.interval),
        ChangeDestination(view.id, view.address.as_dict()),
        ResumeSubscription(view.id),
        ChangeMethod(view.id, world.card.id),
    ]
    for change in changes:
        with pytest.raises(SubscriptionUnchanged):
            await world.do(change)
    await world.do(PauseSubscription(view.id, None))
    with pytest.raises(SubscriptionUnchanged):
        await world.do(PauseSubscription(view.id, None))


async def test_a_pause_to_a_day_before_the_next_one_brings_nothing_forward(subscriber: Subscriber) -> None:
    view = await subscriber.subscribes()
    await subscriber.renews()
    paused = await subscriber.world.do(PauseSubscription(view.id, date(2026, 7, 1)))
    assert paused.after.due_on == date(2026, 7, 15)
    resumed = await subscriber.world.do(ResumeSubscription(view.id))
    assert resumed.after.due_on == date(2026, 7, 15)
    with pytest.raises(DayNotPossible):
        await subscriber.world.do(PauseSubscription(view.id, date(2026, 6, 15)))


async def test_who_stays_pays_less_for_the_next_one_once(subscriber: Subscriber) -> None:
    world, view = subscriber.world, await subscriber.subscribes()
    await subscriber.renews()
    assert await world.run(lambda session: offer_for(world.context(session), view.id)) == 20
    stays = await world.do(TakeStayOffer(view.id))
    assert (stays.before.goods, stays.after.goods) == (Money(1800, "USD"), Money(1400, "USD"))
    await subscriber.days_pass(61)
    assert [each.lines[0].paid_minor for each in await subscriber.orders()] == [1800, 1400, 1800]
    assert await world.run(lambda session: offer_for(world.context(session), view.id)) == 0
    with pytest.raises(OfferNotOpen):
        await world.do(TakeStayOffer(view.id))


async def test_nothing_is_changed_while_it_is_being_paid(subscriber: Subscriber) -> None:
    view = await subscriber.subscribes()
    subscriber.payments.dies_after_taking = True
    with pytest.raises(KeyboardInterrupt):
        await subscriber.renews()
    with pytest.raises(RenewalUnderWay):
        await subscriber.world.do(SkipNext(view.id))
    await subscriber.renews()
    await subscriber.world.do(SkipNext(view.id))


async def test_changes_and_renewals_at_once_make_one_order_a_day(subscriber: Subscriber) -> None:
    view, world = await subscriber.subscribes(), subscriber.world
    works = [
        subscriber.renews(),
        world.do(SkipNext(view.id)),
        subscriber.renews(),
        world.do(ChangeQuantity(view.id, 3)),
    ]
    done = await asyncio.gather(*works, return_exceptions=True)
    broken = [each for each in done if isinstance(each, Exception) and not isinstance(each, CommerceError)]
    assert broken == []
    await subscriber.renews()
    assert len(await subscriber.orders()) <= 1
