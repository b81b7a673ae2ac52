"""What the store's people do for a customer: within their role, once, audited, and told to them."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from commerce.audit.models import AuditEntry
from commerce.desk import doors
from commerce.desk.agent import AboveYourLimit, Agent
from commerce.desk.customers import CustomerFile, read_customer
from commerce.desk.doors import AmountNotUsable, CustomerNotFound, ReasonNeeded
from commerce.desk.working import Desk
from commerce.identity import Shopper
from commerce.money import Money
from commerce.orders.models import Order, OrderStatus, RefundStatus
from commerce.orders.problem_reports import ProblemKind, ProblemReport, ProblemStatus
from commerce.policies.models import Policy
from commerce.policies.service import Remedy
from commerce.problems.items import ReportedItem, ReportItems
from commerce.problems.review import ProblemNotInReview
from commerce.returns.models import ItemCondition, ReturnReason, ReturnRequest, ReturnStatus
from commerce.returns.receiving import NothingArrived
from commerce.returns.refusals import ReturnNotOpen
from commerce.returns.request import RequestReturn, ReturnItem
from commerce.staff.models import Role
from tests.factories import a_line
from tests.world import World


def work(world: World, role: Role = Role.AGENT) -> Any:
    """Runs a deed as a new click of an agent of this role."""
    agent = Agent(uuid4(), "Kim", role, uuid4())

    async def run(deed: Any, *arguments: Any, same_click: Agent | None = None) -> Any:
        async def at_desk(session: Any) -> Any:
            acting = same_click or replace(agent, key=uuid4())
            notifier = world.notifier
            desk = Desk(session, acting, notifier.deliveries, notifier, world.links, world.clock)
            return await deed(desk, *arguments)

        return await world.run(at_desk)

    return run


async def reviewed_return(world: World, *lines: Any) -> tuple[Order, str]:
    await world.add(Policy(name="return_review", value={"above_minor": 1, "currency": "USD"}))
    return await a_return(world, *lines)


async def a_return(world: World, *lines: Any) -> tuple[Order, str]:
    order = await world.delivered(*lines)
    items = tuple(
        ReturnItem(line.id, line.quantity, ReturnReason.CHANGED_MIND, ItemCondition.UNOPENED)
        for line in order.lines
    )
    shopper = world.shopper
    done = await world.do(RequestReturn(order.number, items, world.card.id), shopper)
    return order, done.rma_number


async def request_of(world: World, rma_number: str) -> ReturnRequest:
    query = select(ReturnRequest).where(ReturnRequest.rma_number == rma_number)
    return (await world.run(lambda session: session.scalars(query))).one()


async def line_ids(world: World, rma_number: str) -> list[Any]:
    file = await world.run(lambda session: read_customer(session, world.customer.id))
    [found] = [each for each in file.returns if each.rma_number == rma_number]
    return [line.id for line in sorted(found.lines, key=lambda line: line.order_line.position)]


async def test_a_return_is_approved_within_the_role(world: World) -> None:
    lamps = a_line(world.black, quantity=4, unit_price_minor=4000)
    _, rma_number = await reviewed_return(world, lamps)
    with pytest.raises(AboveYourLimit):
        await work(world, Role.AGENT)(doors.approve, rma_number)
    assert (await request_of(world, rma_number)).status is ReturnStatus.MANUAL_REVIEW
    await work(world, Role.LEAD)(doors.approve, rma_number)
    assert (await request_of(world, rma_number)).status is ReturnStatus.APPROVED
    assert "approved it" in world.mail.mails[-1].text
    assert "documents/" in world.mail.mails[-1].text


async def test_a_return_is_refused_with_a_reason_the_customer_reads(world: World) -> None:
    _, rma_number = await reviewed_return(world)
    with pytest.raises(ReasonNeeded):
        await work(world)(doors.refuse, rma_number, "  ")
    await work(world)(doors.refuse, rma_number, "It was worn.")
    assert "It was worn." in world.mail.mails[-1].text
    with pytest.raises(ReturnNotOpen):
        await work(world)(doors.approve, rma_number)


async def test_a_second_click_decides_nothing_twice(world: World) -> None:
    _, rma_number = await reviewed_return(world)
    click = Agent(uuid4(), "Kim", Role.AGENT, uuid4())
    for _ in range(2):
        await work(world)(doors.approve, rma_number, same_click=click)
    assert [each.subject for each in world.mail.mails].count(f"Your return {rma_number} is approved") == 1
    assert (await world.audited()).count("approve_return") == 1


async def test_a_whole_parcel_is_received_and_its_refund_completed(world: World) -> None:
    order, rma_number = await a_return(world)
    await work(world)(doors.receive, rma_number, {})
    [refund] = await world.refunds(order)
    assert refund.expected_by is not None
    await work(world)(doors.complete, refund.id)
    assert (await request_of(world, rma_number)).status is ReturnStatus.COMPLETED


async def test_what_did_not_arrive_is_not_refunded_and_free_again(world: World) -> None:
    lamps, mug = a_line(world.black, quantity=3), a_line(world.mug, title="Mug", unit_price_minor=1000)
    order, rma_number = await a_return(world, lamps, mug)
    first, second = await line_ids(world, rma_number)
    arrived = {first: (2, ItemCondition.DAMAGED), second: (0, ItemCondition.UNOPENED)}
    stock = await world.stock(world.black)
    await work(world)(doors.receive, rma_number, arrived)
    sent = [each for each in await world.refunds(order) if each.status is RefundStatus.PENDING]
    assert [(each.amount_minor, each.expected_by is not None) for each in sent] == [(8000, True)]
    assert [line.returned_quantity for line in await world.lines(order)] == [2, 0]
    assert await world.stock(world.black) == stock  # what came damaged is not sold again
    assert (await request_of(world, rma_number)).settlement_minor == 8000


async def test_an_empty_parcel_is_not_received(world: World) -> None:
    _, rma_number = await a_return(world)
    [line] = await line_ids(world, rma_number)
    with pytest.raises(NothingArrived):
        await work(world)(doors.receive, rma_number, {line: (0, ItemCondition.USED)})
    assert (await request_of(world, rma_number)).status is ReturnStatus.APPROVED


async def reviewed_problem(world: World, remedy: Remedy = Remedy.REFUND) -> tuple[Order, ProblemReport]:
    value = {
        "remedies": ["refund", "replacement"], "evidence": "none", "report_within_days": 30,
        "review_above_minor": 1, "currency": "USD",
    }  # fmt: skip
    await world.add(Policy(name="damaged_item", value=value))
    order = await world.delivered()
    shopper: Shopper = world.shopper
    [line] = order.lines
    command = ReportItems(
        order.number, ProblemKind.DAMAGED_ITEM, (ReportedItem(line.id, 1),), remedy, "broken"
    )
    await world.do(command, shopper)
    return order, await report_of(world, order)


async def report_of(world: World, order: Order) -> ProblemReport:
    query = select(ProblemReport).where(ProblemReport.order_id == order.id)
    return (await world.run(lambda session: session.scalars(query))).one()


@pytest.mark.parametrize("remedy", [Remedy.REFUND, Remedy.REPLACEMENT])
async def test_a_problem_in_review_is_put_right(world: World, remedy: Remedy) -> None:
    order, report = await reviewed_problem(world)
    assert report.status is ProblemStatus.MANUAL_REVIEW
    stock = await world.stock(world.black)
    await work(world)(doors.grant, report.id, remedy)
    report = await report_of(world, order)
    assert (report.status, report.remedy) == (ProblemStatus.RESOLVED, remedy)
    refunds = [each.amount_minor for each in await world.refunds(order)]
    is_refund = remedy is Remedy.REFUND
    assert refunds == ([4000] if is_refund else [])
    assert await world.stock(world.black) == (stock if is_refund else stock - 1)
    assert ("$40.00" if is_refund else "sending it again") in world.mail.mails[-1].text
    with pytest.raises(ProblemNotInReview):
        await work(world)(doors.grant, report.id, remedy)


async def test_a_problem_is_declined_with_a_reason(world: World) -> None:
    order, report = await reviewed_problem(world)
    await work(world)(doors.decline, report.id, "The picture shows another lamp.")
    assert (await report_of(world, order)).status is ProblemStatus.DECLINED
    assert "another lamp" in world.mail.mails[-1].text
    assert await world.refunds(order) == []


async def test_an_order_is_cancelled_for_its_customer(world: World) -> None:
    order = await world.order()
    await work(world)(doors.cancel, world.customer.id, order.number)
    assert (await world.fresh(order)).status is OrderStatus.CANCELLED
    assert "$40.00" in world.mail.mails[-1].text


async def test_goodwill_is_given_within_the_role(world: World) -> None:
    whose = world.customer.id
    run = work(world, Role.AGENT)
    await run(doors.give_credit, whose, Money(1500, "USD"), "for the wait")
    await run(doors.give_points, whose, 250, "for the wait")
    assert await world.balance(f"store_credit_{whose}") == 1500
    assert await world.points() == 250
    assert "$15.00" in world.mail.mails[0].text
    for amount in (0, -100):
        with pytest.raises(AmountNotUsable):
            await run(doors.give_credit, whose, Money(amount, "USD"), "x")
    with pytest.raises(AboveYourLimit):
        await run(doors.give_credit, whose, Money(10_001, "USD"), "x")
    with pytest.raises(CustomerNotFound):
        await run(doors.give_points, "nobody", 5, "x")
    assert await world.points() == 250


async def test_what_was_done_says_who_did_it_and_why(world: World) -> None:
    await work(world)(doors.give_points, world.customer.id, 10, "a slow reply")
    [entry] = await world.run(lambda session: session.scalars(select(AuditEntry)))
    assert (entry.actor_kind, entry.operation, entry.reason) == ("agent", "give_points", "a slow reply")
    assert entry.subject_id == world.customer.id


async def test_a_file_has_what_helps(world: World) -> None:
    order, rma_number = await a_return(world)
    file: CustomerFile = await world.run(lambda session: read_customer(session, world.customer.id))
    assert [each.number for each in file.orders] == [order.number]
    assert [each.rma_number for each in file.returns] == [rma_number]
    assert [each.is_sent for each in file.refunds] == [False]
    assert file.lifetime == [Money(4000, "USD")]
    assert await world.run(lambda session: read_customer(session, "nobody")) is None


async def test_a_name_is_changed_and_not_audited_in_clear(world: World) -> None:
    await work(world)(doors.change_name, world.customer.id, "Ada", "Moss-Byrne")
    file = await world.run(lambda session: read_customer(session, world.customer.id))
    assert file.customer.full_name == "Ada Moss-Byrne"
    assert "Moss-Byrne" in world.mail.mails[-1].text
    [entry] = await world.run(lambda session: session.scalars(select(AuditEntry)))
    assert (entry.operation, entry.details) == ("change_name", {})
