"""The conversation an address stands for, and when it stands for another."""

import asyncio
from uuid import UUID

from commerce.identity import IdentityLevel
from commerce.support.addressed import Sender, conversation_of
from commerce.support.models import Conversation, ConversationOwner, Message, MessageAuthor
from commerce.support.models import MessageStatus as Status
from tests.factories import a_customer
from tests.world import World

NUMBER = "+14155550123"


async def conversation_at(world: World, customer_id: str | None = None, address: str = NUMBER) -> UUID:
    sender = Sender("sms", address, customer_id)
    return await world.run(lambda session: conversation_of(session, sender, world.clock))


async def stored(world: World, conversation_id: UUID) -> Conversation:
    return await world.run(lambda session: session.get_one(Conversation, conversation_id))


async def customer(world: World) -> str:
    added = a_customer()
    await world.add(added)
    return added.id


async def said(world: World, conversation_id: UUID) -> None:
    await world.add(
        Message(
            conversation_id=conversation_id,
            author=MessageAuthor.SHOPPER,
            channel="sms",
            text="hi",
            status=Status.ANSWERED,
            created_at=world.clock.now(),
        )
    )


async def test_an_address_keeps_its_conversation(world: World) -> None:
    first = await conversation_at(world)
    assert await conversation_at(world) == first
    assert await conversation_at(world, address="+14155550124") != first


async def test_first_messages_at_once_begin_one_conversation(world: World) -> None:
    begun = await asyncio.gather(*(conversation_at(world) for _ in range(8)))
    assert len(set(begun)) == 1


async def test_an_address_on_file_verifies(world: World) -> None:
    ada = await customer(world)
    conversation = await stored(world, await conversation_at(world, ada))
    assert (conversation.customer_id, conversation.identity_level) == (ada, IdentityLevel.VERIFIED)


async def test_an_anonymous_conversation_is_verified_once_the_address_is_on_file(world: World) -> None:
    before = await conversation_at(world)
    ada = await customer(world)
    assert await conversation_at(world, ada) == before
    assert (await stored(world, before)).identity_level is IdentityLevel.VERIFIED


async def test_an_address_taken_off_file_reads_nothing_more(world: World) -> None:
    ada = await customer(world)
    former = await conversation_at(world, ada)
    present = await conversation_at(world, None)
    assert present != former
    assert (await stored(world, present)).customer_id is None
    assert (await stored(world, former)).address is None


async def test_an_address_that_is_another_customers_begins_anew(world: World) -> None:
    ada, bob = await customer(world), await customer(world)
    former = await conversation_at(world, ada)
    present = await conversation_at(world, bob)
    assert present != former
    assert (await stored(world, present)).customer_id == bob
    assert (await stored(world, former)).customer_id == ada


async def claimed(world: World, **fields: object) -> UUID:
    conversation = Conversation(
        channel="sms",
        address=NUMBER,
        customer_id=await customer(world),
        identity_level=IdentityLevel.CLAIMED,
        **fields,
    )
    await world.add(conversation)
    await said(world, conversation.id)
    return conversation.id


async def test_who_said_who_they_are_is_known_for_some_hours(world: World) -> None:
    conversation_id = await claimed(world)
    world.clock.forward(hours=11)
    assert await conversation_at(world) == conversation_id
    world.clock.forward(hours=2)
    assert await conversation_at(world) != conversation_id


async def test_a_conversation_with_an_agent_is_not_forgotten(world: World) -> None:
    conversation_id = await claimed(world, owner=ConversationOwner.AGENT)
    world.clock.forward(hours=200)
    assert await conversation_at(world) == conversation_id
