"""A new e-mail or number counts once a code sent to it was typed, and the old ones are told."""

from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.codes import (
    CodeCheck,
    CodeRequired,
    CodeResult,
    ContactKind,
    check_code,
    require_recent_code,
)
from commerce.customers.contact_codes import (
    ContactNotProven,
    check_contact_code,
    issue_contact_code,
    require_proven_contact,
)
from commerce.customers.models import Customer, OneTimeCode
from commerce.customers.profile import ChangeEmail, ChangePhone, PhoneNotUsable
from commerce.customers.vouching import customers_with_phone
from commerce.identity import IdentityLevel, Shopper
from commerce.support.addressed import Sender, conversation_of
from commerce.support.models import (
    Conversation,
)
from tests.factories import SECRET, RecordedNotifier, a_customer
from tests.world import World

NEW_PHONE, OLD_PHONE = "+13035550142", "+13035550141"
NEW_EMAIL = "new@example.org"


@pytest.fixture
def notifier() -> RecordedNotifier:
    return RecordedNotifier()


@pytest.fixture
async def shopper(world: World) -> Shopper:
    """A verified shopper who has just typed a code sent to the e-mail on file."""
    made = world.shopper
    code = OneTimeCode(
        conversation_id=made.conversation_id,
        customer_id=world.customer.id,
        destination=world.customer.email,
        code_hash="",
        expires_at=world.clock.now(),
        used_at=world.clock.now(),
    )
    await world.add(Conversation(id=made.conversation_id, channel="web"), code)
    return made


async def issued(world: World, shopper: Shopper, kind: ContactKind, to: str) -> str:
    code = await world.run(
        lambda session: issue_contact_code(session, shopper, kind, to, secret=SECRET, clock=world.clock)
    )
    return code.code


async def typed(world: World, shopper: Shopper, to: str, guess: str) -> CodeCheck:
    return await world.run(
        lambda session: check_contact_code(session, shopper, to, guess, secret=SECRET, clock=world.clock)
    )


async def prove(world: World, shopper: Shopper, kind: ContactKind, to: str) -> None:
    code = await issued(world, shopper, kind, to)
    assert (await typed(world, shopper, to, code)).result is CodeResult.ACCEPTED


@pytest.mark.parametrize(
    ("change", "contact"),
    [
        (ChangeEmail, (ContactKind.EMAIL, NEW_EMAIL)),
        (ChangePhone, (ContactKind.PHONE, NEW_PHONE)),
    ],
)
async def test_a_contact_counts_once_it_is_proven(
    world: World,
    shopper: Shopper,
    notifier: RecordedNotifier,
    change: type[ChangeEmail | ChangePhone],
    contact: tuple[ContactKind, str],
) -> None:
    kind, new = contact
    await world.run(lambda session: with_phone(session, world.customer.id, OLD_PHONE))
    with pytest.raises(ContactNotProven):
        await world.do(change(new), shopper, notifier=notifier)
    assert notifier.told == []
    await prove(world, shopper, kind, new)
    await world.do(change(new), shopper, notifier=notifier)
    customer = await world.run(lambda session: session.get_one(Customer, world.customer.id))
    assert new in (customer.email, customer.phone)
    told = [(to.email, to.phone) for to, _ in notifier.told]
    assert told == [(world.customer.email, None), (None, OLD_PHONE)]


async def with_phone(session: AsyncSession, customer_id: str, phone: str) -> None:
    (await session.get_one(Customer, customer_id)).phone = phone


async def test_a_code_proves_its_own_contact_only(world: World, shopper: Shopper) -> None:
    code = await issued(world, shopper, ContactKind.EMAIL, NEW_EMAIL)
    assert (await typed(world, shopper, "other@example.org", code)).result is CodeResult.EXPIRED
    assert (await typed(world, shopper, NEW_EMAIL, code)).result is CodeResult.ACCEPTED
    with pytest.raises(ContactNotProven):
        await world.run(
            lambda session: require_proven_contact(session, shopper, "other@example.org", world.clock)
        )


async def test_a_code_to_a_new_contact_proves_nobody(world: World) -> None:
    shopper = world.shopper
    await world.add(Conversation(id=shopper.conversation_id, channel="web"))
    code = await issued(world, shopper, ContactKind.EMAIL, NEW_EMAIL)
    check = await world.run(
        lambda session: check_code(
            session,
            conversation_id=shopper.conversation_id,
            customer_id=world.customer.id,
            guess=code,
            secret=SECRET,
            clock=world.clock,
        )
    )
    assert check.result is CodeResult.EXPIRED
    assert (await typed(world, shopper, NEW_EMAIL, code)).result is CodeResult.ACCEPTED
    with pytest.raises(CodeRequired):
        await world.run(lambda session: require_recent_code(session, shopper, world.clock))


async def test_a_proof_is_good_for_a_quarter_of_an_hour(
    world: World, shopper: Shopper, notifier: RecordedNotifier
) -> None:
    await prove(world, shopper, ContactKind.EMAIL, NEW_EMAIL)
    world.clock.forward(minutes=16)
    with pytest.raises(ContactNotProven):
        await world.run(lambda session: require_proven_contact(session, shopper, NEW_EMAIL, world.clock))


async def another(world: World, phone: str, *, is_proven: bool) -> Customer:
    proven_at = world.clock.now() if is_proven else None
    customer = a_customer(phone=phone, phone_proven_at=proven_at)
    await world.add(customer)
    return customer


async def test_a_number_that_its_holder_has_proven_stays_theirs(
    world: World, shopper: Shopper, notifier: RecordedNotifier
) -> None:
    holder = await another(world, NEW_PHONE, is_proven=True)
    await prove(world, shopper, ContactKind.PHONE, NEW_PHONE)
    with pytest.raises(PhoneNotUsable):
        await world.do(ChangePhone(NEW_PHONE), shopper, notifier=notifier)
    assert await world.run(lambda session: customers_with_phone(session, NEW_PHONE)) == (holder.id,)


async def test_the_proven_holder_of_a_number_on_several_files_is_who_texts(
    world: World, shopper: Shopper, notifier: RecordedNotifier
) -> None:
    await another(world, NEW_PHONE, is_proven=False)
    await prove(world, shopper, ContactKind.PHONE, NEW_PHONE)
    await world.do(ChangePhone(NEW_PHONE), shopper, notifier=notifier)
    await another(world, NEW_PHONE, is_proven=False)
    found = await world.run(lambda session: customers_with_phone(session, NEW_PHONE))
    assert found == (world.customer.id,)


async def test_a_number_that_comes_onto_a_second_file_ends_nobodys_identity(world: World) -> None:
    first = await another(world, NEW_PHONE, is_proven=False)

    async def texted(session: AsyncSession) -> Conversation:
        sender = Sender.of("sms", NEW_PHONE, await customers_with_phone(session, NEW_PHONE))
        found = await conversation_of(session, sender, world.clock)
        return await session.get_one(Conversation, found)

    begun = await world.run(texted)
    assert (begun.customer_id, begun.identity_level) == (first.id, IdentityLevel.VERIFIED)
    await another(world, NEW_PHONE, is_proven=False)
    later = await world.run(texted)
    assert (later.id, later.customer_id, later.identity_level) == (begun.id, first.id, IdentityLevel.VERIFIED)


async def test_a_number_on_two_files_from_the_start_is_nobodys(world: World) -> None:
    for _ in range(2):
        await another(world, NEW_PHONE, is_proven=False)

    async def texted(session: AsyncSession) -> Conversation:
        sender = Sender.of("sms", NEW_PHONE, await customers_with_phone(session, NEW_PHONE))
        return await session.get_one(Conversation, await conversation_of(session, sender, world.clock))

    begun = await world.run(texted)
    assert (begun.customer_id, begun.identity_level) == (None, IdentityLevel.ANONYMOUS)


async def test_a_shopper_of_another_conversation_has_proven_nothing(world: World, shopper: Shopper) -> None:
    await prove(world, shopper, ContactKind.EMAIL, NEW_EMAIL)
    elsewhere = Shopper(uuid4(), world.customer.id, IdentityLevel.VERIFIED)
    await world.add(Conversation(id=elsewhere.conversation_id, channel="web"))
    with pytest.raises(ContactNotProven):
        await world.run(lambda session: require_proven_contact(session, elsewhere, NEW_EMAIL, world.clock))
