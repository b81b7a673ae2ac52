"""What trainers read: conversations with what is personal masked, shadows, and how help articles do."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from aisle.masking import mask_text
from commerce.desk.models import CsatRating
from commerce.identity import IdentityLevel
from commerce.support.models import Conversation, Escalation, Handoff, Message, MessageAuthor, MessageStatus
from commerce.support.understandings import Sign, inbox, text_key
from commerce.training.conversations import (
    ConversationUnknown,
    Search,
    read_transcript,
    search_conversations,
    tag_conversation,
)
from commerce.training.help_use import article_use, unanswered
from commerce.training.models import ModelState, TrainedModel
from commerce.training.shadow import begin_shadow, differences, keep_answers, shadows, unread
from tests.integration.commerce.support.test_understandings import a_conversation
from tests.integration.connectors.staff.people import a_member
from tests.world import World


async def reply(world: World, conversation_id: UUID, text: str, **fields: Any) -> UUID:
    message = Message(
        id=uuid4(),
        conversation_id=conversation_id,
        author=fields.pop("author", MessageAuthor.BOT),
        channel="web",
        text=text,
        status=MessageStatus.DELIVERED,
        created_at=world.clock.now(),
        **fields,
    )
    await world.add(message)
    return message.id


async def shown(world: World, conversation_id: UUID) -> list[tuple[str, str]]:
    found = await world.run(lambda session: read_transcript(session, conversation_id, mask_text))
    return [(turn.author, turn.text) for turn in found.turns]


async def found_by(world: World, **search: str) -> list[UUID]:
    found = await world.run(lambda session: search_conversations(session, Search(**search)))
    return [each.id for each in found]


async def test_what_is_a_customers_own_is_masked_in_what_the_bot_said(world: World) -> None:
    conversation = await a_conversation(
        world, ("where is my order", "check_order_status"), ("", "inform", {"asked": "address"})
    )

    async def identify(session: Any) -> None:
        row = await session.get_one(Conversation, conversation)
        row.customer_id, row.identity_level = world.customer.id, IdentityLevel.VERIFIED

    await world.run(identify)
    first = world.customer.first_name
    await reply(world, conversation, f"Hi {first}, I wrote to {world.customer.email}.")
    await reply(world, conversation, f"Dear {first}", author=MessageAuthor.AGENT)
    assert await shown(world, conversation) == [
        ("shopper", "where is my order"),
        ("shopper", "[private]"),
        ("bot", "Hi [personal], I wrote to [e-mail]."),
        ("agent", "[private]"),
    ]


async def test_conversations_are_found_by_what_was_said_and_what_came_of_it(world: World) -> None:
    lamp = await a_conversation(world, ("my lamp is late", "track_late_order"))
    mug = await a_conversation(world, ("cancel the 50% mug", "cancel_order"), ("useless", "complain"))
    handoff = Handoff(conversation_id=mug, escalation=Escalation.ASKED, created_at=world.clock.now())
    await world.add(handoff)
    rating = CsatRating(handoff_id=handoff.id, conversation_id=mug, asked_at=world.clock.now(), score=1)
    await world.add(rating)
    assert await found_by(world) == [mug, lamp]
    assert await found_by(world, words="LATE lamp") == [lamp]
    assert await found_by(world, words="50%") == [mug]
    assert await found_by(world, intent="cancel_order") == [mug]
    assert await found_by(world, outcome="contained") == [lamp]
    assert await found_by(world, outcome="handed over", rating="low") == [mug]
    assert await found_by(world, rating="high") == []
    assert await found_by(world, channel="sms") == []


async def test_a_tag_is_put_on_and_taken_off(world: World) -> None:
    lamp = await a_conversation(world, ("my lamp is late", "track_late_order"))
    trainer = await a_member(world.sessions)
    await world.run(lambda session: tag_conversation(session, lamp, "  Odd  ONE ", trainer.id))
    assert await found_by(world, tag="odd one") == [lamp]
    await world.run(lambda session: tag_conversation(session, lamp, "odd one", trainer.id))
    assert await found_by(world, tag="odd one") == []
    with pytest.raises(ConversationUnknown):
        await world.run(lambda session: tag_conversation(session, uuid4(), "x", trainer.id))


async def test_a_bad_rating_and_disagreeing_neighbours_are_signs(world: World) -> None:
    begun = world.clock.now()
    mug = await a_conversation(world, ("cancel it", "cancel_order"))
    await a_conversation(world, ("the blue one", "find_product"))
    handoff = Handoff(
        conversation_id=mug, escalation=Escalation.POLICY, created_at=begun + timedelta(minutes=7)
    )
    await world.add(handoff)
    await world.add(CsatRating(handoff_id=handoff.id, conversation_id=mug, asked_at=begun, score=2))
    disputed = {text_key("The  blue one")}
    entries = await world.run(lambda session: inbox(session, begun - timedelta(days=1), 9, disputed))
    assert {entry.text: entry.signs for entry in entries} == {
        "cancel it": [Sign.RATED_LOW],
        "the blue one": [Sign.DISPUTED],
    }


async def test_a_candidate_reads_along_for_an_hour_and_its_differences_are_told(world: World) -> None:
    model = TrainedModel(name="new", state=ModelState.READY)
    await world.add(model)
    await a_conversation(world, ("before", "greet"))
    assert await world.run(lambda session: begin_shadow(session, "new", world.clock))
    assert not await world.run(lambda session: begin_shadow(session, "other", world.clock))
    await a_conversation(world, ("yo", "greet"), ("my stuff", "greet"))
    [candidate] = await world.run(lambda session: shadows(session, world.clock))
    messages = await world.run(lambda session: unread(session, candidate))
    assert [text for _, text in messages] == ["yo", "my stuff"]
    answers = [
        {"message_id": messages[0][0], "intent": "greet", "confidence": 0.9, "is_fallback": False},
        {"message_id": messages[1][0], "intent": "list_orders", "confidence": 0.8, "is_fallback": False},
    ]
    await world.run(lambda session: keep_answers(session, "new", answers))
    assert await world.run(lambda session: unread(session, candidate)) == []
    found = await world.run(lambda session: differences(session, candidate))
    assert (found.read, found.differ) == (2, 1)
    assert [(each.text, each.before, each.after) for each in found.listed] == [
        ("my stuff", "greet", "list_orders")
    ]
    world.clock.forward(minutes=66)
    assert list(await world.run(lambda session: shadows(session, world.clock))) == []


async def test_an_article_helped_unless_more_had_to_be_done(world: World) -> None:
    since = world.clock.now() - timedelta(days=1)
    card = {"title": "Gifts", "link": {"title": "Read", "url": "https://x.example/help/gifts#cards"}}
    content = await a_conversation(world, ("do gift cards expire", "ask_gift_cards"))
    await reply(world, content, "They never expire.", cards=[card])
    cross = await a_conversation(world, ("gift cards?", "ask_gift_cards"))
    await reply(world, cross, "They never expire.", cards=[card])
    world.clock.forward(minutes=1)
    handoff = Handoff(conversation_id=cross, escalation=Escalation.NO_ANSWER, created_at=world.clock.now())
    await world.add(handoff)
    [use] = await world.run(lambda session: article_use(session, since))
    assert (use.article, use.times, use.helped) == ("gifts", 2, 1)
    [missed] = await world.run(lambda session: unanswered(session, since))
    assert (missed.text, missed.times) == ("gift cards?", 1)
