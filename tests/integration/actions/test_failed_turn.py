"""What becomes of a turn that broke for good: the flow is left, and a person knows what was collected."""

from sqlalchemy import select

from commerce.database import Sessions
from commerce.support.models import Escalation, Handoff
from tests.integration.actions.conftest import Enter

FLOW = {"flow": "return_items", "asked": "items", "memory": {}, "opening": {}, "reached": 1}


async def handoff_of(stage, sessions: Sessions) -> Handoff:
    async with sessions() as session:
        found = await session.scalars(select(Handoff).where(Handoff.conversation_id == stage.conversation_id))
        return found.one()


async def test_the_flow_is_left_and_what_was_collected_is_passed_on(enter: Enter, sessions: Sessions) -> None:
    stage = await enter()
    stage.slots |= {
        "flow": FLOW,
        "order_number": "A100234",
        "items": {"7": 2},
        "refund_to": "card_1",
        "code": "123456",
        "waiting_requests": [{"intent": "get_invoice", "text": "x", "entities": {}, "leftover": ""}],
    }
    played = await stage.play("action_give_up", "what breaks", "")
    assert played.said == ["utter_gave_up_flow", "utter_handed_over"]
    assert ("active_loop", None) in played.other
    cleared = {"flow", "items", "refund_to", "waiting_requests", "requested_slot"}
    assert {slot: played.slots.get(slot, "kept") for slot in cleared} == dict.fromkeys(cleared)
    handoff = await handoff_of(stage, sessions)
    assert handoff.escalation is Escalation.FAILURE
    assert "Collected so far: order number: A100234; items: 7 2; refund to: card_1." in handoff.summary
    assert "123456" not in handoff.summary


async def test_without_a_flow_it_is_told_and_passed_on(enter: Enter, sessions: Sessions) -> None:
    stage = await enter()
    played = await stage.play("action_give_up", "what breaks", "")
    assert played.said == ["utter_gave_up", "utter_handed_over"]
    assert (await handoff_of(stage, sessions)).summary == "Something of ours broke."
