"""A change by text above the policy's sum takes a code; elsewhere, and below, it does not."""

import pytest

from commerce.identity import IdentityLevel, Shopper
from commerce.order_changes.cancel import CancelOrder, CancelPlan
from commerce.orders.models import CancelReason
from commerce.support.models import Conversation
from commerce.support.text_proof import takes_proof_by_text
from tests.factories import a_line
from tests.world import World


async def plan_of(world: World, price_minor: int) -> CancelPlan:
    order = await world.order(a_line(world.black, unit_price_minor=price_minor))
    command = CancelOrder(order.number, CancelReason.OTHER)
    return await world.preview(command)


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


@pytest.mark.parametrize(
    ("channel", "price_minor", "takes_code"),
    [("sms", 50_000, False), ("sms", 50_001, True), ("web", 50_001, False), ("slack", 90_000, False)],
)
async def test_a_code_is_taken_by_text_above_the_sum(
    world: World, channel: str, price_minor: int, takes_code: bool
) -> None:
    shopper = await talk(world, channel)
    plan = await plan_of(world, price_minor)
    assert await world.run(lambda session: takes_proof_by_text(session, shopper, plan)) is takes_code
