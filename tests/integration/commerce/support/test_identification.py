"""Who a shopper is, by what they know; guesses are counted, and the count locks."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from commerce.identity import IdentityLevel, Shopper
from commerce.orders.models import Order
from commerce.support.identification import Identification, identify_by_name, identify_by_order
from commerce.support.models import Conversation, IdentificationAttempt
from tests.factories import a_customer, a_default_address, an_order
from tests.world import World


async def somebody(world: World) -> Shopper:
    """An anonymous shopper in a stored conversation."""
    conversation_id = uuid4()
    await world.add(Conversation(id=conversation_id, channel="web"))
    return Shopper(conversation_id, None, IdentityLevel.ANONYMOUS)


async def guess(world: World, shopper: Shopper, number: str, email: str) -> tuple[Identification, Shopper]:
    return await world.run(
        lambda session: identify_by_order(session, shopper, number, email, clock=world.clock)
    )


async def by_name(world: World, shopper: Shopper, name: str, postcode: str) -> Identification:
    outcome, _ = await world.run(
        lambda session: identify_by_name(session, shopper, name, postcode, clock=world.clock)
    )
    return outcome


async def attempts(world: World) -> int:
    count = await world.run(lambda session: session.scalar(select(func.count(IdentificationAttempt.id))))
    assert count is not None
    return count


async def test_number_and_email_claim_the_customer(world: World) -> None:
    order, shopper = await world.order(), await somebody(world)
    outcome, known = await guess(world, shopper, f"#{order.number.lower()}", world.customer.email.upper())
    assert outcome is Identification.IDENTIFIED
    assert known == Shopper(shopper.conversation_id, world.customer.id, IdentityLevel.CLAIMED)
    stored = await world.run(lambda session: session.get_one(Conversation, shopper.conversation_id))
    assert (stored.customer_id, stored.identity_level) == (world.customer.id, IdentityLevel.CLAIMED)
    assert await attempts(world) == 0


async def test_a_number_without_its_letters_will_do(world: World) -> None:
    order, shopper = await world.order(), await somebody(world)
    digits = order.number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert digits != order.number
    outcome, known = await guess(world, shopper, digits, world.customer.email)
    assert (outcome, known.customer_id) == (Identification.IDENTIFIED, world.customer.id)


async def test_a_part_of_a_number_will_not(world: World) -> None:
    order, shopper = await world.order(), await somebody(world)
    outcome, _ = await guess(world, shopper, order.number[-3:], world.customer.email)
    assert outcome is Identification.NO_MATCH


async def test_guesses_with_and_without_the_letters_are_counted_together(world: World) -> None:
    order = await world.order()
    digits = order.number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for number in (order.number, digits, order.number, digits, order.number):
        await guess(world, await somebody(world), number, "x@example.com")
    outcome, _ = await guess(world, await somebody(world), digits, world.customer.email)
    assert outcome is Identification.LOCKED


async def test_a_wrong_guess_claims_nothing_and_is_counted(world: World) -> None:
    order, shopper = await world.order(), await somebody(world)
    outcome, known = await guess(world, shopper, order.number, "somebody@example.com")
    assert (outcome, known) == (Identification.NO_MATCH, shopper)
    assert await attempts(world) == 4  # for the conversation, the order, the e-mail, and all


async def test_missing_orders_count_like_existing_ones(world: World) -> None:
    order = await world.order()
    for number in (order.number, "W9999999"):
        shopper = await somebody(world)
        email = f"{number}@example.com"
        outcomes = [(await guess(world, shopper, number, email))[0] for _ in range(6)]
        assert outcomes == [Identification.NO_MATCH] * 5 + [Identification.LOCKED]


async def test_the_right_answer_does_not_open_a_lock(world: World) -> None:
    order, shopper = await world.order(), await somebody(world)
    for number in range(5):
        await guess(world, shopper, f"W000{number}", "x@example.com")
    outcome, known = await guess(world, shopper, order.number, world.customer.email)
    assert (outcome, known) == (Identification.LOCKED, shopper)


async def test_a_lock_opens_after_fifteen_minutes(world: World) -> None:
    order, shopper = await world.order(), await somebody(world)
    for _ in range(5):
        await guess(world, shopper, order.number, "x@example.com")
    world.clock.forward(minutes=15)
    outcome, _ = await guess(world, shopper, order.number, world.customer.email)
    assert outcome is Identification.IDENTIFIED


async def test_an_order_is_locked_whoever_guesses(world: World) -> None:
    order = await world.order()
    for _ in range(5):
        await guess(world, await somebody(world), order.number, "x@example.com")
    outcome, _ = await guess(world, await somebody(world), order.number, world.customer.email)
    assert outcome is Identification.LOCKED


async def test_guesses_at_once_are_counted_one_after_the_other(world: World) -> None:
    order = await world.order()
    shoppers = [await somebody(world) for _ in range(9)]
    outcomes = await asyncio.gather(*(guess(world, each, order.number, "x@example.com") for each in shoppers))
    assert (
        sorted(outcome for outcome, _ in outcomes)
        == [Identification.LOCKED] * 4 + [Identification.NO_MATCH] * 5
    )


@pytest.mark.parametrize("postcode", ["80202", "80202-1234", " 80202 "])
@pytest.mark.parametrize("name", ["Ada Moss", "ada moss"])
async def test_name_and_postcode_claim_the_customer(world: World, name: str, postcode: str) -> None:
    await world.add(a_default_address(world.customer))
    assert await by_name(world, await somebody(world), name, postcode) is Identification.IDENTIFIED


async def test_a_last_name_of_two_words_is_found(world: World) -> None:
    customer = a_customer(first_name="Mary Ann", last_name="van Dijk")
    await world.add(customer, a_default_address(customer, postcode="SW1A 1AA"))
    assert await by_name(world, await somebody(world), "mary ann van dijk", "sw1a1aa") is (
        Identification.IDENTIFIED
    )


async def test_two_of_one_name_and_postcode_are_nobody(world: World) -> None:
    other = a_customer()
    await world.add(a_default_address(world.customer), other, a_default_address(other))
    assert await by_name(world, await somebody(world), "Ada Moss", "80202") is Identification.NO_MATCH


@pytest.mark.parametrize(
    ("name", "postcode"), [("Ada", "80202"), ("Ada Moss", "10001"), ("Eve Moss", "80202")]
)
async def test_half_a_name_or_a_wrong_one_is_nobody(world: World, name: str, postcode: str) -> None:
    await world.add(a_default_address(world.customer))
    assert await by_name(world, await somebody(world), name, postcode) is Identification.NO_MATCH


async def test_a_conversation_belongs_to_one_customer(world: World) -> None:
    own, shopper = await world.order(), await somebody(world)
    other = a_customer()
    theirs: Order = an_order(other, [])
    await world.add(other, theirs)
    await guess(world, shopper, own.number, world.customer.email)
    outcome, _ = await guess(world, shopper, theirs.number, other.email)
    assert outcome is Identification.NO_MATCH


async def test_a_verified_shopper_stays_verified(world: World) -> None:
    order, shopper = await world.order(), world.shopper
    await world.add(
        Conversation(
            id=shopper.conversation_id,
            channel="web",
            customer_id=world.customer.id,
            identity_level=IdentityLevel.VERIFIED,
        )
    )
    _, known = await guess(world, shopper, order.number, world.customer.email)
    assert known.level is IdentityLevel.VERIFIED
