"""Sending an order elsewhere."""

import pytest
from sqlalchemy import select

from commerce.audit.models import AuditEntry
from commerce.customers.addresses import AddressProblem, InvalidAddress
from commerce.order_changes.address import AddressPlan, ChangeAddress, SameAddress
from commerce.orders.models import Order, OrderStatus
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotPending
from commerce.plans import fingerprint
from commerce.policies.models import Policy
from tests.factories import NOON, an_address
from tests.world import World

ELSEWHERE = {
    "line1": "4 Oak Lane",
    "city": "Austin",
    "region": "Texas",
    "postcode": "78701",
    "country": "USA",
}


async def change(
    world: World, order: Order, address: dict[str, str], agreed: str | None = None
) -> AddressPlan:
    shopper = world.shopper
    command = ChangeAddress(order.number, address, agreed=agreed)
    return await world.do(command, shopper)


async def test_a_pending_order_goes_to_the_new_address_in_its_normal_form(world: World) -> None:
    order = await world.order()
    await change(world, order, ELSEWHERE)
    assert (await world.fresh(order)).address == an_address(
        line1="4 Oak Lane", city="Austin", region="TX", postcode="78701"
    )


async def test_the_preview_is_what_happens(world: World) -> None:
    order = await world.order()
    plan = await world.preview(ChangeAddress(order.number, ELSEWHERE))
    assert plan.old == an_address()
    assert (await world.fresh(order)).address == an_address()
    assert await change(world, order, ELSEWHERE, fingerprint(plan)) == plan


async def test_a_wrong_field_changes_nothing(world: World) -> None:
    order = await world.order()
    with pytest.raises(InvalidAddress) as refusal:
        await change(world, order, ELSEWHERE | {"postcode": "787"})
    assert refusal.value.errors["postcode"].problem is AddressProblem.WRONG_POSTCODE
    assert (await world.fresh(order)).address == an_address()


async def test_a_country_that_is_not_delivered_to_is_refused(world: World) -> None:
    order = await world.order()
    await world.add(Policy(name="delivery_times", country="US", value={"standard": {"min": 3, "max": 5}}))
    abroad = {"line1": "Lindenweg 4", "city": "Bonn", "postcode": "53111", "country": "Germany"}
    with pytest.raises(InvalidAddress) as refusal:
        await change(world, order, abroad)
    assert refusal.value.errors["country"].problem is AddressProblem.NOT_SERVED


async def test_the_address_it_has_is_no_change(world: World) -> None:
    order = await world.order()
    with pytest.raises(SameAddress):
        await change(world, order, an_address().as_dict() | {"region": "colorado"})


@pytest.mark.parametrize("status", [each for each in OrderStatus if each is not OrderStatus.PENDING])
async def test_only_a_pending_order_is_sent_elsewhere(world: World, status: OrderStatus) -> None:
    order = await world.order(status=status)
    with pytest.raises(OrderNotPending):
        await change(world, order, ELSEWHERE)


async def test_an_order_with_changed_items_is_not_sent_elsewhere(world: World) -> None:
    order = await world.order(items_changed_at=NOON)
    with pytest.raises(ItemsAlreadyChanged):
        await change(world, order, ELSEWHERE)


async def test_the_audit_row_holds_no_address(world: World) -> None:
    order = await world.order()
    await change(world, order, ELSEWHERE)
    [row] = await world.run(lambda session: session.scalars(select(AuditEntry)))
    assert (row.operation, row.subject_id, row.details) == (
        "change_address",
        order.number,
        {"order_number": order.number},
    )
