"""An alert is told once, in the order asked, and no more of them than there are units."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from commerce.alerts.asking import Watched, cancel_alerts, set_alert
from commerce.alerts.models import Alert, AlertKind
from commerce.alerts.telling import tell_alerts
from commerce.catalogue.models import Variant
from commerce.identity import IdentityLevel, Shopper
from commerce.support.models import Conversation
from tests.factories import RecordedNotifier
from tests.world import World


async def a_guest(world: World) -> Shopper:
    conversation = Conversation(id=uuid4(), channel="web", identity_level=IdentityLevel.ANONYMOUS)
    await world.add(conversation)
    return Shopper(conversation.id, None, IdentityLevel.ANONYMOUS)


async def waits(world: World, shopper: Shopper, watched: Watched) -> bool:
    world.clock.forward(seconds=1)
    return await world.run(lambda session: set_alert(session, shopper, watched, world.clock))


async def stocked(world: World, variant: Variant, units: int) -> None:
    change = update(Variant).where(Variant.sku == variant.sku).values(stock_on_hand=units)
    await world.run(lambda session: session.execute(change))


def told_to(notifier: RecordedNotifier) -> list[UUID | None]:
    return [recipient.conversation_id for recipient, _ in notifier.told]


@pytest.mark.parametrize("units", [0, 1, 3, 5, 9])
async def test_as_many_as_there_are_units_in_the_order_asked(world: World, units: int) -> None:
    notifier, watched = RecordedNotifier(), Watched(AlertKind.RESTOCK, world.lamp.id, world.blue.sku)
    guests = [await a_guest(world) for _ in range(5)]
    for guest in guests:
        assert await waits(world, guest, watched)
    await stocked(world, world.blue, units)
    for _ in range(3):
        await tell_alerts(world.sessions, notifier, world.clock)
    assert told_to(notifier) == [guest.conversation_id for guest in guests[:units]]


async def test_two_workers_tell_nobody_twice(world: World) -> None:
    notifier, watched = RecordedNotifier(), Watched(AlertKind.RESTOCK, world.lamp.id, world.blue.sku)
    guests = [await a_guest(world) for _ in range(4)]
    for guest in guests:
        await waits(world, guest, watched)
    await stocked(world, world.blue, 3)
    await asyncio.gather(*(tell_alerts(world.sessions, notifier, world.clock) for _ in range(4)))
    assert len(told_to(notifier)) == len(set(told_to(notifier))) == 3


async def test_those_left_are_told_when_the_first_have_had_their_day(world: World) -> None:
    notifier, watched = RecordedNotifier(), Watched(AlertKind.RESTOCK, world.lamp.id, world.blue.sku)
    first, second = await a_guest(world), await a_guest(world)
    await waits(world, first, watched)
    await waits(world, second, watched)
    await stocked(world, world.blue, 1)
    await tell_alerts(world.sessions, notifier, world.clock)
    world.clock.forward(hours=25)
    await tell_alerts(world.sessions, notifier, world.clock)
    assert told_to(notifier) == [first.conversation_id, second.conversation_id]


async def test_asked_twice_is_asked_once(world: World) -> None:
    guest, watched = await a_guest(world), Watched(AlertKind.RESTOCK, world.lamp.id, world.blue.sku)
    assert await waits(world, guest, watched)
    assert not await waits(world, guest, watched)
    assert await world.run(lambda session: session.scalar(select(func.count()).select_from(Alert))) == 1


async def test_who_stopped_it_is_not_told(world: World) -> None:
    notifier, guest = RecordedNotifier(), await a_guest(world)
    other = await a_guest(world)
    watched = Watched(AlertKind.RESTOCK, world.lamp.id, world.blue.sku)
    await waits(world, guest, watched)
    await waits(world, other, watched)
    assert await world.run(lambda session: cancel_alerts(session, guest, [], world.clock)) == 1
    await stocked(world, world.blue, 2)
    await tell_alerts(world.sessions, notifier, world.clock)
    assert told_to(notifier) == [other.conversation_id]


async def test_a_price_is_told_when_it_is_lower_and_not_before(world: World) -> None:
    notifier, guest = RecordedNotifier(), await a_guest(world)
    await waits(world, guest, Watched(AlertKind.PRICE_DROP, world.lamp.id, world.black.sku, 4000))
    await tell_alerts(world.sessions, notifier, world.clock)
    assert notifier.told == []
    change = update(Variant).where(Variant.sku == world.black.sku).values(price_minor=3900)
    await world.run(lambda session: session.execute(change))
    await tell_alerts(world.sessions, notifier, world.clock)
    [(_, told)] = notifier.told
    assert (told.name, told.values["price"]) == ("price_dropped", "$39.00")
