"""Nobody gets at another's conversation, orders, documents or name, however often it is tried.

`make intrude` tries more often: INTRUSIONS says how often, INTRUSIONS_SEED where the drawing begins.
"""

import json
import os
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from random import Random
from urllib.parse import unquote_plus
from uuid import uuid4

import pytest
from procrastinate import App, PsycopgConnector
from sqlalchemy import text

from commerce.database import Sessions
from commerce.gift_cards.balance import looked_up
from commerce.identity import IdentityLevel, Shopper
from commerce.links.documents import DocumentKind, DocumentLinks, DocumentRef
from commerce.staff.models import Role
from commerce.support.identification import Evidence, Identification, by_name, by_order, identify
from commerce.support.models import Conversation
from connectors.server.options import GatewayOptions
from tests.factories import FixedClock, an_address
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.fuzz.test_fuzz import LINE, SLACK
from tests.integration.connectors.intrusions.intruder import TRIES, Intruder, Victim
from tests.integration.connectors.running import (
    CONVERSATION_SECRET,
    RunningGateway,
    receive,
    running_gateway,
    send,
    shopper_token,
)
from tests.integration.connectors.staff.people import a_member
from tests.world import World, a_world

COUNT = int(os.environ.get("INTRUSIONS", "400"))
SEED = int(os.environ.get("INTRUSIONS_SEED", "1"))
SAID = "the purple armadillo is my uncle"
STREET = "77 Canary Row"
OFTEN = 10**6
UNTOUCHED = (
    "customers", "addresses", "orders", "order_lines", "payment_methods", "payments", "refunds",
    "return_requests", "points_entries", "credit_entries", "consent_entries", "staff_members",
    "staff_sessions", "attachments", "carts",
)  # fmt: skip

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180 + COUNT)]


@pytest.fixture
async def gateway(
    database_url: str, sessions: Sessions, dialogue: FakeDialogue
) -> AsyncIterator[RunningGateway]:
    """A gateway with every channel and page there is, and no limit of rate."""
    options = GatewayOptions(
        messages_per_minute=OFTEN,
        message_burst=OFTEN,
        address_messages_per_minute=OFTEN,
        address_message_burst=OFTEN,
        sign_in_burst=OFTEN,
    )
    jobs = App(connector=PsycopgConnector(conninfo=database_url))
    async with jobs.open_async():
        await jobs.schema_manager.apply_schema_async()
    async with running_gateway(
        database_url, sessions, [dialogue.url], options, slack=SLACK, sms=LINE, events_key="e" * 40
    ) as gateway:
        yield gateway


@pytest.fixture
async def world(sessions: Sessions) -> World:
    return await a_world(sessions)


@pytest.fixture
async def victim(world: World, gateway: RunningGateway, sessions: Sessions) -> Victim:
    """A customer with an order, a receipt and a conversation, and a member of staff."""
    await a_member(sessions, Role.AGENT, "agent@store.example")
    address = an_address(line1=STREET)
    order = await world.order(shipping_address=address.as_dict())
    chat = gateway.chat()
    await chat.say(SAID, shopper_token=shopper_token(world.customer.id))
    assert chat.conversation is not None
    reference = DocumentRef(DocumentKind.RECEIPT, order.number, world.customer.id, IdentityLevel.VERIFIED)
    receipt = DocumentLinks("", CONVERSATION_SECRET).url(reference, clock=FixedClock(datetime.now(UTC)))
    assert STREET in (await gateway.client.get(receipt)).text  # what is looked for would be found
    return Victim(
        chat.conversation, world.customer.id, world.customer.email, "+14155550142", receipt, order.number
    )


async def state(sessions: Sessions, victim: Victim) -> dict[str, str | None]:
    """Everything that is the victim's, the orders of all, and who works here."""
    row = "(to_jsonb(t) - '{wrong_guesses,locked_until}'::text[])::text"  # which guesses are to change
    hashed = f"SELECT md5(string_agg({row}, ',' ORDER BY {row})) FROM %s t"
    said = text(
        "SELECT md5(string_agg(m::text, ',' ORDER BY position)) FROM messages m WHERE conversation_id = :id"
    )
    async with sessions() as session:
        found = {name: await session.scalar(text(hashed % name)) for name in UNTOUCHED}
        return found | {"messages": await session.scalar(said, {"id": victim.conversation})}


def leaks(answer: str, victim: Victim) -> list[str]:
    secrets = (SAID, STREET, victim.email, victim.number, victim.phone)
    return [each for each in secrets if each in answer]


async def test_no_request_gets_anywhere(gateway: RunningGateway, victim: Victim, sessions: Sessions) -> None:
    own = gateway.chat()
    await own.say("hello")
    assert own.conversation is not None
    assert own.token is not None
    before, statuses = await state(sessions, victim), Counter[int]()
    for number in range(COUNT):
        name = sorted(TRIES)[number % len(TRIES)]
        seed = SEED * 100_000 + number
        tried = TRIES[name].request(Intruder(victim, own.conversation, own.token, Random(seed)))
        tried.url = gateway.client.base_url.join(tried.url.raw_path.decode())
        answer = await gateway.client.send(tried)
        statuses[answer.status_code] += 1
        told = (seed, name, str(tried.url), answer.status_code, answer.text[:300])
        assert answer.status_code in TRIES[name].refused_with, told
        sent = unquote_plus(f"{tried.url} {tried.content.decode(errors='replace')}")
        assert [each for each in leaks(answer.text, victim) if each not in sent] == [], (seed, name)
    print(f"\nrequests: {COUNT}, {dict(sorted(statuses.items()))}")
    assert await state(sessions, victim) == before


async def test_no_socket_joins_anothers_conversation(
    gateway: RunningGateway, victim: Victim, sessions: Sessions
) -> None:
    own = gateway.chat()
    await own.say("hello")
    assert own.conversation is not None
    assert own.token is not None
    before = await state(sessions, victim)
    for number in range(COUNT // 20):
        intruder = Intruder(victim, own.conversation, own.token, Random(SEED * 100_000 + number))
        given = {"conversation": victim.conversation, "conversation_token": intruder.token()}
        async with gateway.open_socket() as socket:
            await send(socket, type="hello", **{name: value for name, value in given.items() if value})
            refused = await receive(socket, "error")
            assert leaks(json.dumps(refused), victim) == []
    print(f"\nsockets: {COUNT // 20}")
    assert await state(sessions, victim) == before


async def test_no_guess_says_who_somebody_is(world: World, victim: Victim) -> None:
    """From a new conversation and network each; the right ones come when no more are looked at."""
    random, outcomes = Random(SEED), Counter[Identification]()
    for number in range(COUNT // 4):
        guess: Evidence = random.choice(
            [
                lambda: by_order(f"A{random.randrange(10**6)}", victim.email),
                lambda: by_order(victim.number, f"{random.randrange(10**6)}@example.com"),
                lambda: by_name(f"{random.randrange(10**6)} Moss", "80202"),
            ]
        )()
        shopper = await _somebody(world, number)
        outcome, _ = await world.run(
            lambda session, s=shopper, g=guess: identify(session, s, g, clock=world.clock)
        )
        outcomes[outcome] += 1
    assert outcomes[Identification.IDENTIFIED] == 0
    last = await _somebody(world, COUNT)
    right = by_order(victim.number, victim.email)
    outcome, _ = await world.run(lambda session: identify(session, last, right, clock=world.clock))
    print(f"\nguesses at who somebody is: {COUNT // 4}, {dict(outcomes)}")
    assert outcome is Identification.LOCKED


async def test_no_guess_finds_a_gift_card(world: World) -> None:
    random, shopper = Random(SEED), await _somebody(world, 0)
    for _ in range(COUNT // 10):
        code = "".join(random.choices("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", k=16))
        found = await world.run(lambda session, c=code: looked_up(session, shopper, c, clock=world.clock))
        assert found is None
    print(f"\nguesses at gift cards: {COUNT // 10}")


async def _somebody(world: World, number: int) -> Shopper:
    conversation_id = uuid4()
    await world.add(Conversation(id=conversation_id, channel="web", network=f"network {number}"))
    return Shopper(conversation_id, None, IdentityLevel.ANONYMOUS)
