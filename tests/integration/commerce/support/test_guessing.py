"""A list of guesses leads nowhere, however it is spread; its owner gets in by a code all the same."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from commerce.customers.codes import CodeResult
from commerce.customers.models import OneTimeCode
from commerce.identity import IdentityLevel, Shopper
from commerce.support.identification import (
    Evidence,
    Identification,
    by_name,
    by_order,
    claim_by_code,
    identify,
    request_proof,
)
from commerce.support.models import (
    Conversation,
    IdentificationAttempt,
)
from tests.factories import SECRET, RecordedNotifier, a_default_address
from tests.world import World


@pytest.fixture
def notifier() -> RecordedNotifier:
    return RecordedNotifier()


async def somebody(world: World, network: str | None = None) -> Shopper:
    """An anonymous shopper in a conversation of their own."""
    conversation_id = uuid4()
    await world.add(Conversation(id=conversation_id, channel="web", network=network))
    return Shopper(conversation_id, None, IdentityLevel.ANONYMOUS)


async def tried(world: World, shopper: Shopper, evidence: Evidence) -> Identification:
    outcome, _ = await world.run(lambda session: identify(session, shopper, evidence, clock=world.clock))
    return outcome


async def proof(world: World, shopper: Shopper, evidence: Evidence, notifier: RecordedNotifier) -> bool:
    return await world.run(
        lambda session: request_proof(
            session, shopper, evidence, secret=SECRET, notifier=notifier, clock=world.clock
        )
    )


async def typed(world: World, shopper: Shopper, code: str) -> tuple[CodeResult, Shopper]:
    check, known = await world.run(
        lambda session: claim_by_code(session, shopper, code, secret=SECRET, clock=world.clock)
    )
    return check.result, known


async def looked_at(
    world: World, count: int, evidence: Callable[[int], Evidence], *, every: timedelta = timedelta(0)
) -> int:
    """How many of so many wrong guesses are looked at, each from a conversation and network of its own."""
    found = 0
    for number in range(count):
        shopper = await somebody(world, network=f"network {number}")
        found += await tried(world, shopper, evidence(number)) is not Identification.LOCKED
        world.clock.at += every
    return found


async def test_numbers_cannot_be_tried_for_a_known_email(world: World) -> None:
    order = await world.order()
    assert await looked_at(world, 251, lambda number: by_order(f"A{number}", world.customer.email)) == 5
    last = by_order(order.number, world.customer.email)
    assert await tried(world, await somebody(world), last) is Identification.LOCKED


async def test_nor_slowly(world: World) -> None:
    hours = timedelta(hours=2)
    numbers = lambda number: by_order(f"A{number}", world.customer.email)  # noqa: E731
    assert await looked_at(world, 251, numbers, every=hours) <= 30


async def test_names_cannot_be_tried_at_a_known_postcode(world: World) -> None:
    await world.add(a_default_address(world.customer))
    assert await looked_at(world, 60, lambda number: by_name(f"Ann Number{number}", "80202")) == 10
    assert await tried(world, await somebody(world), by_name("Ada Moss", "80202")) is Identification.LOCKED


async def test_pairs_cannot_be_tried_from_one_network(world: World) -> None:
    found = 0
    for number in range(60):
        shopper = await somebody(world, network="one")
        evidence = by_order(f"A{number}", f"somebody{number}@example.com")
        found += await tried(world, shopper, evidence) is not Identification.LOCKED
    assert found == 20
    other = by_order("A1000", "somebody1000@example.com")
    assert await tried(world, await somebody(world, network="other"), other) is Identification.NO_MATCH


async def test_what_was_guessed_is_kept_as_a_digest(world: World) -> None:
    await tried(world, await somebody(world), by_order("A1", "jane@example.com"))
    await tried(world, await somebody(world), by_name("Jane Moss", "80202"))
    keys = await world.run(lambda session: session.scalars(select(IdentificationAttempt.subject)))
    assert not [key for key in keys if re.search(r"jane|moss|80202|example", key, re.IGNORECASE)]


async def locked(world: World, evidence: Evidence) -> None:
    """Let strangers use up the guesses at it."""
    for _ in range(5):
        stranger = await somebody(world)
        await tried(world, stranger, by_order("A0", world.customer.email))
    assert await tried(world, await somebody(world), evidence) is Identification.LOCKED


async def test_strangers_who_guess_lock_no_owner_out(world: World, notifier: RecordedNotifier) -> None:
    order = await world.order()
    evidence = by_order(order.number, world.customer.email)
    await locked(world, evidence)
    owner = await somebody(world)
    assert await proof(world, owner, evidence, notifier)
    [(to, told)] = notifier.told
    assert (to.email, told.name) == (world.customer.email, "code")
    wrong = f"{(int(told.values['code']) + 1) % 1_000_000:06}"
    assert (await typed(world, owner, wrong))[0] is CodeResult.WRONG
    result, known = await typed(world, owner, told.values["code"])
    assert result is CodeResult.ACCEPTED
    assert known == Shopper(owner.conversation_id, world.customer.id, IdentityLevel.VERIFIED)


async def test_nobody_can_tell_whether_a_code_was_sent(world: World, notifier: RecordedNotifier) -> None:
    order = await world.order()
    answers = []
    for evidence in (by_order(order.number, world.customer.email), by_order("A1", world.customer.email)):
        stranger = await somebody(world)
        seen: list[object] = [await proof(world, stranger, evidence, notifier)]
        for guess in range(7):
            result, known = await typed(world, stranger, f"{guess:06}")
            seen += [result, known.level]
        codes = await world.run(
            lambda session, of=stranger: session.scalars(  # type: ignore[misc]
                select(OneTimeCode).where(OneTimeCode.conversation_id == of.conversation_id)
            )
        )
        answers.append([*seen, len(codes.all())])
    assert answers[0] == answers[1]
    assert len(notifier.told) == 1


async def test_an_empty_code_opens_no_decoy(world: World, notifier: RecordedNotifier) -> None:
    stranger = await somebody(world)
    await proof(world, stranger, by_order("A1", "x@example.com"), notifier)
    for guess in ("", "abc", "000000"):
        result, known = await typed(world, stranger, guess)
        assert (result, known.level) == (CodeResult.WRONG, IdentityLevel.ANONYMOUS)


async def test_a_conversation_has_few_codes_sent(world: World, notifier: RecordedNotifier) -> None:
    order = await world.order()
    evidence = by_order(order.number, world.customer.email)
    stranger = await somebody(world)
    asked: list[bool] = []
    for _ in range(5):
        asked.append(await proof(world, stranger, evidence, notifier))
        world.clock.forward(minutes=2)
    assert asked == [True, True, True, False, False]


async def test_codes_asked_for_elsewhere_leave_the_owner_theirs(
    world: World, notifier: RecordedNotifier
) -> None:
    order = await world.order()
    evidence = by_order(order.number, world.customer.email)
    stranger, owner = await somebody(world), await somebody(world)
    for _ in range(3):
        await proof(world, stranger, evidence, notifier)
        world.clock.forward(seconds=61)
    await proof(world, owner, evidence, notifier)
    assert (await typed(world, owner, notifier.told[-1][1].values["code"]))[0] is CodeResult.ACCEPTED
