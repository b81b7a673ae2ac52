"""Writes happen once, all or nothing, and leave an audit row."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from commerce.audit.models import ActorKind, AuditEntry, CompletedOperation
from commerce.audit.service import Cause, Operation, once, require_staff
from commerce.changes import carry_out
from commerce.errors import CommerceError, NotAllowed
from commerce.money import Money
from commerce.order_changes.cancel import CancelOrder
from commerce.orders.models import CancelReason, OrderStatus
from commerce.plans import PlanChanged
from tests.factories import a_cause
from tests.world import World

CANCEL = Operation("cancel_order", "order", "W1", "other")


async def count(world: World, table: type) -> int:
    return await world.run(lambda session: session.scalar(select(func.count()).select_from(table)))


async def test_a_repeated_message_gets_the_first_outcome_and_does_nothing(world: World) -> None:
    order = await world.order(paid_with=world.gift_card)
    shopper = world.shopper
    cause = a_cause(shopper)
    command = CancelOrder(order.number, CancelReason.OTHER)
    first, second = [await world.do(command, shopper, cause=cause) for _ in range(2)]
    assert first == second
    assert len(await world.refunds(order)) == 1
    assert await world.audited() == ["cancel_order"]


async def test_one_message_may_ask_for_two_orders(world: World) -> None:
    shopper = world.shopper
    cause = a_cause(shopper)
    orders = [await world.order(), await world.order()]
    for order in orders:
        command = CancelOrder(order.number, CancelReason.OTHER)
        await world.do(command, shopper, cause=cause)
    assert [(await world.fresh(order)).status for order in orders] == [OrderStatus.CANCELLED] * 2


async def test_the_audit_row_names_who_what_why_and_the_message(world: World) -> None:
    order = await world.order()
    shopper = world.shopper
    cause = a_cause(shopper)
    command = CancelOrder(order.number, CancelReason.ORDERED_BY_MISTAKE)
    await world.do(command, shopper, cause=cause)
    [row] = await world.run(lambda session: session.scalars(select(AuditEntry)))
    assert (row.actor_kind, row.actor_id) == (ActorKind.SHOPPER, world.customer.id)
    assert (row.operation, row.subject_kind, row.subject_id) == ("cancel_order", "order", order.number)
    assert (row.reason, row.message_id) == ("ordered_by_mistake", cause.message_id)
    assert row.details["refund"] == {"amount_minor": 4000, "currency": "USD"}


async def test_a_refusal_leaves_nothing_even_when_the_transaction_is_committed(world: World) -> None:
    order = await world.order()
    shopper = world.shopper
    command = CancelOrder(order.number, CancelReason.OTHER, agreed="another plan")

    async def shrug(session) -> None:
        with pytest.raises(PlanChanged):
            await carry_out(world.context(session, shopper), command)

    await world.run(shrug)
    assert (await world.fresh(order)).status is OrderStatus.PENDING
    assert (await count(world, CompletedOperation), await count(world, AuditEntry)) == (0, 0)


async def test_what_was_refused_can_be_asked_again_with_the_same_message(world: World) -> None:
    cause = Cause(ActorKind.SYSTEM, "job", uuid4())
    attempts: list[int] = []

    async def work() -> Money:
        attempts.append(1)
        if len(attempts) == 1:
            raise CommerceError("not yet")
        return Money(1, "USD")

    with pytest.raises(CommerceError):
        await world.run(lambda session: once(session, cause, CANCEL, Money, work))
    assert await world.run(lambda session: once(session, cause, CANCEL, Money, work)) == Money(1, "USD")
    assert len(attempts) == 2


async def test_without_a_message_every_call_counts(world: World) -> None:
    async def work() -> Money:
        return Money(1, "USD")

    for _ in range(2):
        await world.run(lambda session: once(session, Cause(ActorKind.SYSTEM, None), CANCEL, Money, work))
    assert (await count(world, AuditEntry), await count(world, CompletedOperation)) == (2, 0)


async def test_private_fields_stay_out_of_the_audit_row(world: World) -> None:
    async def work() -> Money:
        return Money(1, "USD")

    await world.run(
        lambda session: once(session, a_cause(), CANCEL, Money, work, private=frozenset({"amount_minor"}))
    )
    [row] = await world.run(lambda session: session.scalars(select(AuditEntry)))
    assert row.details == {"currency": "USD"}


@pytest.mark.parametrize("kind", [ActorKind.AGENT, ActorKind.SYSTEM])
def test_the_stores_own_people_may_do_what_shoppers_may_not(kind: ActorKind) -> None:
    require_staff(Cause(kind, "mia"))
    with pytest.raises(NotAllowed):
        require_staff(Cause(ActorKind.SHOPPER, "mia"))
