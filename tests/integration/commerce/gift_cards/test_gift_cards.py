"""Gift cards: their balance by code, what guesses learn, and that each is redeemed once."""

import asyncio
from dataclasses import replace

import pytest

from commerce.changes import Context, carry_out, preview
from commerce.errors import NotAllowed
from commerce.gift_cards.balance import GiftCardBalance, GiftCardNotFound, gift_card_balance
from commerce.gift_cards.codes import code_in, new_code
from commerce.gift_cards.issuing import issue_gift_card
from commerce.gift_cards.redeeming import GiftCardEmpty, RedeemGiftCard
from commerce.identity import IdentityLevel, Shopper
from commerce.links.documents import DocumentLinks
from commerce.money import Money
from commerce.policies.models import Policy
from commerce.support.conversations import begin_conversation
from tests.factories import SECRET, RecordedNotifier, a_cause
from tests.world import World

FIFTY = Money(5000, "USD")


async def a_shopper_of(world: World, level: IdentityLevel = IdentityLevel.VERIFIED) -> Shopper:
    shopper = replace(world.shopper, level=level)
    await world.run(lambda session: begin_conversation(session, shopper.conversation_id, "web"))
    return shopper


async def a_card(world: World, country: str | None = None) -> str:
    return await world.run(
        lambda session: issue_gift_card(session, FIFTY, country, cause=a_cause(), clock=world.clock)
    )


async def balance(world: World, shopper: Shopper, code: str) -> GiftCardBalance | None:
    return await world.run(lambda session: gift_card_balance(session, shopper, code, clock=world.clock))


async def redeem(world: World, shopper: Shopper, code: str) -> Money:
    async def work(session):
        context = Context(
            session, a_cause(shopper), world.clock, RecordedNotifier(), DocumentLinks("", SECRET), shopper
        )
        return (await carry_out(context, RedeemGiftCard(code))).credit

    return await world.run(work)


async def test_the_balance_by_code_however_it_is_spelt(world: World) -> None:
    code, shopper = await a_card(world), await a_shopper_of(world, IdentityLevel.ANONYMOUS)
    for written in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert code_in(f"what is on {written}?") == written
        found = await balance(world, shopper, written)
        assert found is not None
        assert (found.left, found.last_four) == (FIFTY, code[-4:])


async def test_guesses_learn_nothing_and_come_to_an_end(world: World) -> None:
    code, shopper = await a_card(world), await a_shopper_of(world, IdentityLevel.ANONYMOUS)
    for _ in range(5):
        assert await balance(world, shopper, new_code()) is None
    assert await balance(world, shopper, code) is None  # too many were guessed from here
    assert await balance(world, await a_shopper_of(world), code) is not None


async def test_one_card_is_not_guessed_at_from_many_places(world: World) -> None:
    wrong = new_code()
    for _ in range(5):
        assert await balance(world, await a_shopper_of(world), wrong) is None
    code = await a_card(world)
    assert await balance(world, await a_shopper_of(world), code) is not None


async def test_it_becomes_store_credit_once(world: World) -> None:
    code, shopper = await a_card(world), await a_shopper_of(world)
    assert await redeem(world, shopper, code) == FIFTY
    assert await world.balance(f"store_credit_{world.customer.id}") == 5000
    with pytest.raises(GiftCardEmpty):
        await redeem(world, shopper, code)
    found = await balance(world, shopper, code)
    assert found is not None
    assert found.left == Money(0, "USD")


async def test_of_many_at_once_one_succeeds(world: World) -> None:
    code, shopper = await a_card(world), await a_shopper_of(world)
    results = await asyncio.gather(*(redeem(world, shopper, code) for _ in range(5)), return_exceptions=True)
    assert sum(result == FIFTY for result in results) == 1
    assert await world.balance(f"store_credit_{world.customer.id}") == 5000


async def test_only_the_verified_redeem_and_nobody_a_code_that_is_none(world: World) -> None:
    code = await a_card(world)
    with pytest.raises(NotAllowed):
        await redeem(world, await a_shopper_of(world, IdentityLevel.CLAIMED), code)
    with pytest.raises(GiftCardNotFound):
        await redeem(world, await a_shopper_of(world), new_code())


async def test_it_expires_only_where_the_policy_says_so(world: World) -> None:
    await world.add(Policy(name="gift_card_expiry", country="CA", value={"days": 30}))
    lasting, ending = await a_card(world, "US"), await a_card(world, "CA")
    world.clock.forward(days=31)
    shopper = await a_shopper_of(world)
    assert await redeem(world, shopper, lasting) == FIFTY
    found = await balance(world, shopper, ending)
    assert found is not None
    assert (found.left, found.is_expired) == (Money(0, "USD"), True)
    with pytest.raises(GiftCardEmpty):
        await redeem(world, shopper, ending)


async def test_the_preview_says_what_redeeming_does(world: World) -> None:
    code, shopper = await a_card(world), await a_shopper_of(world)

    async def work(session):
        links = DocumentLinks("", SECRET)
        context = Context(session, a_cause(shopper), world.clock, RecordedNotifier(), links, shopper)
        return await preview(context, RedeemGiftCard(code))

    assert (await world.run(work)).credit == FIFTY
