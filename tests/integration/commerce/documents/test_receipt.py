"""Receipts."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.documents.label import label_of
from commerce.documents.receipt import Receipt, receipt_of
from commerce.identity import IdentityLevel
from commerce.order_changes.cancel import CancelOrder
from commerce.orders.models import CancelReason
from commerce.orders.refusals import OrderNotFound
from commerce.returns.refusals import ReturnNotFound
from tests.factories import a_line
from tests.world import World

VERIFIED = IdentityLevel.VERIFIED


async def a_receipt(
    session: AsyncSession, world: World, number: str, customer_id: str, level: IdentityLevel = VERIFIED
) -> Receipt:
    return await receipt_of(session, customer_id, number, level=level, clock=world.clock)


async def test_a_receipt_shows_what_was_bought_paid_and_given_back(world: World) -> None:
    order = await world.order(
        a_line(world.black, quantity=2, discount_minor=1000), shipping_minor=499, paid_with=world.gift_card
    )
    shopper = world.shopper
    await world.do(CancelOrder(order.number, CancelReason.OTHER), shopper)
    receipt = await world.run(lambda session: a_receipt(session, world, order.number, world.customer.id))
    text = receipt.as_text("Corner Store")
    for shown in (
        "Corner Store",
        f"Receipt for order #{order.number}",
        "13 June 2026",
        "2 x Desk Lamp (black) at $40.00, discount $10.00: $70.00",
        "Delivery: $4.99",
        "Total, tax included: $74.99",
        "Paid with Gift card: $74.99",
        "Refunded to Gift card: $74.99",
    ):
        assert shown in text
    assert "<h1>Receipt for order" in receipt.as_html("Corner Store")


async def test_names_are_escaped_in_html(world: World) -> None:
    order = await world.order(a_line(world.black, title="<b>Lamp</b>"))
    receipt = await world.run(lambda session: a_receipt(session, world, order.number, world.customer.id))
    assert "&lt;b&gt;Lamp" in receipt.as_html("Store")
    assert "<b>Lamp</b>" in receipt.as_text("Store")


async def test_a_receipt_without_a_date_shows_none(world: World) -> None:
    order = await world.order(placed_at=None)
    receipt = await world.run(lambda session: a_receipt(session, world, order.number, world.customer.id))
    assert "Placed on" not in receipt.as_text("Store")


async def test_the_card_is_named_by_its_last_four_digits(world: World) -> None:
    order = await world.order()
    receipt = await world.run(lambda session: a_receipt(session, world, order.number, world.customer.id))
    assert receipt.payments[0].method == "Visa ending in 4242"


async def test_somebody_elses_documents_do_not_exist(world: World) -> None:
    order = await world.order()
    with pytest.raises(OrderNotFound):
        await world.run(lambda session: a_receipt(session, world, order.number, "somebody_else"))
    with pytest.raises(ReturnNotFound):
        await world.run(lambda session: label_of(session, "somebody_else", "RMA-NONE"))
