"""Cancelling as the action server does it: nothing before the yes, and a repeated yes finds its outcome."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.identity import IdentityLevel
from commerce.orders.models import Order, OrderStatus, Payment
from commerce.policies.models import Policy
from tests.integration.actions.conftest import DOMAIN, Enter, Stage
from tests.world import World

FORM = "validate_cancel_order_form"


async def summarised(stage: Stage, order: Order) -> None:
    """Bring the flow to its summary."""
    played = await stage.play(
        FORM, "cancel it, ordered by mistake", "cancel_order", order_number=order.number
    )
    assert played.said == ["utter_cancel_order_summary"]
    assert played.slots["requested_slot"] == "confirmed"


async def test_only_yes_cancels(world: World, enter: Enter) -> None:
    order = await world.order()
    stage = await enter()
    await summarised(stage, order)
    assert (await world.fresh(order)).status is OrderStatus.PENDING
    played = await stage.play(FORM, "yes", "affirm")
    assert played.said == ["utter_cancel_order_done"]
    assert played.values["refunds"] == (
        "$40.00 back to your Visa ending in 4242 in 5 to 7 business days, by Wed 24 Jun"
    )
    assert (await world.fresh(order)).status is OrderStatus.CANCELLED
    assert played.slots["flow"] is None


async def test_a_turn_that_is_run_again_after_its_commit_tells_the_same(world: World, enter: Enter) -> None:
    order = await world.order()
    stage = await enter()
    await summarised(stage, order)
    call: dict[str, Any] = {
        "next_action": FORM,
        "tracker": {
            "sender_id": str(stage.conversation_id),
            "slots": dict(stage.slots),
            "latest_message": {
                "text": "yes",
                "intent": {"name": "affirm"},
                "entities": [],
                "metadata": {"message_id": "7b1c2a34-0000-4000-8000-000000000001"},
            },
            "events": [{"event": "user", "text": "yes"}],
        },
        "domain": DOMAIN,
    }
    first = await stage.executor.run(call)
    again = await stage.executor.run(call)
    assert first is not None
    assert again is not None
    assert first.responses == again.responses
    assert len(await world.refunds(order)) == 1


async def test_what_moved_since_the_summary_is_summarised_anew(world: World, enter: Enter) -> None:
    order = await world.order()
    stage = await enter()
    await summarised(stage, order)

    (payment,) = await world.payments(order)

    async def shrink(session: AsyncSession) -> None:
        (await session.get_one(Payment, payment.id)).amount_minor -= 1000

    await world.run(shrink)
    played = await stage.play(FORM, "yes", "affirm")
    assert played.said == ["utter_plan_changed", "utter_cancel_order_summary"]
    assert (await world.fresh(order)).status is OrderStatus.PENDING
    assert (await stage.play(FORM, "yes", "affirm")).said == ["utter_cancel_order_done"]


async def test_a_claimed_shopper_has_to_prove_who_they_are(world: World, enter: Enter) -> None:
    order = await world.order()
    stage = await enter(IdentityLevel.CLAIMED)
    played = await stage.play(FORM, "cancel it", "cancel_order", order_number=order.number)
    assert played.said == ["utter_offer_code"]


async def test_an_order_that_is_packed_is_refused_before_any_question(world: World, enter: Enter) -> None:
    order = await world.order(status=OrderStatus.PROCESSED)
    stage = await enter()
    played = await stage.play(FORM, "cancel it", "cancel_order", order_number=order.number)
    assert played.said == ["utter_cancel_order_too_late"]
    assert played.values["number"] == f"#{order.number}"


async def test_a_store_that_cancels_packed_orders_offers_and_cancels_them(world: World, enter: Enter) -> None:
    value = {"cancel_while": ["pending", "processed"], "change_while": ["pending"]}
    await world.add(Policy(name="order_changes", value=value))
    packed = await world.order(status=OrderStatus.PROCESSED)
    await world.order(status=OrderStatus.SHIPPED)
    stage = await enter()
    played = await stage.play(FORM, "cancel my order, ordered by mistake", "cancel_order")
    assert played.said == ["utter_cancel_order_summary"]
    await stage.play(FORM, "yes", "affirm")
    assert (await world.fresh(packed)).status is OrderStatus.CANCELLED


async def test_who_wants_to_return_what_could_be_cancelled_is_handed_on(world: World, enter: Enter) -> None:
    value = {"cancel_while": ["pending", "processed"], "change_while": ["pending"]}
    await world.add(Policy(name="order_changes", value=value))
    order = await world.order(status=OrderStatus.PROCESSED)
    stage = await enter()
    played = await stage.play(
        "validate_return_items_form", "return it", "return_items", order_number=order.number
    )
    assert "utter_rather_cancel_order" in played.said


async def test_a_yes_with_a_question_about_something_else_cancels(world: World, enter: Enter) -> None:
    order = await world.order()
    stage = await enter()
    await summarised(stage, order)
    played = await stage.play(FORM, "yes and also where is my jacket?", "check_order_status")
    assert played.said == ["utter_cancel_order_done"]
    assert (await world.fresh(order)).status is OrderStatus.CANCELLED
    assert ("followup", "check_order_status_form") in played.other
