"""In an account that looks taken over, what gives something waits for a person, and a code is asked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from commerce.locks.models import FormerContact
from commerce.orders.problem_reports import ProblemKind, ProblemReport, ProblemStatus
from commerce.policies.models import Policy
from commerce.policies.service import Remedy
from commerce.problems.items import ReportedItem, ReportItems
from commerce.returns.models import ItemCondition, ReturnReason, ReturnStatus
from commerce.returns.request import RequestReturn, ReturnItem
from commerce.returns.rules import ReviewReason
from commerce.support.text_proof import takes_proof
from tests.factories import NOON
from tests.world import World


@pytest.fixture
async def taken_over(world: World) -> World:
    """The world's customer got another e-mail an hour ago."""
    changed = FormerContact(
        customer_id=world.customer.id,
        kind="email",
        value="before@example.com",
        replaced_at=NOON - timedelta(hours=1),
    )
    await world.add(changed)
    policy = {
        "signals": {"contact_changed": {"weight": 60, "at_least": 1}},
        "code_from": 50,
        "hold_from": 50,
        "lock_from": 90,
    }
    await world.add(Policy(name="fraud_rules", category_id=None, country=None, value=policy))
    return world


@pytest.mark.parametrize("remedy", [Remedy.REFUND, Remedy.REPLACEMENT])
async def test_a_remedy_waits_for_a_person(taken_over: World, remedy: Remedy) -> None:
    order = await taken_over.delivered()
    items = (ReportedItem(order.lines[0].id, 1),)
    report = ReportItems(order.number, ProblemKind.DAMAGED_ITEM, items, remedy, "broken", ("photo-1",))
    plan = await taken_over.do(report, taken_over.shopper)
    assert (plan.status, plan.review_reason) == (ProblemStatus.MANUAL_REVIEW, "looked_at")
    assert await taken_over.refunds(order) == []
    assert await taken_over.stock(taken_over.black) == 10
    rows = list(await taken_over.run(lambda session: session.scalars(select(ProblemReport))))
    assert [each.status for each in rows] == [ProblemStatus.MANUAL_REVIEW]


async def test_a_return_waits_for_a_person(taken_over: World) -> None:
    order = await taken_over.delivered()
    item = ReturnItem(order.lines[0].id, 1, ReturnReason.CHANGED_MIND, ItemCondition.UNOPENED)
    wish = RequestReturn(order.number, (item,), taken_over.card.id)
    opened = await taken_over.do(wish, taken_over.shopper)
    assert opened.plan.verdict.status is ReturnStatus.MANUAL_REVIEW
    assert opened.plan.verdict.reasons == (ReviewReason.LOOKED_AT,)
    assert await taken_over.refunds(order) == []


async def test_a_code_is_asked_for_in_it_and_not_in_others(taken_over: World) -> None:
    shopper, clock = taken_over.shopper, taken_over.clock
    assert await taken_over.run(lambda session: takes_proof(session, shopper, None, clock))
    await taken_over.run(_long_ago)
    assert not await taken_over.run(lambda session: takes_proof(session, shopper, None, clock))


async def _long_ago(session) -> None:
    for each in await session.scalars(select(FormerContact)):
        each.replaced_at = NOON - timedelta(days=8)
