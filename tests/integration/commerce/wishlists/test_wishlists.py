"""A wish list: filled, emptied, shared with what its owner allows, and shared no more."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text, update

from commerce.catalogue.models import Variant
from commerce.customers.models import Customer
from commerce.errors import NotAllowed
from commerce.identity import IdentityLevel
from commerce.wishlists.changing import MOST_WISHES, WishlistChanged, WishlistFull, add_wishes, remove_wishes
from commerce.wishlists.listing import Wish, share_key_of, shared_wishlist, wishes_of
from commerce.wishlists.sharing import NothingToShare, NotShared, ShareWishlist, StopSharing
from tests.factories import a_cause, a_customer, a_product, a_shopper, a_variant
from tests.world import World


async def add(
    world: World, *, shopper: Any = None, cause: Any = None, **wanted: str | None
) -> WishlistChanged:
    by = shopper or world.shopper
    ids = {
        getattr(world, name).product_id if name != "lamp" else world.lamp.id: sku
        for name, sku in wanted.items()
    }
    return await world.run(
        lambda session: add_wishes(session, by, ids, cause=cause or a_cause(by), clock=world.clock)
    )


async def wishes(world: World) -> list[Wish]:
    return await world.run(lambda session: wishes_of(session, world.shopper))


async def test_products_are_added_once_and_shown_with_their_price(world: World) -> None:
    assert (await add(world, lamp=None, mug=None)).added == ("Desk Lamp", "Mug")
    again = await add(world, lamp=None)
    assert (again.added, again.kept) == ((), ("Desk Lamp",))
    lamp, mug = await wishes(world)
    assert (lamp.title, lamp.sku, str(lamp.price), lamp.is_available) == ("Desk Lamp", None, "$35.00", True)
    assert (mug.sku, str(mug.price)) == (world.mug.sku, "$10.00")


async def test_a_variant_that_is_named_is_kept(world: World) -> None:
    await add(world, lamp=world.blue.sku)
    (lamp,) = await wishes(world)
    assert (lamp.options, lamp.is_available) == ({"color": "blue"}, False)
    await add(world, lamp=None)
    assert (await wishes(world))[0].sku == world.blue.sku
    await add(world, lamp=world.red.sku)
    assert (await wishes(world))[0].sku == world.red.sku


async def test_what_is_sold_no_more_stays_and_says_so(world: World) -> None:
    await add(world, mug=None)
    gone = update(Variant).where(Variant.sku == world.mug.sku).values(is_offered=False)
    await world.run(lambda session: session.execute(gone))
    (mug,) = await wishes(world)
    assert (mug.price, mug.is_available) == (None, False)


async def test_what_is_taken_off_is_told_once(world: World) -> None:
    await add(world, lamp=None, mug=None)
    cause = a_cause(world.shopper)
    for _ in range(2):
        done = await world.run(
            lambda session: remove_wishes(session, world.shopper, [world.lamp.id, "nothing"], cause=cause)
        )
        assert done.removed == ("Desk Lamp",)
    assert [each.title for each in await wishes(world)] == ["Mug"]


async def test_there_are_no_more_than_fit_also_when_two_add_at_once(world: World) -> None:
    products = [a_product(title=f"Thing {number}") for number in range(MOST_WISHES + 2)]
    await world.add(products, [a_variant(each) for each in products])
    ids = [each.id for each in products]

    async def put(wanted: list[str]) -> WishlistChanged:
        by = world.shopper
        return await world.run(
            lambda session: add_wishes(
                session, by, dict.fromkeys(wanted), cause=a_cause(by), clock=world.clock
            )
        )

    await put(ids[: MOST_WISHES - 1])
    done = await asyncio.gather(*(put([each]) for each in ids[MOST_WISHES - 1 :]), return_exceptions=True)
    assert sum(isinstance(each, WishlistFull) for each in done) == 2
    assert len(await wishes(world)) == MOST_WISHES


async def test_only_a_verified_shopper_has_one(world: World) -> None:
    claimed = a_shopper(world.customer, level=IdentityLevel.CLAIMED)
    with pytest.raises(NotAllowed):
        await add(world, shopper=claimed, mug=None)
    with pytest.raises(NotAllowed):
        await world.run(lambda session: wishes_of(session, claimed))


async def test_a_shared_list_shows_what_its_owner_allows_until_it_is_shared_no_more(world: World) -> None:
    named = (
        update(Customer).where(Customer.id == world.customer.id).values(first_name="Ada", last_name="Byron")
    )
    await world.run(lambda session: session.execute(named))
    await add(world, mug=None)
    nameless = await world.do(ShareWishlist(shows_name=False))
    assert (nameless.count, nameless.name) == (1, None)
    seen = await world.run(lambda session: shared_wishlist(session, nameless.key))
    assert seen is not None
    assert (seen.owner, [each.title for each in seen.wishes]) == (None, ["Mug"])
    by_name = await world.do(ShareWishlist(shows_name=True))
    assert by_name.key == nameless.key
    seen = await world.run(lambda session: shared_wishlist(session, by_name.key))
    assert seen is not None
    assert seen.owner == "Ada"
    assert "Byron" not in str(seen)
    assert await world.run(lambda session: share_key_of(session, world.shopper)) == by_name.key
    await world.do(StopSharing())
    assert await world.run(lambda session: shared_wishlist(session, by_name.key)) is None
    with pytest.raises(NotShared):
        await world.do(StopSharing())
    assert (await world.do(ShareWishlist(shows_name=True))).key != by_name.key


async def test_an_empty_list_is_not_shared(world: World) -> None:
    with pytest.raises(NothingToShare):
        await world.do(ShareWishlist(shows_name=True))
    stranger = a_customer()
    await world.add(stranger)
    await add(world, mug=None)
    with pytest.raises(NothingToShare):
        await world.do(ShareWishlist(shows_name=True), a_shopper(stranger))


async def test_the_key_is_in_no_audit_row(world: World) -> None:
    await add(world, mug=None)
    shared = await world.do(ShareWishlist(shows_name=True))
    rows = await world.run(lambda session: session.execute(_AUDIT))
    assert shared.key not in str(rows.all())


_AUDIT = text("SELECT details::text FROM audit_entries")
