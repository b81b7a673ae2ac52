"""What was searched for: how often, what found nothing, what was clicked and bought."""

from datetime import timedelta
from uuid import UUID, uuid4

from commerce.events.models import EventKind, ShopEvent
from commerce.events.searches import SearchFigures, note_search, read_searches
from commerce.identity import IdentityLevel
from commerce.support.models import Conversation
from tests.world import World


async def a_conversation(world: World) -> UUID:
    level = IdentityLevel.VERIFIED
    row = Conversation(id=uuid4(), channel="web", customer_id=world.customer.id, identity_level=level)
    await world.add(row)
    return row.id


async def search(world: World, conversation: UUID, words: str, *found: str) -> None:
    async def note(session) -> None:
        note_search(session, conversation, words, found, clock=world.clock)

    await world.run(note)


async def view(world: World, conversation: UUID, product: str) -> None:
    at = world.clock.now()
    event = ShopEvent(
        id=uuid4().hex,
        kind=EventKind.PRODUCT_VIEWED,
        at=at,
        conversation_id=conversation,
        product_id=product,
        details={},
    )
    await world.add(event)


async def figures(world: World, days: int = 28) -> list[SearchFigures]:
    return await world.run(lambda session: read_searches(session, days, world.clock))


async def test_how_often_and_with_what_success(world: World) -> None:
    conversation = await a_conversation(world)
    await search(world, conversation, "Desk  lamp", world.lamp.id, world.mug.product_id)
    await search(world, conversation, "desk lamp", world.lamp.id)
    await search(world, conversation, "teleporter")
    assert await figures(world) == [
        SearchFigures("desk lamp", 2, 0, 0, 0),
        SearchFigures("teleporter", 1, 1, 0, 0),
    ]


async def test_a_click_counts_soon_after_and_on_what_was_found(world: World) -> None:
    conversation = await a_conversation(world)
    await search(world, conversation, "mug", world.mug.product_id)
    await view(world, conversation, world.lamp.id)
    assert (await figures(world))[0].clicked == 0
    world.clock.forward(minutes=31)
    await view(world, conversation, world.mug.product_id)
    assert (await figures(world))[0].clicked == 0
    await search(world, conversation, "mug", world.mug.product_id)
    await view(world, conversation, world.mug.product_id)
    assert (await figures(world))[0].clicked == 1


async def test_an_order_of_what_was_found_counts(world: World) -> None:
    conversation = await a_conversation(world)
    await search(world, conversation, "lamp", world.lamp.id)
    await search(world, conversation, "cup", world.mug.product_id)
    await world.order(placed_at=world.clock.now() + timedelta(hours=1))
    assert {each.words: each.bought for each in await figures(world)} == {"lamp": 1, "cup": 0}


async def test_what_a_shop_with_a_search_of_its_own_says_was_clicked_counts(world: World) -> None:
    at, words = world.clock.now(), {"words": "lamp", "results": 4}
    theirs = {"at": at, "customer_id": world.customer.id}
    searched = ShopEvent(id="searched", kind=EventKind.SEARCHED, details=words, **theirs)
    clicked = ShopEvent(
        id="clicked",
        kind=EventKind.RESULT_CLICKED,
        product_id=world.lamp.id,
        details={"words": "lamp"},
        **theirs,
    )
    await world.add(searched)
    await world.add(clicked)
    await world.order(placed_at=at + timedelta(days=2))
    assert await figures(world) == [SearchFigures("lamp", 1, 0, 1, 1)]


async def test_addresses_and_numbers_are_left_out(world: World) -> None:
    conversation = await a_conversation(world)
    await search(world, conversation, "lamp for ada@example.com 555 123 4567", world.lamp.id)
    await search(world, conversation, "ada@example.com")
    assert [each.words for each in await figures(world)] == ["lamp for"]


async def test_only_the_last_days_count(world: World) -> None:
    await search(world, await a_conversation(world), "lamp", world.lamp.id)
    world.clock.forward(days=8)
    assert await figures(world, days=7) == []
