"""A dear change by text takes a code when it is summarised, and still when it is done."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import OneTimeCode
from commerce.orders.models import Order, OrderStatus, Payment
from tests.factories import a_line
from tests.integration.actions.conftest import Enter, Stage
from tests.world import World

FORM = "validate_cancel_order_form"


async def asked_to_cancel(stage: Stage, order: Order) -> list[str]:
    played = await stage.play(
        FORM, "cancel it, ordered by mistake", "cancel_order", order_number=order.number
    )
    return played.said


async def prove(world: World, stage: Stage) -> None:
    """As if the code had just been typed."""
    await world.add(
        OneTimeCode(
            conversation_id=stage.conversation_id,
            customer_id=world.customer.id,
            destination=world.customer.email,
            code_hash="",
            expires_at=world.clock.now(),
            used_at=world.clock.now(),
        )
    )


async def forget_proof(session: AsyncSession) -> None:
    """As if the code had been typed an hour ago."""
    await session.execute(update(OneTimeCode).values(used_at=OneTimeCode.used_at - timedelta(hours=1)))


async def test_a_yes_long_after_the_code_asks_for_another_one(world: World, enter: Enter) -> None:
    order = await world.order(a_line(world.black, unit_price_minor=60_000))
    stage = await enter(channel="sms")
    await prove(world, stage)
    assert await asked_to_cancel(stage, order) == ["utter_cancel_order_summary"]
    await world.run(forget_proof)
    assert (await stage.play(FORM, "yes", "affirm")).said == ["utter_offer_text_code"]
    assert (await world.fresh(order)).status is OrderStatus.PENDING


async def test_a_yes_soon_after_the_code_is_done(world: World, enter: Enter) -> None:
    order = await world.order(a_line(world.black, unit_price_minor=60_000))
    stage = await enter(channel="sms")
    await prove(world, stage)
    await asked_to_cancel(stage, order)
    assert (await stage.play(FORM, "yes", "affirm")).said == ["utter_cancel_order_done"]
    assert (await world.fresh(order)).status is OrderStatus.CANCELLED


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("sms", ["utter_plan_changed", "utter_offer_text_code"]),
        ("web", ["utter_plan_changed", "utter_cancel_order_summary"]),
    ],
)
async def test_a_plan_that_has_become_dear_since_its_summary_takes_a_code(
    world: World, enter: Enter, channel: str, said: list[str]
) -> None:
    order = await world.order(a_line(world.black, unit_price_minor=40_000))
    stage = await enter(channel=channel)
    assert await asked_to_cancel(stage, order) == ["utter_cancel_order_summary"]

    async def grow(session: AsyncSession) -> None:
        await session.execute(update(Order).where(Order.id == order.id).values(total_minor=60_000))
        await session.execute(update(Payment).where(Payment.order_id == order.id).values(amount_minor=60_000))

    await world.run(grow)
    assert (await stage.play(FORM, "yes", "affirm")).said == said
    assert (await world.fresh(order)).status is OrderStatus.PENDING
