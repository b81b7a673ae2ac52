"""Handing over: one open handoff a conversation, listed with its transcript."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.identity import IdentityLevel
from commerce.support.handoffs import (
    TooManyHandoffs,
    format_handoff,
    format_waiting,
    list_open,
    open_handoff,
    queue_handoff,
    require_room,
)
from commerce.support.models import (
    Conversation,
    Escalation,
    Handoff,
    HandoffStatus,
    Message,
    MessageAuthor,
    MessageStatus,
)
from tests.world import World


async def a_conversation(world: World, *texts: str, **fields: object) -> UUID:
    """A stored conversation in which shopper and bot speak in turn."""
    conversation = Conversation(id=uuid4(), **({"channel": "web"} | fields))
    await world.add(conversation)
    for place, text in enumerate(texts):
        author = MessageAuthor.BOT if place % 2 else MessageAuthor.SHOPPER
        await world.add(
            Message(
                conversation_id=conversation.id,
                author=author,
                channel="web",
                text=text,
                status=MessageStatus.ANSWERED,
                created_at=world.clock.now(),
            )
        )
    return conversation.id


async def queue(world: World, conversation_id: UUID, **fields: str) -> tuple[Handoff, bool]:
    return await world.run(
        lambda session: queue_handoff(session, conversation_id, Escalation.ASKED, clock=world.clock, **fields)
    )


async def test_asking_twice_is_one_handoff(world: World) -> None:
    conversation_id = await a_conversation(world)
    first, is_new = await queue(world, conversation_id)
    world.clock.forward(minutes=3)
    second, is_new_again = await queue(world, conversation_id, contact="ada@example.com")
    assert (is_new, is_new_again) == (True, False)
    assert (second.id, second.created_at, second.contact) == (first.id, first.created_at, "ada@example.com")


async def test_asking_twice_at_once_is_one_handoff(world: World) -> None:
    conversation_id = await a_conversation(world)
    results = await asyncio.gather(*(queue(world, conversation_id) for _ in range(5)))
    assert sorted(is_new for _, is_new in results) == [False] * 4 + [True]
    assert len({handoff.id for handoff, _ in results}) == 1


async def test_after_a_resolved_one_there_can_be_another(world: World) -> None:
    conversation_id = await a_conversation(world)
    first, _ = await queue(world, conversation_id)

    async def resolve(session):
        (await session.get_one(Handoff, first.id)).status = HandoffStatus.RESOLVED

    await world.run(resolve)
    assert await world.run(lambda session: open_handoff(session, conversation_id)) is None
    _, is_new = await queue(world, conversation_id)
    assert is_new


async def test_the_longest_waiting_is_listed_first_with_its_transcript(world: World) -> None:
    early = await a_conversation(world, "where is it?", "On its way.", "a person please")
    late = await a_conversation(world, "human!")
    await queue(world, early)
    world.clock.forward(minutes=10)
    await queue(world, late)
    world.clock.forward(minutes=5)
    first, second = await world.run(lambda session: list_open(session, clock=world.clock))
    assert [each.handoff.conversation_id for each in (first, second)] == [early, late]
    assert first.waiting == timedelta(minutes=15)
    assert [message.text for message in first.transcript] == [
        "where is it?",
        "On its way.",
        "a person please",
    ]
    assert [message.text for message in second.transcript] == ["human!"]


async def test_a_handoff_reads_as_text(world: World) -> None:
    conversation_id = await a_conversation(
        world,
        "where is it?\nplease",
        "On its way.",
        customer_id=world.customer.id,
        identity_level=IdentityLevel.VERIFIED,
    )
    await queue(world, conversation_id, summary="The shopper asked for a person.", contact="x@example.com")
    world.clock.forward(hours=2, minutes=5)
    (waiting,) = await world.run(lambda session: list_open(session, clock=world.clock))
    assert format_handoff(waiting) == (
        "queued: asked, waiting 2 h 5 min\n"
        f"  conversation {conversation_id} on web\n"
        f"  with Ada Moss <{world.customer.email}> (verified)\n"
        "  write to x@example.com\n"
        "  The shopper asked for a person.\n"
        "\n"
        "  2026-06-15 12:00 shopper: where is it?\n"
        "                            please\n"
        "  2026-06-15 12:00     bot: On its way."
    )


def test_a_waiting_time_has_two_units_at_most() -> None:
    assert format_waiting(timedelta(seconds=20)) == "0 min"
    assert format_waiting(timedelta(hours=3, minutes=4, seconds=5)) == "3 h 4 min"
    assert format_waiting(timedelta(days=2, hours=3, minutes=4)) == "2 d 3 h"


async def asked(world: World, conversation_id: UUID) -> bool:
    """Ask for a person as the bot does; whether there was room."""

    async def work(session: AsyncSession) -> None:
        conversation = await session.get_one(Conversation, conversation_id)
        await require_room(session, conversation, world.clock)
        await queue_handoff(session, conversation_id, Escalation.ASKED, clock=world.clock)

    try:
        await world.run(work)
    except TooManyHandoffs:
        return False
    return True


async def test_one_network_asks_for_few_people_an_hour_also_at_once(world: World) -> None:
    conversations = [await a_conversation(world, network="one") for _ in range(30)]
    outcomes = await asyncio.gather(*(asked(world, each) for each in conversations))
    assert sum(outcomes) == 10
    assert await asked(world, await a_conversation(world, network="another"))
    assert await asked(world, await a_conversation(world))
    world.clock.forward(minutes=61)
    assert await asked(world, await a_conversation(world, network="one"))


async def test_the_verified_are_not_held_for_their_network(world: World) -> None:
    for _ in range(10):
        assert await asked(world, await a_conversation(world, network="one"))
    verified = await a_conversation(
        world, network="one", customer_id=world.customer.id, identity_level=IdentityLevel.VERIFIED
    )
    assert await asked(world, verified)


async def test_one_conversation_asks_for_few_people_an_hour(world: World) -> None:
    conversation_id = await a_conversation(world)
    outcomes = []
    for _ in range(6):
        outcomes.append(await asked(world, conversation_id))
        await world.run(
            lambda session: session.execute(update(Handoff).values(status=HandoffStatus.RESOLVED))
        )
    assert outcomes == [True] * 5 + [False]
