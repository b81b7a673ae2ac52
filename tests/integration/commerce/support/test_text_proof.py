"""A change by text above the policy's sum takes a code; elsewhere, and below, it does not."""

import pytest

from commerce.customers.codes import CodeRequired
from commerce.identity import IdentityLevel, Shopper
from commerce.orders.cancel import CancelOrder, CancelPlan, preview_cancel
from commerce.orders.models import CancelReason
from commerce.support.models import Conversation, OneTimeCode
from commerce.support.text_proof import require_proof_by_text
from tests.factories import a_line
from tests.world import World


async def plan_of(world: World, price_minor: int) -> CancelPlan:
    order = await world.order(a_line(world.black, unit_price_minor=price_minor))
    command = CancelOrder(order.number, CancelReason.OTHER)
    return await world.run(lambda session: preview_cancel(session, world.shopper, command, clock=world.clock))


async def talk(world: World, channel: str) -> Shopper:
    shopper = world.shopper
    await world.add(
        Conversation(
            id=shopper.conversation_id,
            channel=channel,
            address="+13035550142" if channel == "sms" else None,
            customer_id=shopper.customer_id,
            identity_level=IdentityLevel.VERIFIED,
            is_vouched_by_address=channel == "sms",
        )
    )
    return shopper


async def check(world: World, shopper: Shopper, plan: CancelPlan) -> None:
    await world.run(lambda session: require_proof_by_text(session, shopper, plan, world.clock))


@pytest.mark.parametrize(("channel", "price_minor"), [("sms", 50_000), ("web", 50_001), ("slack", 90_000)])
async def test_no_code_is_asked_for(world: World, channel: str, price_minor: int) -> None:
    shopper = await talk(world, channel)
    await check(world, shopper, await plan_of(world, price_minor))


async def test_a_code_is_asked_for_above_the_sum(world: World) -> None:
    shopper = await talk(world, "sms")
    plan = await plan_of(world, 50_001)
    with pytest.raises(CodeRequired):
        await check(world, shopper, plan)
    code = OneTimeCode(
        conversation_id=shopper.conversation_id,
        customer_id=world.customer.id,
        destination=world.customer.email,
        code_hash="",
        expires_at=world.clock.now(),
        used_at=world.clock.now(),
    )
    await world.add(code)
    await check(world, shopper, plan)
    world.clock.forward(minutes=16)
    with pytest.raises(CodeRequired):
        await check(world, shopper, plan)
