"""The exact events with which order status answers the dialogue server."""

from datetime import timedelta

from commerce.identity import IdentityLevel
from commerce.orders.models import OrderStatus
from tests.factories import NOON
from tests.integration.actions.conftest import DOMAIN, Enter
from tests.world import World

FORM = "validate_check_order_status_form"


async def test_an_order_that_is_clear_is_told_and_the_form_is_over(world: World, enter: Enter) -> None:
    order = await world.order()
    stage = await enter()
    played = await stage.play(FORM, "where is my order?", "check_order_status")
    assert played.said == ["utter_order_pending"]
    assert played.values["number"] == f"#{order.number}"
    assert played.values["details"] == "\nIn it: Desk Lamp."
    assert played.slots["order_number"] == order.number
    assert (played.slots["requested_slot"], played.slots["flow"], played.slots["chosen_order"]) == (
        None,
        None,
        None,
    )
    assert played.other == []


async def test_cancelling_is_offered_only_where_it_would_be_done(world: World, enter: Enter) -> None:
    pending, changed = await world.order(), await world.order(items_changed_at=NOON)
    stage = await enter()
    for order, offered in ((pending, ["Cancel it"]), (changed, [])):
        played = await stage.play(FORM, "where is it", "check_order_status", order_number=order.number)
        assert played.said == ["utter_order_pending"]
        assert [button["title"] for button in played.buttons] == offered


async def test_an_anonymous_shopper_is_asked_who_they_are(enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    played = await stage.play(FORM, "where is my order?", "check_order_status")
    assert played.said == ["utter_request_identity"]
    assert played.slots["requested_slot"] == "order_number"
    assert played.slots["flow"]["asked"] == "order_number"


async def test_with_a_number_only_the_email_is_asked_for(world: World, enter: Enter) -> None:
    order = await world.order()
    stage = await enter(IdentityLevel.ANONYMOUS)
    played = await stage.play(FORM, "where is it", "check_order_status", order_number=order.number)
    assert played.said == ["utter_request_email"]
    assert played.slots["requested_slot"] == "email"
    told = await stage.play(FORM, world.customer.email, "inform", email=world.customer.email)
    assert told.said == ["utter_order_pending"]


async def test_a_digression_is_left_to_the_rules(enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    await stage.play(FORM, "where is my order?", "check_order_status")
    played = await stage.play(FORM, "do you ship to Canada?", "ask_policy")
    assert played.said == []
    assert played.slots == {}
    assert played.other == [("action_execution_rejected", "check_order_status_form")]


async def test_back_from_a_digression_the_question_is_asked_again(enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    await stage.play(FORM, "where is my order?", "check_order_status")
    stage.slots["requested_slot"] = "order_number"
    rejected = [
        {"event": "user", "text": "thanks"},
        {"event": "action_execution_rejected", "name": "check_order_status_form"},
    ]
    result = await stage.executor.run(
        {
            "next_action": FORM,
            "tracker": {
                "sender_id": str(stage.conversation_id),
                "slots": stage.slots,
                "latest_message": {"text": "thanks", "intent": {"name": "thank"}, "entities": []},
                "events": rejected,
            },
            "domain": DOMAIN,
        }
    )
    assert [response["response"] for response in result.responses] == ["utter_request_identity"]


async def test_orders_to_pick_from_are_quick_replies(world: World, enter: Enter) -> None:
    older = await world.order(placed_at=NOON - timedelta(days=3))
    newer = await world.order(placed_at=NOON - timedelta(days=1))
    stage = await enter()
    played = await stage.play(FORM, "where is my order?", "check_order_status")
    assert played.said == ["utter_request_which_order"]
    assert played.buttons == [
        {
            "title": f"#{order.number}: Desk Lamp",
            "payload": f'/inform{{"order_number": "{order.number}"}}',
        }
        for order in (newer, older)
    ]
    told = await stage.play(FORM, "the last one", "inform", ordinal=-1)
    assert told.values["number"] == f"#{newer.number}"


async def test_an_unknown_number_is_forgotten_once_it_was_said(world: World, enter: Enter) -> None:
    await world.order()
    stage = await enter()
    played = await stage.play(FORM, "where is W9999999", "check_order_status", order_number="W9999999")
    assert played.said == ["utter_order_not_found"]
    assert played.values["number"] == "#W9999999"
    assert played.slots["order_number"] is None


async def test_the_order_spoken_of_is_forgotten_when_another_is_under_way(world: World, enter: Enter) -> None:
    delivered = await world.delivered()
    under_way = await world.order()
    stage = await enter()
    stage.slots["order_number"] = delivered.number  # from long ago: no event tells when
    played = await stage.play(FORM, "where is my order?", "check_order_status")
    assert played.values["number"] == f"#{under_way.number}"


async def test_a_cancelled_order_offers_no_cancelling(world: World, enter: Enter) -> None:
    await world.order(status=OrderStatus.CANCELLED, cancelled_at=NOON)
    played = await (await enter()).play(FORM, "where is my order?", "check_order_status")
    assert played.said == ["utter_order_cancelled"]
