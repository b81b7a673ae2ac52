"""Damaged, wrong and missing items."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from commerce.catalogue.variants import VariantUnavailable
from commerce.customers.payment_methods import STORE_CREDIT
from commerce.orders.models import Order, OrderStatus, RefundStatus, Shipment, ShipmentLine, ShipmentStatus
from commerce.orders.problem_reports import ProblemKind, ProblemReport, ProblemStatus
from commerce.plans import fingerprint
from commerce.policies.models import Policy
from commerce.policies.service import Evidence, Remedy
from commerce.problems.items import NotAnItemProblem, ReportedItem, ReportItems, item_offer, reportable_lines
from commerce.problems.refusals import (
    EvidenceNeeded,
    ProblemAlreadyReported,
    RemedyNotOffered,
    ReportTooLate,
)
from commerce.problems.remedies import RemedyPlan
from commerce.returns.refusals import AlreadyReturned, NotDelivered
from tests.factories import NOON, a_line, a_variant
from tests.world import World


def of(order: Order, *quantities: int) -> tuple[ReportedItem, ...]:
    """So many of each of the order's first lines; one of the first, unless it is said."""
    return tuple(
        ReportedItem(line.id, quantity)
        for line, quantity in zip(order.lines, quantities or (1,), strict=False)
    )


async def report(world: World, order: Order, **overrides) -> RemedyPlan:
    shopper = world.shopper
    fields = {
        "order_number": order.number, "kind": ProblemKind.DAMAGED_ITEM, "items": of(order),
        "remedy": Remedy.REFUND, "description": "the shade is cracked", "photos": ("photo-1",),
    }  # fmt: skip
    command = ReportItems(**(fields | overrides))
    return await world.do(command, shopper)


async def reports(world: World) -> list[ProblemReport]:
    return list(await world.run(lambda session: session.scalars(select(ProblemReport))))


async def test_a_damaged_item_is_refunded_to_what_paid_it(world: World) -> None:
    order = await world.delivered(points=40)
    plan = await report(world, order)
    assert (plan.status, plan.points_clawed_back) == (ProblemStatus.RESOLVED, 40)
    [refund] = await world.refunds(order)
    assert (refund.payment_method_id, refund.amount_minor) == (world.card.id, 4000)
    assert (refund.status, refund.reason) == (RefundStatus.PENDING, "damaged_item")
    assert refund.expected_by is not None
    assert await world.stock(world.black) == 10


async def test_the_evidence_is_kept(world: World) -> None:
    order = await world.delivered()
    await report(world, order)
    [row] = await reports(world)
    assert (row.description, row.photos, row.kind) == (
        "the shade is cracked",
        ["photo-1"],
        ProblemKind.DAMAGED_ITEM,
    )


async def test_store_credit_is_there_at_once(world: World) -> None:
    order = await world.delivered()
    plan = await report(world, order, refund_to=STORE_CREDIT)
    assert await world.balance(plan.refunds[0].method.id) == 4000


async def test_a_replacement_leaves_stock_in_a_parcel_that_can_be_followed(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=3))
    plan = await report(world, order, remedy=Remedy.REPLACEMENT, items=of(order, 2))
    assert (plan.refunds, plan.points_clawed_back) == ((), 0)
    assert await world.stock(world.black) == 8
    parcel = (await world.run(lambda session: session.scalars(select(Shipment)))).one()
    content = (await world.run(lambda session: session.scalars(select(ShipmentLine)))).one()
    assert (parcel.order_id, parcel.status) == (order.id, ShipmentStatus.LABEL_CREATED)
    assert (content.order_line_id, content.quantity) == (order.lines[0].id, 2)
    assert await world.refunds(order) == []


async def test_a_refunded_item_cannot_be_returned_too(world: World) -> None:
    order = await world.delivered()
    await report(world, order)
    assert (await world.lines(order))[0].returned_quantity == 1
    with pytest.raises(AlreadyReturned):
        await report(world, order)


async def test_each_unit_is_made_good_once(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2))
    await report(world, order)
    await report(world, order, remedy=Remedy.REPLACEMENT)
    with pytest.raises(ProblemAlreadyReported) as refusal:
        await report(world, order)
    assert (refusal.value.title, refusal.value.status) == ("Desk Lamp", ProblemStatus.RESOLVED)


async def test_above_the_limit_a_person_decides(world: World) -> None:
    order = await world.delivered(a_line(world.black, unit_price_minor=20_001))
    plan = await report(world, order)
    assert (plan.status, plan.review_reason) == (ProblemStatus.MANUAL_REVIEW, "above_limit")
    assert (await world.refunds(order), (await world.lines(order))[0].returned_quantity) == ([], 0)
    [row] = await reports(world)
    assert (row.status, row.refund_minor) == (ProblemStatus.MANUAL_REVIEW, 0)


async def test_the_preview_is_what_happens(world: World) -> None:
    order = await world.delivered()
    command = ReportItems(order.number, ProblemKind.WRONG_ITEM, of(order), Remedy.REFUND, photos=("photo-1",))
    plan = await world.preview(command)
    assert await reports(world) == []
    done = await report(world, order, kind=ProblemKind.WRONG_ITEM, agreed=fingerprint(plan))
    assert done == plan


async def test_the_policys_evidence_is_asked(world: World) -> None:
    value = {"remedies": ["refund"], "evidence": "photo", "report_within_days": 30}
    await world.add(Policy(name="damaged_item", value=value))
    order = await world.delivered()
    with pytest.raises(EvidenceNeeded) as refusal:
        await report(world, order, photos=())
    assert refusal.value.evidence is Evidence.PHOTO
    await report(world, order, kind=ProblemKind.MISSING_ITEM, photos=())


async def test_a_description_will_do_unless_a_picture_is_asked(world: World) -> None:
    order = await world.delivered()
    with pytest.raises(EvidenceNeeded) as refusal:
        await report(world, order, description=" ", photos=())
    assert refusal.value.evidence is Evidence.DESCRIPTION
    await report(world, order, photos=())


async def test_what_can_be_done_can_be_asked_first(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=3))

    async def offered(quantity: int):
        items = {order.lines[0].id: quantity}
        return await world.run(
            lambda session: item_offer(session, world.shopper, order.number, ProblemKind.MISSING_ITEM, items)
        )

    offer = await offered(1)
    assert offer.remedies == (Remedy.REPLACEMENT, Remedy.REFUND)
    assert offer.evidence is Evidence.DESCRIPTION
    assert (await offered(11)).remedies == (Remedy.REFUND,)


async def test_several_items_are_made_good_at_once(world: World) -> None:
    order = await world.delivered(a_line(world.black, quantity=2), a_line(world.mug, title="Mug"), points=90)
    plan = await report(world, order, items=of(order, 1, 1))
    assert [(line.name, line.quantity) for line in plan.lines] == [("Desk Lamp", 1), ("Mug", 1)]
    [refund] = await world.refunds(order)
    assert refund.amount_minor == sum(line.worth.amount_minor for line in plan.lines)
    assert [line.returned_quantity for line in await world.lines(order)] == [1, 1]
    assert len(await reports(world)) == 2


async def test_the_limit_is_on_all_that_is_reported_together(world: World) -> None:
    lines = [a_line(world.black, unit_price_minor=11_000), a_line(world.mug, unit_price_minor=9_001)]
    order = await world.delivered(*lines)
    assert (await report(world, order, items=of(order, 1, 1))).status is ProblemStatus.MANUAL_REVIEW


async def test_every_line_tells_what_stands_against_reporting_it(world: World) -> None:
    order = await world.delivered(a_line(world.black), a_line(world.mug, quantity=2))
    await report(world, order)
    lamp, mug = await world.run(
        lambda session: reportable_lines(
            session, world.shopper, order.number, ProblemKind.WRONG_ITEM, clock=world.clock
        )
    )
    assert isinstance(lamp.refusal, AlreadyReturned)
    assert (mug.quantity, mug.refusal) == (2, None)


async def test_only_the_policys_remedies_are_given(world: World) -> None:
    value = {"remedies": ["refund"], "evidence": "none", "report_within_days": 30}
    await world.add(Policy(name="damaged_item", value=value))
    order = await world.delivered()
    with pytest.raises(RemedyNotOffered) as refusal:
        await report(world, order, remedy=Remedy.REPLACEMENT)
    assert refusal.value.offered == (Remedy.REFUND,)


async def test_what_is_sold_out_is_not_replaced(world: World) -> None:
    gone = a_variant(world.lamp, stock_on_hand=0)
    await world.add(gone)
    order = await world.delivered(a_line(gone))
    with pytest.raises(VariantUnavailable):
        await report(world, order, remedy=Remedy.REPLACEMENT)


async def test_a_problem_is_told_in_time(world: World) -> None:
    order = await world.delivered(delivered_at=NOON - timedelta(days=31))
    with pytest.raises(ReportTooLate) as refusal:
        await report(world, order)
    assert refusal.value.closed_on == (NOON - timedelta(days=1)).date()


async def test_what_did_not_arrive_has_no_problem_yet(world: World) -> None:
    order = await world.order(status=OrderStatus.SHIPPED)
    with pytest.raises(NotDelivered):
        await report(world, order)


async def test_a_late_order_is_no_problem_of_an_item(world: World) -> None:
    order = await world.delivered()
    with pytest.raises(NotAnItemProblem):
        await report(world, order, kind=ProblemKind.LATE_ORDER)
