"""Whatever is asked about a deed is told: no two flows hand it to each other in circles."""

from typing import Any

import pytest

from actions.engine.change import ChangeFlow
from actions.flows.listed import FLOWS
from tests.integration.actions.conftest import Enter, Played
from tests.world import World

DONE = {
    "cancel_order": "is my order cancelled?",
    "return_items": "was the lamp returned?",
    "exchange_items": "did you exchange the lamp?",
    "change_order_items": "was the lamp changed to white?",
    "change_order_address": "was the address of my order changed?",
    "change_order_payment": "did you change the payment of my order?",
    "cancel_return": "was my return cancelled?",
    "order_again": "did I reorder the lamp?",
    "change_profile": "is my e-mail changed?",
    "redeem_points": "have I redeemed my points?",
    "redeem_gift_card": "was my gift card redeemed?",
    "leave_review": "did I review the lamp?",
    "subscribe": "did I subscribe to the mug?",
    "manage_subscription": "is my subscription cancelled?",
    "share_wishlist": "did you share my wish list?",
    "report_problem": "was the lamp refunded?",
}
MOST = 5  # actions until it is told


def test_every_writing_flow_is_asked_about() -> None:
    assert set(DONE) == {flow.name for flow in FLOWS if isinstance(flow, ChangeFlow)}


@pytest.mark.parametrize(("flow", "text"), DONE.items())
async def test_it_is_told(world: World, enter: Enter, flow: str, text: str) -> None:
    await world.delivered()
    stage, action = await enter(), f"validate_{flow}_form"
    after: list[dict[str, Any]] = []
    for _ in range(MOST):
        played: Played = await stage.play(action, text, flow, after=after)
        following = [name for kind, name in played.other if kind == "followup"]
        if not following:
            break
        after = [{"event": "followup", "name": following[0]}]
        action = f"validate_{following[0]}" if following[0].endswith("_form") else following[0]
    assert not following
    assert played.said
