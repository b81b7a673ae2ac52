"""One-time codes."""

import pytest
from sqlalchemy import select

from commerce.customers.codes import (
    CodeCheck,
    CodeRequired,
    CodeResult,
    ContactKind,
    IssuedCode,
    NoSuchContact,
    TooManyCodes,
    check_code,
    code_message,
    issue_code,
    require_recent_code,
)
from commerce.customers.models import OneTimeCode
from commerce.identity import Shopper
from commerce.notification import Recipient
from commerce.support.models import (
    Conversation,
)
from tests.factories import SECRET
from tests.world import World


@pytest.fixture
async def shopper(world: World) -> Shopper:
    made = world.shopper
    await world.add(Conversation(id=made.conversation_id, channel="web"))
    return made


async def issue(world: World, shopper: Shopper, to: ContactKind = ContactKind.EMAIL) -> IssuedCode:
    return await world.run(
        lambda session: issue_code(
            session,
            conversation_id=shopper.conversation_id,
            customer_id=world.customer.id,
            to=to,
            secret=SECRET,
            clock=world.clock,
        )
    )


async def guess(world: World, shopper: Shopper, code: str) -> CodeCheck:
    return await world.run(
        lambda session: check_code(
            session,
            conversation_id=shopper.conversation_id,
            customer_id=world.customer.id,
            guess=code,
            secret=SECRET,
            clock=world.clock,
        )
    )


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def test_a_code_has_six_digits_and_is_kept_as_a_hash_alone(world: World, shopper: Shopper) -> None:
    issued = await issue(world, shopper)
    assert len(issued.code) == 6
    assert issued.code.isdigit()
    [row] = await world.run(lambda session: session.scalars(select(OneTimeCode)))
    assert issued.code not in row.code_hash
    assert issued.code not in repr(issued)


async def test_the_right_code_is_accepted_once(world: World, shopper: Shopper) -> None:
    issued = await issue(world, shopper)
    assert (await guess(world, shopper, f" {issued.code[:3]}-{issued.code[3:]} ")).result is (
        CodeResult.ACCEPTED
    )
    assert (await guess(world, shopper, issued.code)).result is CodeResult.EXPIRED


async def test_five_wrong_guesses_lock_the_code(world: World, shopper: Shopper) -> None:
    issued = await issue(world, shopper)
    left = [(await guess(world, shopper, wrong(issued.code))).guesses_left for _ in range(4)]
    assert left == [4, 3, 2, 1]
    assert (await guess(world, shopper, wrong(issued.code))).result is CodeResult.LOCKED
    assert (await guess(world, shopper, issued.code)).result is CodeResult.LOCKED


async def test_a_code_expires_after_ten_minutes(world: World, shopper: Shopper) -> None:
    issued = await issue(world, shopper)
    world.clock.forward(minutes=10)
    assert (await guess(world, shopper, issued.code)).result is CodeResult.EXPIRED


async def test_only_the_newest_code_works(world: World, shopper: Shopper) -> None:
    first = await issue(world, shopper)
    world.clock.forward(seconds=60)
    second = await issue(world, shopper)
    if first.code != second.code:
        assert (await guess(world, shopper, first.code)).result is CodeResult.WRONG
    assert (await guess(world, shopper, second.code)).result is CodeResult.ACCEPTED


async def test_a_code_works_only_in_its_conversation(world: World, shopper: Shopper) -> None:
    issued = await issue(world, shopper)
    assert (await guess(world, world.shopper, issued.code)).result is CodeResult.EXPIRED


async def test_codes_are_not_sent_one_after_another(world: World, shopper: Shopper) -> None:
    await issue(world, shopper)
    world.clock.forward(seconds=20)
    with pytest.raises(TooManyCodes) as refusal:
        await issue(world, shopper)
    assert refusal.value.retry_after.total_seconds() == 40


async def test_there_are_five_codes_an_hour(world: World, shopper: Shopper) -> None:
    for _ in range(5):
        await issue(world, shopper)
        world.clock.forward(minutes=2)
    with pytest.raises(TooManyCodes) as refusal:
        await issue(world, shopper)
    assert refusal.value.retry_after.total_seconds() == 50 * 60
    world.clock.forward(minutes=51)
    await issue(world, shopper)


async def test_a_phone_that_is_not_on_file_gets_no_code(world: World, shopper: Shopper) -> None:
    with pytest.raises(NoSuchContact):
        await issue(world, shopper, ContactKind.PHONE)


async def test_a_checked_code_opens_the_profile_for_a_quarter_of_an_hour(
    world: World, shopper: Shopper
) -> None:
    async def require() -> None:
        await world.run(lambda session: require_recent_code(session, shopper, world.clock))

    with pytest.raises(CodeRequired):
        await require()
    issued = await issue(world, shopper)
    with pytest.raises(CodeRequired):
        await require()
    await guess(world, shopper, issued.code)
    world.clock.forward(minutes=15)
    await require()
    world.clock.forward(seconds=1)
    with pytest.raises(CodeRequired):
        await require()


async def test_the_email_carries_the_code_and_the_chat_a_masked_address(
    world: World, shopper: Shopper
) -> None:
    issued = await issue(world, shopper)
    recipient = Recipient(world.customer.id, email=issued.destination)
    await world.run(lambda session: world.notifier.notify(session, recipient, code_message(issued)))
    [mail] = world.mail.mails
    assert mail.to == world.customer.email
    assert issued.code in mail.text
    assert mail.subject == "Your Test Store code"
    assert issued.masked == "a•••@example.com"
