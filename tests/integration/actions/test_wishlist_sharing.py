"""What is asked about a shared wish list is told, and shares nothing and hides nothing."""

import pytest

from commerce.wishlists.changing import add_wishes
from commerce.wishlists.sharing import ShareWishlist
from tests.factories import a_cause
from tests.integration.actions.conftest import Enter, Played
from tests.world import World

SHARE, VIEW = "share_wishlist", "view_wishlist"


async def wishes(world: World, *, is_shared: bool = False) -> None:
    await world.run(
        lambda session: add_wishes(
            session, world.shopper, {world.mug.product_id: None}, cause=a_cause(), clock=world.clock
        )
    )
    if is_shared:
        await world.do(ShareWishlist(shows_name=False))


async def followed(enter: Enter, text: str, intent: str) -> Played:
    """The answer of the last action that one message calls for."""
    stage = await enter()
    after: list[dict[str, str]] = []
    for _ in range(4):
        played: Played = await stage.play(f"validate_{intent}_form", text, intent, after=after)
        following = [name for kind, name in played.other if kind == "followup"]
        if not following:
            return played
        after = [{"event": "followup", "name": following[0]}]
        intent = following[0].removesuffix("_form")
    raise AssertionError(f"{text!r} goes around in circles")


@pytest.mark.parametrize("is_shared", [True, False])
@pytest.mark.parametrize("intent", [SHARE, VIEW])
@pytest.mark.parametrize("text", ["is my wish list shared?", "who can see my wish list?"])
async def test_who_sees_it_is_told(
    world: World, enter: Enter, text: str, intent: str, *, is_shared: bool
) -> None:
    await wishes(world, is_shared=is_shared)
    played = await followed(enter, text, intent)
    assert played.said == ["utter_wishlist"]
    assert ("Whoever has your link can see" in played.values["told"]) is is_shared
    assert ("Only you can see" in played.values["told"]) is not is_shared


@pytest.mark.parametrize("text", ["make my wish list private", "stop sharing my wishlist"])
async def test_who_ends_it_is_asked(world: World, enter: Enter, text: str) -> None:
    await wishes(world, is_shared=True)
    played = await followed(enter, text, SHARE)
    assert played.said == ["utter_share_wishlist_summary"]
    assert "link" in played.values["change"]
