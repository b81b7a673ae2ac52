"""The inbox: what shows signs of misunderstanding comes out, the worst first."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from commerce.support.models import (
    Conversation,
    Escalation,
    Handoff,
    Message,
    MessageAuthor,
    MessageStatus,
    Understanding,
)
from commerce.support.understandings import InboxEntry, Sign, inbox
from tests.world import World

Turn = tuple[str, str] | tuple[str, str, dict[str, Any]]


async def a_conversation(world: World, *turns: Turn) -> UUID:
    """A conversation of these texts and intents, a minute apart."""
    conversation = Conversation(id=uuid4(), channel="web")
    await world.add(conversation)
    for text, intent, *fields in turns:
        at = world.clock.now()
        message = Message(
            id=uuid4(),
            conversation_id=conversation.id,
            author=MessageAuthor.SHOPPER,
            channel="web",
            text=text,
            status=MessageStatus.ANSWERED,
            created_at=at,
        )
        await world.add(message)
        kept = {
            "confidence": 0.95,
            "ranking": [],
            "entities": [],
            "is_fallback": False,
            "actions": [],
            "created_at": at,
        }
        given = kept | (fields[0] if fields else {})
        await world.add(
            Understanding(
                message_id=message.id, conversation_id=conversation.id, text=text, intent=intent, **given
            )
        )
        world.clock.forward(minutes=1)
    return conversation.id


async def worst(world: World, since: datetime | None = None, limit: int = 50) -> list[InboxEntry]:
    since = since or world.clock.now() - timedelta(days=1)
    return await world.run(lambda session: inbox(session, since, limit))


async def signs(world: World) -> dict[str, list[Sign]]:
    return {entry.text: entry.signs for entry in await worst(world)}


async def test_a_conversation_that_went_well_leaves_nothing(world: World) -> None:
    await a_conversation(world, ("hi", "greet"), ("hi", "greet", {"asked": "x"}), ("my lamp", "find_product"))
    assert await worst(world) == []


async def test_each_sign_is_read_from_what_came_of_it(world: World) -> None:
    await a_conversation(world, ("eh", "greet", {"is_fallback": True}), ("ok", "affirm"))
    await a_conversation(world, ("faint", "greet", {"confidence": 0.4}))
    await a_conversation(world, ("where is it", "cancel_order"), ("a person please", "ask_human"))
    await a_conversation(world, ("my refund", "check_refund_status"), ("useless", "complain"))
    await a_conversation(world, ("the lamp", "find_product"), ("no, the desk lamp", "correct"))
    await a_conversation(world, ("fees?", "ask_policy"), ("what does it cost", "ask_policy"))
    assert await signs(world) == {
        "eh": [Sign.FALLBACK],
        "faint": [Sign.DOUBTED],
        "where is it": [Sign.WANTED_A_PERSON],
        "my refund": [Sign.COMPLAINED],
        "the lamp": [Sign.CORRECTED],
        "fees?": [Sign.REPEATED],
    }


async def test_a_handoff_speaks_against_the_message_it_came_of_unless_that_asked_for_it(world: World) -> None:
    begun = world.clock.now()
    first = await a_conversation(world, ("fix this", "report_problem"), ("thanks", "thank"))
    second = await a_conversation(world, ("a human", "ask_human"))
    for conversation, at in ((first, begun), (second, begun + timedelta(minutes=2))):
        await world.add(
            Handoff(
                conversation_id=conversation,
                escalation=Escalation.ASKED,
                created_at=at + timedelta(seconds=2),
            )
        )
    assert await signs(world) == {"fix this": [Sign.HANDED_OVER]}


async def test_a_thumb_speaks_for_or_against_the_message_that_was_answered(world: World) -> None:
    conversation = await a_conversation(world, ("where is it", "find_product"), ("my points", "check_points"))
    asked = await world.run(
        lambda session: session.scalars(select(Message.id).where(Message.conversation_id == conversation))
    )
    for number, (message_id, is_helpful) in enumerate(zip(asked, (False, True), strict=True)):
        await world.add(
            Message(
                conversation_id=conversation,
                author=MessageAuthor.BOT,
                channel="web",
                text=f"answer {number}",
                in_reply_to=message_id,
                reply_position=0,
                status=MessageStatus.DELIVERED,
                is_helpful=is_helpful,
            )
        )
    assert await signs(world) == {"where is it": [Sign.THUMB_DOWN]}


async def test_an_answer_to_a_form_is_no_repeated_request(world: World) -> None:
    await a_conversation(
        world, ("cancel it", "cancel_order"), ("cancel it all", "cancel_order", {"asked": "confirmed"})
    )
    assert await worst(world) == []


async def test_the_worst_come_first_equal_texts_once_and_no_more_than_asked_for(world: World) -> None:
    doubted = {"confidence": 0.5}
    await a_conversation(world, ("So so", "greet", doubted))
    await a_conversation(world, ("so  so", "greet", doubted))
    await a_conversation(world, ("bad", "greet", {"is_fallback": True, "confidence": 0.1}))
    await a_conversation(world, ("", "inform", {"is_fallback": True, "asked": "address"}))
    entries = await worst(world)
    assert [(entry.text.lower().split(), entry.times) for entry in entries] == [
        (["bad"], 1),
        (["so", "so"], 2),
    ]
    assert [entry.text for entry in await worst(world, limit=1)] == ["bad"]
    assert await worst(world, since=world.clock.now()) == []
