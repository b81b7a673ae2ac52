"""The wish list in conversation, as the action server has it: what goes off it, and when that is asked."""

import pytest

from commerce.wishlists.changing import add_wishes
from commerce.wishlists.listing import wishes_of
from tests.factories import a_cause
from tests.integration.actions.conftest import Enter
from tests.world import World

REMOVE = "validate_remove_from_wishlist_form"


async def wishes(world: World, *titles: str) -> None:
    products = {"Lamp": world.lamp.id, "Mug": world.mug.product_id}
    wanted = {products[each]: None for each in titles}
    await world.run(
        lambda session: add_wishes(session, world.shopper, wanted, cause=a_cause(), clock=world.clock)
    )


async def left(world: World) -> int:
    return len(await world.run(lambda session: wishes_of(session, world.shopper)))


@pytest.mark.parametrize(
    ("text", "stay"),
    [
        ("take the mug off my wish list", 1),
        ("empty my wish list", 0),
        ("remove both of them", 0),
        ("delete my toaster", 2),
        ("remove both vases", 2),
        ("clear vase", 2),
    ],
)
async def test_only_what_is_meant_goes(world: World, enter: Enter, text: str, stay: int) -> None:
    await wishes(world, "Lamp", "Mug")
    played = await (await enter()).play(REMOVE, text, "remove_from_wishlist")
    assert played.said == (["utter_request_wishes"] if stay == 2 else ["utter_wishlist_removed"])
    assert await left(world) == stay


@pytest.mark.parametrize(("text", "stay"), [("take it off my wish list", 0), ("delete my toaster", 1)])
async def test_a_single_one_goes_unless_something_else_is_named(
    world: World, enter: Enter, text: str, stay: int
) -> None:
    await wishes(world, "Mug")
    await (await enter()).play(REMOVE, text, "remove_from_wishlist")
    assert await left(world) == stay
