"""A cart: what is put in, what there is of it, whose it is, and what becomes of it when a guest signs in."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.changing import CartChanged, CartFull, ChangeCart, change_cart
from commerce.carts.finding import find_cart
from commerce.carts.models import Cart
from commerce.catalogue.models import Variant
from commerce.catalogue.variants import VariantNotFound
from commerce.identity import IdentityLevel, Shopper
from commerce.support.conversations import begin_conversation, vouch
from commerce.support.models import Conversation
from tests.factories import a_cause, a_product, a_shopper, a_variant
from tests.world import World


async def a_guest(world: World) -> Shopper:
    shopper = replace(a_shopper(""), customer_id=None, level=IdentityLevel.ANONYMOUS)
    await world.run(lambda session: begin_conversation(session, shopper.conversation_id, "web"))
    return shopper


async def changes(world: World, shopper: Shopper, **command: dict[str, int]) -> CartChanged:
    return await world.run(
        lambda session: change_cart(
            session, shopper, ChangeCart(**command), cause=a_cause(shopper), clock=world.clock
        )
    )


async def contents(world: World, shopper: Shopper) -> dict[str, int]:
    cart = await world.run(lambda session: find_cart(session, shopper, clock=world.clock))
    return {line.sku: line.quantity for line in cart.lines} if cart else {}


async def signed_in(world: World, guest: Shopper) -> Shopper:
    await world.run(lambda session: vouch(session, guest.conversation_id, world.customer.id))
    return Shopper(guest.conversation_id, world.customer.id, IdentityLevel.VERIFIED)


async def test_adding_adds_up_and_setting_sets(world: World) -> None:
    shopper = world.shopper
    await changes(world, shopper, adds={world.black.sku: 2, world.mug.sku: 1})
    await changes(world, shopper, adds={world.black.sku: 1})
    assert await contents(world, shopper) == {world.black.sku: 3, world.mug.sku: 1}
    await changes(world, shopper, sets={world.black.sku: 1, world.mug.sku: 0})
    assert await contents(world, shopper) == {world.black.sku: 1}


async def test_no_more_than_there_is_and_it_is_told(world: World) -> None:
    done = await changes(world, world.shopper, adds={world.black.sku: 50, world.blue.sku: 1})
    black, blue = done.lines
    assert (black.wanted, black.after, black.is_short) == (50, 10, True)
    assert (blue.after, blue.is_short) == (0, True)


async def test_what_became_scarcer_does_not_fall_by_adding(world: World) -> None:
    shopper = world.shopper
    await changes(world, shopper, adds={world.black.sku: 5})
    await world.run(
        lambda session: session.execute(
            update(Variant).where(Variant.sku == world.black.sku).values(is_offered=False)
        )
    )
    done = await changes(world, shopper, adds={world.black.sku: 1})
    assert (done.lines[0].after, done.lines[0].is_short) == (5, True)


async def test_the_same_message_changes_it_once(world: World) -> None:
    shopper = world.shopper
    cause = a_cause(shopper)
    for _ in range(2):
        await world.run(
            lambda session: change_cart(
                session, shopper, ChangeCart(adds={world.mug.sku: 1}), cause=cause, clock=world.clock
            )
        )
    assert await contents(world, shopper) == {world.mug.sku: 1}


async def test_what_the_store_does_not_have(world: World) -> None:
    with pytest.raises(VariantNotFound):
        await changes(world, world.shopper, adds={"nothing": 1})


async def test_a_cart_has_an_end(world: World) -> None:
    product = a_product()
    many = [a_variant(product, options={"number": str(number)}) for number in range(101)]
    await world.add(product, *many)
    with pytest.raises(CartFull):
        await changes(world, world.shopper, adds={each.sku: 1 for each in many})


async def test_each_guest_has_a_cart_of_their_own(world: World) -> None:
    one, other = await a_guest(world), await a_guest(world)
    await changes(world, one, adds={world.mug.sku: 1})
    assert await contents(world, other) == {}
    assert await contents(world, world.shopper) == {}


async def test_whoever_only_knew_an_order_sees_no_customers_cart(world: World) -> None:
    await changes(world, world.shopper, adds={world.mug.sku: 1})
    guest = await a_guest(world)
    claimed = Shopper(guest.conversation_id, world.customer.id, IdentityLevel.CLAIMED)
    assert await contents(world, claimed) == {}


async def test_a_guests_cart_becomes_the_customers(world: World) -> None:
    guest = await a_guest(world)
    await changes(world, guest, adds={world.mug.sku: 2, world.black.sku: 1})
    shopper = await signed_in(world, guest)
    assert await contents(world, shopper) == {world.mug.sku: 2, world.black.sku: 1}
    assert await contents(world, world.shopper) == {world.mug.sku: 2, world.black.sku: 1}


async def test_both_carts_are_merged_up_to_what_there_is(world: World) -> None:
    await changes(world, world.shopper, adds={world.black.sku: 7, world.white.sku: 1})
    guest = await a_guest(world)
    await changes(world, guest, adds={world.black.sku: 6, world.mug.sku: 1})
    shopper = await signed_in(world, guest)
    assert await contents(world, shopper) == {world.black.sku: 10, world.white.sku: 1, world.mug.sku: 1}

    async def open_carts(session: AsyncSession) -> int:
        return len((await session.scalars(select(Cart))).all())

    assert await world.run(open_carts) == 1


async def test_a_cart_from_one_conversation_is_found_in_another(world: World) -> None:
    guest = await a_guest(world)
    await changes(world, guest, adds={world.mug.sku: 1})
    await signed_in(world, guest)
    elsewhere = await signed_in(world, await a_guest(world))
    assert await contents(world, elsewhere) == {world.mug.sku: 1}


async def test_many_at_once_lose_nothing(world: World) -> None:
    shopper = world.shopper
    await asyncio.gather(*(changes(world, shopper, adds={world.mug.sku: 1}) for _ in range(8)))
    assert await contents(world, shopper) == {world.mug.sku: 8}


async def test_signing_in_from_two_places_at_once(world: World) -> None:
    guests = [await a_guest(world) for _ in range(4)]
    for guest in guests:
        await changes(world, guest, adds={world.mug.sku: 1})
    shoppers = [await signed_in(world, guest) for guest in guests]
    await asyncio.gather(*(contents(world, shopper) for shopper in shoppers))
    assert await contents(world, world.shopper) == {world.mug.sku: 4}
    assert await world.run(lambda session: session.get(Conversation, guests[0].conversation_id)) is not None
