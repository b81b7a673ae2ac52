"""How far a return or a refund is: what, how much, where to, when; for whoever may read it."""

from uuid import uuid4

import pytest

from commerce.database import Sessions
from commerce.orders.models import Order, RefundStatus
from commerce.returns.models import (
    ItemCondition,
    ReturnKind,
    ReturnLine,
    ReturnReason,
    ReturnRequest,
    ReturnStatus,
)
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago, ahead
from tests.dialogue.wares import LAMP, SHOES, received, rows_of


async def a_return(
    shopper: ShopperWithOrders,
    order: Order,
    status: ReturnStatus = ReturnStatus.APPROVED,
    refund: RefundStatus | None = RefundStatus.PENDING,
    **fields: object,
) -> ReturnRequest:
    """A stored return of the order's first line with its refund, and the line that says it is away."""
    line = order.lines[0]
    request = ReturnRequest(
        id=uuid4(), rma_number=f"RMA-{uuid4().hex[:8].upper().translate(str.maketrans('01', '23'))}",
        order_id=order.id, kind=ReturnKind.RETURN, status=status, refund_method_id=shopper.card.id,
        settlement_minor=line.paid_minor, created_at=ago(days=2),
    )  # fmt: skip
    returned = ReturnLine(
        return_request_id=request.id, order_line_id=line.id, quantity=1, reason=ReturnReason.SIZE,
        condition=ItemCondition.UNOPENED, refund_minor=line.paid_minor,
    )  # fmt: skip
    await shopper.add(request, returned)
    if refund is not None:
        given = {"amount_minor": line.paid_minor, "return_request_id": request.id, "status": refund} | fields
        await shopper.refunds(order, **given)
    return request


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ReturnStatus.APPROVED, "we wait for the package"),
        (ReturnStatus.MANUAL_REVIEW, "Our team is reviewing"),
        (ReturnStatus.REFUSED, "was not accepted"),
        (ReturnStatus.RECEIVED, "has reached us"),
        (ReturnStatus.COMPLETED, "is done"),
        (ReturnStatus.CANCELLED, "was cancelled"),
    ],
)
async def test_every_state_is_told(begin: Begin, jane: ShopperWithOrders, status: ReturnStatus, words: str):
    order = await received(jane, LAMP)
    request = await a_return(jane, order, status, refund=None)
    chat = await begin(jane.id)
    answer = await chat.say("what's the status of my return?")
    assert words in answer
    assert request.rma_number in answer
    assert f"order #{order.number} (Desk Lamp)" in answer


async def test_the_refund_is_told_with_the_return(begin: Begin, jane: ShopperWithOrders):
    order = await received(jane, LAMP)
    await a_return(jane, order, ReturnStatus.RECEIVED, expected_by=ahead(days=4).date())
    chat = await begin(jane.id)
    answer = await chat.say("did you receive my return?")
    assert "$40.00 is on its way back to your Visa ending in 4242 and should be there by" in answer


async def test_a_worth_is_told_while_a_person_decides(begin: Begin, jane: ShopperWithOrders):
    order = await received(jane, LAMP)
    await a_return(jane, order, ReturnStatus.MANUAL_REVIEW, refund=None)
    chat = await begin(jane.id)
    assert "You get $40.00 back if it is accepted" in await chat.say("has my return been approved?")
    assert "our team reviews return" in await chat.say("where is my refund?")


async def test_the_return_that_is_meant(begin: Begin, jane: ShopperWithOrders):
    lamp, shoes = await received(jane, LAMP), await received(jane, SHOES, days=9)
    of_lamp, of_shoes = await a_return(jane, lamp), await a_return(jane, shoes)
    chat = await begin(jane.id)
    both = await chat.say("how are my returns going?")
    assert of_lamp.rma_number in both
    assert of_shoes.rma_number in both
    by_item = await chat.say("what's the status of my return of the shoes?")
    assert of_shoes.rma_number in by_item
    assert of_lamp.rma_number not in by_item
    assert of_lamp.rma_number in await chat.say(f"and how far is {of_lamp.rma_number}?")


async def test_a_return_can_be_cancelled_from_its_status(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    order_line = order.lines[0]
    request = await a_return(jane, order)
    async with store_sessions.begin() as session:
        stored = await session.get_one(type(order_line), order_line.id)
        stored.returned_quantity = 1
    chat = await begin(jane.id)
    await chat.say("status of my return please")
    assert "Shall I cancel the return?" in await chat.press("Cancel the return")
    await chat.say("yes")
    assert (await rows_of(store_sessions, order)).returns == [(request.rma_number, ReturnStatus.CANCELLED)]


async def test_no_return(begin: Begin, jane: ShopperWithOrders):
    await received(jane, LAMP)
    chat = await begin(jane.id)
    assert "I don't see any return" in await chat.say("what's the status of my return?")
    assert "I don't see any refund" in await chat.say("where is my refund?")


async def test_somebody_elses_return_is_not_told(
    begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders
):
    request = await a_return(jane, await received(jane, LAMP))
    await a_return(bob, await received(bob, SHOES))
    chat = await begin(bob.id)
    answer = await chat.say(f"what's the status of return {request.rma_number}?")
    assert "can't find a return" in answer
    assert "Desk Lamp" not in answer


async def test_a_claimed_shopper_may_ask(begin: Begin, jane: ShopperWithOrders):
    order = await received(jane, LAMP)
    request = await a_return(jane, order)
    chat = await begin()
    assert "order number" in await chat.say("what's the status of my return?")
    assert request.rma_number in await chat.say(f"{order.number} and {jane.email}")


async def test_the_refund_that_waits_for_the_parcel(begin: Begin, jane: ShopperWithOrders):
    order = await received(jane, LAMP)
    request = await a_return(jane, order)
    chat = await begin(jane.id)
    answer = await chat.say("when do I get my money back?")
    assert f"Order #{order.number}: $40.00 goes back to your Visa ending in 4242 when the package" in answer
    assert request.rma_number in answer


async def test_the_refund_of_a_cancelled_order(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    await jane.refunds(
        order, amount_minor=4000, status=RefundStatus.PENDING, expected_by=ahead(days=3).date()
    )
    chat = await begin(jane.id)
    assert "$40.00 is on its way back" in await chat.say(f"where is the refund for order {order.number}?")


async def test_a_refund_that_arrived(begin: Begin, jane: ShopperWithOrders):
    order = await received(jane, LAMP)
    await a_return(
        jane, order, ReturnStatus.COMPLETED, refund=RefundStatus.COMPLETED, completed_at=ago(days=1)
    )
    chat = await begin(jane.id)
    assert "$40.00 went back to your Visa ending in 4242 on" in await chat.say(
        "has my refund been processed?"
    )


async def test_the_order_of_the_refund_is_corrected(begin: Begin, jane: ShopperWithOrders):
    with_refund, without = await received(jane, LAMP), await received(jane, SHOES, days=9)
    await a_return(jane, with_refund)
    chat = await begin(jane.id)
    none = await chat.say(f"where is the refund for order {without.number}?")
    assert f"I don't see any refund for order #{without.number}" in none
    assert "$40.00" in await chat.say(f"sorry, where is the refund for order {with_refund.number}?")


async def test_a_refund_status_in_the_middle_of_a_return(begin: Begin, jane: ShopperWithOrders):
    order = await received(jane, SHOES, LAMP)
    await a_return(jane, order)
    chat = await begin(jane.id)
    await chat.say(f"I want to return the lamp of order {order.number}, it's broken")
    between = await chat.say("wait, where is the refund for my shoes?")
    assert "$89.00" in between
    assert "Where should the refund go?" in between
    assert "Desk Lamp" in await chat.say("store credit")


async def test_two_questions_in_one_message(begin: Begin, jane: ShopperWithOrders):
    order = await received(jane, LAMP)
    request = await a_return(jane, order)
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    answer = await chat.say(f"where is my order {shipped.number}, and what's the status of my return?")
    assert f"#{shipped.number} is on its way" in answer
    assert request.rma_number in answer
