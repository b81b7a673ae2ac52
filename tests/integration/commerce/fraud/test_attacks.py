"""Ten kinds of attack and one more among honest traffic: how many are caught, and how many bothered."""

import pytest

from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.fraud.scoring import score
from commerce.orders.models import Order
from commerce.support.models import Conversation
from tests.factories import FixedClock, a_product, a_variant
from tests.integration.commerce.fraud.attacks import ATTACKS, World, an_honest_one

TIMES, HONEST = 10, 1_000
BOTHERED_AT_MOST = 0.005


@pytest.mark.slow
async def test_attacks_are_caught_and_the_honest_are_not_bothered(sessions: Sessions) -> None:
    clock, product = FixedClock(), a_product()
    variant = a_variant(product)
    world = World(variant, seed=7)
    attacks = {kind: [found for _ in range(TIMES) for found in do(world)] for kind, do in ATTACKS.items()}
    honest = [an_honest_one(world) for _ in range(HONEST)]
    async with sessions.begin() as session:
        session.add_all([product, variant])
        await session.flush()
        for kind in (Customer, Conversation, Order, object):  # what others refer to comes first
            session.add_all([each for each in world.rows if isinstance(each, kind)])
            await session.flush()
    caught: dict[str, float] = {}
    async with sessions() as session:
        for kind, accounts in attacks.items():
            scores = [await score(session, customer.id, clock, talk) for customer, talk in accounts]
            caught[kind] = sum(each.asks_for_code or each.is_held for each in scores) / len(scores)
        scores = [await score(session, customer.id, clock, talk) for customer, talk in honest]
    bothered = sum(each.asks_for_code or each.is_held for each in scores) / HONEST
    for kind, share in caught.items():
        print(f"| {kind} | {share:.0%} |")
    print(f"honest bothered: {bothered:.2%} of {HONEST}, locked: {sum(each.locks for each in scores)}")
    assert all(share >= 0.9 for share in caught.values()), caught
    assert bothered <= BOTHERED_AT_MOST
    assert not any(each.locks for each in scores)
