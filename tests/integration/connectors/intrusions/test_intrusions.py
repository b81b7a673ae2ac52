"""Nobody gets at another's conversation, orders, documents or name, however often it is tried.

`make intrude` tries more often: INTRUSIONS says how often, INTRUSIONS_SEED where the drawing begins.
"""

import json
import os
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote_plus
from uuid import uuid4

import httpx
import pytest
from sanic import Sanic
from sanic.exceptions import NotFound
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.database import Sessions
from commerce.gift_cards.balance import looked_up
from commerce.gift_cards.issuing import issue_gift_card
from commerce.identity import IdentityLevel, Shopper
from commerce.links.documents import DocumentKind, DocumentLinks, DocumentRef
from commerce.money import Money
from commerce.staff.models import Role
from commerce.support.identification import Evidence, Identification, by_name, by_order, identify
from commerce.support.models import Conversation
from tests.factories import FixedClock, a_cause, an_address
from tests.integration.connectors.everything import gateway_with_everything
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.intrusions.intruder import TRIES, Intruder, Victim
from tests.integration.connectors.running import (
    CONVERSATION_SECRET,
    RunningGateway,
    receive,
    send,
    shopper_token,
)
from tests.integration.connectors.staff.people import a_member
from tests.world import World, a_world
from training.place import Place

COUNT = int(os.environ.get("INTRUSIONS", "400"))
SEED = int(os.environ.get("INTRUSIONS_SEED", "1"))
SAID = "the purple armadillo is my uncle"
STREET = "77 Canary Row"
GIFT_CARD_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
UNTOUCHED = (
    "customers", "addresses", "orders", "order_lines", "payment_methods", "payments", "refunds",
    "return_requests", "points_entries", "credit_entries", "consent_entries", "staff_members",
    "staff_sessions", "attachments", "carts", "gift_cards", "payment_attempts", "provider_events",
    "shop_events",
)  # fmt: skip

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180 + COUNT)]


@pytest.fixture
async def gateway(
    database_url: str, sessions: Sessions, dialogue: FakeDialogue, tmp_path: Path
) -> AsyncIterator[RunningGateway]:
    """A gateway with all there is."""
    place = Place.below(tmp_path)
    async with gateway_with_everything(database_url, sessions, dialogue.url, place) as gateway:
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


def is_a_route(app: Sanic[Any, Any], tried: httpx.Request) -> bool:
    """Whether there is anything that could refuse it."""
    try:
        app.router.get(tried.url.path, tried.method, None)
    except NotFound:
        return False
    return True


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
        assert name == "leave a folder" or is_a_route(gateway.app, tried), (seed, name, str(tried.url))
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
    """From a new conversation and network each; the card is there for whoever has its code."""
    right, random = await world.run(lambda session: a_gift_card_of(session, world)), Random(SEED)
    found = Counter[bool]()
    for number in range(COUNT // 10):
        spoilt = list(right)
        spoilt[-1 - number % 4] = random.choice(GIFT_CARD_LETTERS.replace(spoilt[-1 - number % 4], ""))
        guessed = "GC-" + "-".join("".join(random.choices(GIFT_CARD_LETTERS, k=4)) for _ in range(3))
        found[await _finds(world, number, random.choice(["".join(spoilt), guessed]))] += 1
    print(f"\nguesses at gift cards: {COUNT // 10}")
    assert found == {False: COUNT // 10}
    assert await _finds(world, COUNT, right)


async def a_gift_card_of(session: AsyncSession, world: World) -> str:
    return await issue_gift_card(session, Money(5000, "USD"), None, cause=a_cause(), clock=world.clock)


async def _finds(world: World, number: int, code: str) -> bool:
    shopper = await _somebody(world, number)
    return await world.run(lambda session: looked_up(session, shopper, code, clock=world.clock)) is not None


async def _somebody(world: World, number: int) -> Shopper:
    conversation_id = uuid4()
    await world.add(Conversation(id=conversation_id, channel="web", network=f"network {number}"))
    return Shopper(conversation_id, None, IdentityLevel.ANONYMOUS)
