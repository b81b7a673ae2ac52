"""Turning points into store credit, and what a customer is told of them."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause
from commerce.customers.balances import balances
from commerce.customers.models import PaymentMethodKind
from commerce.errors import NotAllowed
from commerce.identity import IdentityLevel
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.redeem import NotEnoughPoints, RedeemPlan, RedeemPoints, TooFewPoints
from commerce.loyalty.statement import PointsStatement, points_statement
from commerce.money import Money
from commerce.plans import PlanChanged, fingerprint
from tests.factories import NOON, a_cause, a_shopper
from tests.world import World
from worker.points import expire_all_points


async def grant(world: World, points: int, **fields: Any) -> None:
    reason = PointsReason.GRANTED
    row = PointsEntry(customer_id=world.customer.id, points=points, reason=reason, created_at=NOON, **fields)

    async def add(session: AsyncSession) -> None:
        session.add(row)

    await world.run(add)


async def redeem(world: World, points: int | None, *, cause: Cause | None = None, agreed: str | None = None):
    command = RedeemPoints(points, agreed=agreed)
    return await world.do(command, cause=cause or a_cause(world.shopper))


async def statement(world: World) -> PointsStatement:
    return await world.run(lambda session: points_statement(session, world.shopper, clock=world.clock))


async def store_credit(world: World) -> Money | None:
    held = await world.run(lambda session: balances(session, world.shopper))
    return next((each.left for each in held if each.method.kind is PaymentMethodKind.STORE_CREDIT), None)


async def test_points_become_store_credit(world: World) -> None:
    await grant(world, 730)
    plan = await redeem(world, 500)
    assert plan == RedeemPlan(500, Money(500, "USD"), 230, 500)
    assert await world.points() == 230
    assert await store_credit(world) == Money(500, "USD")


async def test_all_of_them_are_the_whole_hundreds(world: World) -> None:
    await grant(world, 730)
    plan = await redeem(world, None)
    assert (plan.points, plan.left, plan.asked) == (700, 30, 730)


@pytest.mark.parametrize(("held", "asked"), [(0, None), (99, None), (99, 50), (500, 0)])
async def test_less_than_a_step_is_refused(world: World, held: int, asked: int | None) -> None:
    if held:
        await grant(world, held)
    with pytest.raises(TooFewPoints) as refused:
        await redeem(world, asked)
    assert (refused.value.step, refused.value.available) == (100, held)


async def test_more_than_can_be_spent_is_refused_and_says_what_is_pending(world: World) -> None:
    await grant(world, 200)
    await grant(world, 300, available_at=NOON + timedelta(days=4))
    with pytest.raises(NotEnoughPoints) as refused:
        await redeem(world, 400)
    assert (refused.value.asked, refused.value.available, refused.value.pending) == (400, 200, 300)
    assert await world.points() == 500


async def test_the_same_message_redeems_once(world: World) -> None:
    await grant(world, 400)
    cause = a_cause(world.shopper)
    assert await redeem(world, 200, cause=cause) == await redeem(world, 200, cause=cause)
    assert await world.points() == 200


async def test_of_two_at_once_one_succeeds(world: World) -> None:
    await grant(world, 300)
    outcomes = await asyncio.gather(*(redeem(world, 300) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(each, RedeemPlan) for each in outcomes) == 1
    assert sum(isinstance(each, NotEnoughPoints) for each in outcomes) == 3
    assert await store_credit(world) == Money(300, "USD")


async def test_what_was_agreed_to_is_what_is_done(world: World) -> None:
    await grant(world, 300)
    plan = await world.preview(RedeemPoints(None))
    await grant(world, 100)
    with pytest.raises(PlanChanged):
        await redeem(world, None, agreed=fingerprint(plan))
    assert await world.points() == 400


async def test_only_a_verified_shopper_sees_or_spends_points(world: World) -> None:
    claimed = a_shopper(world.customer, level=IdentityLevel.CLAIMED)
    with pytest.raises(NotAllowed):
        await world.run(lambda session: points_statement(session, claimed, clock=world.clock))
    with pytest.raises(NotAllowed):
        await world.run(lambda session: balances(session, claimed))
    with pytest.raises(NotAllowed):
        await world.do(RedeemPoints(None), claimed)


async def test_the_statement_says_what_comes_and_what_goes(world: World) -> None:
    order = await world.delivered(points=40)
    await grant(world, 250, expires_at=NOON + timedelta(days=9))
    await grant(world, 60, available_at=NOON + timedelta(days=2))
    told = await statement(world)
    assert (told.available, told.worth) == (290, Money(200, "USD"))
    assert [(each.points, each.at) for each in told.pending] == [(60, NOON + timedelta(days=2))]
    assert told.expiring[0].points == 250
    assert (told.tier.tier.name, told.tier.points, told.tier.missing) == ("Member", 40, 460)
    assert order.number in {each.order_number for each in told.movements}


async def test_expired_points_are_booked_once(world: World) -> None:
    await grant(world, 120, expires_at=NOON + timedelta(days=1))
    await grant(world, 30)
    assert await expire_all_points(world.sessions, world.clock) == 0
    world.clock.forward(days=2)
    assert await expire_all_points(world.sessions, world.clock) == 120
    assert await world.points() == 30
    assert await expire_all_points(world.sessions, world.clock) == 0
