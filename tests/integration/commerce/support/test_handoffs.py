"""Handing over: one open handoff a conversation, listed with its transcript."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from commerce.identity import IdentityLevel
from commerce.support.handoffs import format_handoff, format_waiting, list_open, open_handoff, queue_handoff
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
