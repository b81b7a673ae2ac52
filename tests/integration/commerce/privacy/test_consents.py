"""A customer's consents: written down with the rest; forgotten with the rest, save that they want none."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from commerce.consent.ledger import Subscriber, grant, grant_again, history, may_write, revoke
from commerce.consent.models import ConsentEntry, ConsentSource, Topic
from commerce.customers.models import Customer
from commerce.privacy.erasure import Erased, erase_customer
from commerce.privacy.export import export_customer
from commerce.support.models import Conversation, Message, MessageAuthor, MessageStatus
from tests.factories import a_customer
from tests.world import World

ON_FILE, WRITES_FROM, ANOTHERS = "+14155550100", "+14155550101", "+14155550102"
BOTH = set(Topic)


def sms(number: str) -> Subscriber:
    return Subscriber("sms", number)


async def a_text(world: World, customer_id: str, number: str | None) -> UUID:
    """A customer's text from a number; None where the number has become another's since."""
    conversation = Conversation(channel="sms", address=number, customer_id=customer_id)
    await world.add(conversation)
    message = Message(
        conversation_id=conversation.id,
        author=MessageAuthor.SHOPPER,
        channel="sms",
        text="STOP",
        status=MessageStatus.ANSWERED,
    )
    await world.add(message)
    return message.id


async def has_number(world: World, number: str, customer_id: str | None = None) -> None:
    async def note(session: Any) -> None:
        customer = await session.get_one(Customer, customer_id or world.customer.id)
        customer.phone = number

    await world.run(note)


async def enter(
    world: World, number: str, *, granted: set[Topic], revoked: set[Topic], message: UUID | None = None
) -> None:
    """First everything is granted that is to be, then revoked."""

    async def note(session: Any) -> None:
        await grant(session, sms(number), granted, ConsentSource.OWN_WORDS, message)
        await revoke(session, sms(number), revoked, ConsentSource.KEYWORD, message)

    await world.run(note)


async def exported(world: World) -> list[tuple[str, str, bool]]:
    everything = await world.run(lambda session: export_customer(session, world.customer.id, world.clock))
    entries = everything["tables"]["consent_entries"]
    return [(each["address"], each["topic"], each["is_granted"]) for each in entries]


async def entries(world: World, number: str) -> list[ConsentEntry]:
    return list(await world.run(lambda session: history(session, sms(number))))


async def erase(world: World) -> Erased:
    return await world.run(lambda session: erase_customer(session, world.customer.id))


async def test_those_of_the_number_on_file_and_of_their_conversations_are_exported(world: World) -> None:
    await has_number(world, ON_FILE)
    await a_text(world, world.customer.id, WRITES_FROM)
    await enter(world, ON_FILE, granted={Topic.SERVICE}, revoked=set())
    await enter(world, WRITES_FROM, granted=set(), revoked={Topic.MARKETING})
    await enter(world, ANOTHERS, granted=BOTH, revoked=BOTH)
    assert await exported(world) == [(ON_FILE, "service", True), (WRITES_FROM, "marketing", False)]


async def test_a_number_that_two_customers_have_is_told_to_neither(world: World) -> None:
    other = a_customer(phone=ON_FILE)
    await world.add(other)
    await has_number(world, ON_FILE)
    await enter(world, ON_FILE, granted={Topic.SERVICE}, revoked=set())
    assert await exported(world) == []


async def test_what_they_said_of_a_number_they_had_is_exported_and_the_new_owners_word_is_not(
    world: World,
) -> None:
    message = await a_text(world, world.customer.id, None)
    await enter(world, ANOTHERS, granted={Topic.SERVICE}, revoked=set(), message=message)
    await enter(world, ANOTHERS, granted=set(), revoked={Topic.MARKETING})
    assert await exported(world) == [(ANOTHERS, "service", True)]


async def test_a_stop_survives_with_the_number_alone(world: World) -> None:
    await has_number(world, ON_FILE)
    message = await a_text(world, world.customer.id, ON_FILE)
    await enter(world, ON_FILE, granted=BOTH, revoked=BOTH, message=message)
    assert (await erase(world)).kept_refusals == 2
    kept = await entries(world, ON_FILE)
    assert {(each.topic, each.is_granted, each.message_id) for each in kept} == {
        (Topic.SERVICE, False, None),
        (Topic.MARKETING, False, None),
    }
    for topic in Topic:
        assert not await world.run(lambda session, topic=topic: may_write(session, sms(ON_FILE), topic))
    assert await exported(world) == []


async def test_only_the_refusals_that_stand_survive(world: World) -> None:
    await has_number(world, ON_FILE)
    await enter(world, ON_FILE, granted=BOTH, revoked=BOTH)
    await world.run(lambda session: grant_again(session, sms(ON_FILE), ConsentSource.KEYWORD))
    await enter(world, ON_FILE, granted=set(), revoked={Topic.MARKETING})
    assert (await erase(world)).kept_refusals == 1
    assert [(each.topic, each.is_granted) for each in await entries(world, ON_FILE)] == [
        (Topic.MARKETING, False)
    ]


async def test_start_afterwards_gives_no_advertising_back(world: World) -> None:
    await has_number(world, ON_FILE)
    await enter(world, ON_FILE, granted=BOTH, revoked=BOTH)
    await erase(world)
    await world.run(lambda session: grant_again(session, sms(ON_FILE), ConsentSource.KEYWORD))
    assert await world.run(lambda session: may_write(session, sms(ON_FILE), Topic.SERVICE))
    assert not await world.run(lambda session: may_write(session, sms(ON_FILE), Topic.MARKETING))


async def test_consent_goes_with_who_gave_it_and_others_keep_theirs(world: World) -> None:
    await has_number(world, ON_FILE)
    message = await a_text(world, world.customer.id, None)
    await enter(world, ON_FILE, granted=BOTH, revoked=set())
    await enter(world, ANOTHERS, granted=BOTH, revoked={Topic.MARKETING}, message=message)
    assert (await erase(world)).kept_refusals == 0
    assert await entries(world, ON_FILE) == []
    anothers = await world.run(lambda session: session.scalars(select(ConsentEntry)))
    assert {(each.address, each.message_id) for each in anothers} == {(ANOTHERS, None)}
    assert not await world.run(lambda session: may_write(session, sms(ANOTHERS), Topic.MARKETING))
