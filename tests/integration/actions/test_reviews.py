"""A review in conversation: what has not arrived is refused before its stars and words are asked for."""

from commerce.orders.models import OrderStatus
from tests.integration.actions.conftest import Enter
from tests.world import World

FORM = "validate_leave_review_form"


async def test_what_is_on_its_way_is_refused_at_once(world: World, enter: Enter) -> None:
    await world.order(status=OrderStatus.SHIPPED)
    played = await (await enter()).play(
        FORM, "I want to review the lamp", "leave_review", product_id=world.lamp.id
    )
    assert played.said == ["utter_review_not_arrived"]


async def test_what_has_arrived_is_rated(world: World, enter: Enter) -> None:
    await world.order(status=OrderStatus.DELIVERED)
    stage = await enter()
    asked = await stage.play(FORM, "I want to review the lamp", "leave_review")
    words = await stage.play(FORM, "4 stars", "inform")
    summary = await stage.play(FORM, "casts a warm light", "inform")
    assert [asked.said, words.said, summary.said] == [
        ["utter_request_review_stars"], ["utter_request_review_words"], ["utter_leave_review_summary"],
    ]  # fmt: skip
