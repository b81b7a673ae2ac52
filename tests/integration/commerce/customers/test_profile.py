"""Changes of a customer's own data."""

import pytest
from sqlalchemy import select, update

from commerce.audit.models import AuditEntry
from commerce.customers.addresses import InvalidAddress
from commerce.customers.codes import (
    CodeRequired,
)
from commerce.customers.contact_codes import ContactNotProven
from commerce.customers.contacts import InvalidEmail, InvalidPhone
from commerce.customers.models import Address, Customer, OneTimeCode, PaymentMethod
from commerce.customers.payment_methods import (
    STORE_CREDIT,
    BalanceLeft,
    ChooseDefaultMethod,
    PaymentMethodNotFound,
    RemovePaymentMethod,
    StoreCreditStays,
    chargeable_methods,
    open_store_credit,
    payment_methods,
)
from commerce.customers.profile import (
    ChangeDefaultAddress,
    ChangeEmail,
    ChangePhone,
    EmailNotUsable,
    NothingToChange,
)
from commerce.identity import Shopper
from commerce.plans import fingerprint
from commerce.support.models import (
    Conversation,
)
from tests.factories import NOON, a_card, a_customer, a_default_address, an_address
from tests.world import World

ELSEWHERE = {"line1": "4 Oak Lane", "city": "Austin", "region": "TX", "postcode": "78701", "country": "US"}


@pytest.fixture
async def shopper(world: World) -> Shopper:
    """A shopper who has just given a right code."""
    made = world.shopper
    code = OneTimeCode(
        conversation_id=made.conversation_id,
        customer_id=world.customer.id,
        destination="",
        code_hash="",
        expires_at=NOON,
        used_at=NOON,
    )
    await world.add(Conversation(id=made.conversation_id, channel="web"), code)
    return made


async def customer_of(world: World) -> Customer:
    return await world.run(lambda session: session.get_one(Customer, world.customer.id))


async def test_the_default_address_changes(world: World, shopper: Shopper) -> None:
    await world.add(a_default_address(world.customer))
    plan = await world.preview(ChangeDefaultAddress(ELSEWHERE), shopper)
    assert plan.old == an_address()
    await world.do(ChangeDefaultAddress(ELSEWHERE, agreed=fingerprint(plan)), shopper)
    rows = list(await world.run(lambda session: session.scalars(select(Address))))
    assert [(row.city, row.is_default) for row in sorted(rows, key=lambda row: row.city)] == [
        ("Austin", True),
        ("Denver", False),
    ]


async def test_an_address_on_file_becomes_the_default_again(world: World, shopper: Shopper) -> None:
    await world.add(a_default_address(world.customer))
    for address in (ELSEWHERE, an_address().as_dict()):
        await world.do(ChangeDefaultAddress(address), shopper)
    rows = list(await world.run(lambda session: session.scalars(select(Address))))
    assert [row.city for row in rows if row.is_default] == ["Denver"]
    assert len(rows) == 2


async def test_a_wrong_or_equal_address_changes_nothing(world: World, shopper: Shopper) -> None:
    await world.add(a_default_address(world.customer))
    with pytest.raises(InvalidAddress):
        await world.preview(ChangeDefaultAddress(ELSEWHERE | {"postcode": ""}), shopper)
    with pytest.raises(NothingToChange):
        await world.preview(ChangeDefaultAddress(an_address().as_dict()), shopper)


async def proven(world: World, shopper: Shopper, contact: str) -> None:
    """Have a code typed that was sent to a new contact."""
    code = OneTimeCode(
        conversation_id=shopper.conversation_id,
        customer_id=shopper.customer_id,
        destination=contact,
        is_of_new_contact=True,
        code_hash="",
        expires_at=NOON,
        used_at=NOON,
    )
    await world.add(code)


async def set_email(world: World, shopper: Shopper, email: str) -> None:
    await world.do(ChangeEmail(email), shopper)


async def test_the_old_address_is_told_of_the_new_email(world: World, shopper: Shopper) -> None:
    plan = await world.preview(ChangeEmail("New@Example.org"), shopper)
    assert plan.new == "New@example.org"
    await proven(world, shopper, "New@example.org")
    await set_email(world, shopper, "New@Example.org")
    assert (await customer_of(world)).email == "New@example.org"
    assert [mail.to for mail in world.mail.mails] == [world.customer.email]


async def test_no_audit_row_holds_an_email(world: World, shopper: Shopper) -> None:
    await proven(world, shopper, "new@example.org")
    await set_email(world, shopper, "new@example.org")
    [row] = await world.run(lambda session: session.scalars(select(AuditEntry)))
    assert (row.operation, row.details) == ("change_email", {})


async def test_somebody_elses_email_is_not_taken(world: World, shopper: Shopper) -> None:
    other = a_customer()
    await world.add(other)
    plan = await world.preview(ChangeEmail(other.email), shopper)
    assert plan.new == other.email  # only who reads its mail is told that it is somebody's
    with pytest.raises(ContactNotProven):
        await set_email(world, shopper, other.email)
    await proven(world, shopper, other.email)
    with pytest.raises(EmailNotUsable):
        await set_email(world, shopper, other.email)
    with pytest.raises(NothingToChange):
        await set_email(world, shopper, world.customer.email.upper())
    with pytest.raises(InvalidEmail):
        await set_email(world, shopper, "nothing")


async def test_the_phone_changes_in_its_normal_form(world: World, shopper: Shopper) -> None:
    await world.add(a_default_address(world.customer))
    plan = await world.preview(ChangePhone("(303) 555-0142"), shopper)
    await proven(world, shopper, plan.new)
    await world.do(ChangePhone("(303) 555-0142", agreed=fingerprint(plan)), shopper)
    assert (await customer_of(world)).phone == "+13035550142"
    with pytest.raises(InvalidPhone):
        await world.preview(ChangePhone("12"), shopper)


async def test_nothing_changes_without_a_recent_code(world: World) -> None:
    shopper = world.shopper
    for change in (
        ChangeDefaultAddress(ELSEWHERE),
        ChangeEmail("new@example.org"),
        ChangePhone("+13035550142"),
        RemovePaymentMethod(world.card.id),
        ChooseDefaultMethod(world.card.id),
    ):
        with pytest.raises(CodeRequired):
            await world.do(change, shopper)
    assert await world.audited() == []


async def remove(world: World, shopper: Shopper, method_id: str) -> None:
    await world.do(RemovePaymentMethod(method_id), shopper)


async def test_a_removed_card_is_no_longer_on_file(world: World, shopper: Shopper) -> None:
    await remove(world, shopper, world.card.id)
    on_file = await world.run(lambda session: payment_methods(session, shopper))
    assert {method.id for method in on_file} == {world.paypal.id, world.gift_card.id}
    with pytest.raises(PaymentMethodNotFound):
        await remove(world, shopper, world.card.id)


async def test_money_is_not_thrown_away_with_a_gift_card(world: World, shopper: Shopper) -> None:
    with pytest.raises(BalanceLeft) as refusal:
        await remove(world, shopper, world.gift_card.id)
    assert refusal.value.balance.amount_minor == 10_000


async def test_store_credit_stays(world: World, shopper: Shopper) -> None:
    await world.run(lambda session: open_store_credit(session, world.customer.id, "USD"))
    with pytest.raises(StoreCreditStays):
        await remove(world, shopper, f"{STORE_CREDIT}_{world.customer.id}")


async def test_somebody_elses_card_is_not_removed(world: World, shopper: Shopper) -> None:
    other = a_customer()
    card = a_card(other)
    await world.add(other, card)
    with pytest.raises(PaymentMethodNotFound):
        await remove(world, shopper, card.id)


async def test_one_method_is_proposed_first(world: World, shopper: Shopper) -> None:
    for method in (world.card, world.paypal):
        await world.do(ChooseDefaultMethod(method.id), shopper)
    first, *_ = await world.run(lambda session: payment_methods(session, shopper))
    assert first.id == world.paypal.id


async def test_a_provider_charges_what_it_keeps_and_the_store_its_own_credit(
    world: World, shopper: Shopper
) -> None:
    await world.run(lambda session: open_store_credit(session, world.customer.id, "USD"))
    kept = update(PaymentMethod).where(PaymentMethod.id == world.paypal.id)
    await world.run(lambda session: session.execute(kept.values(reference="pm_1", payer_reference="cus_1")))

    async def charged(only_saved: bool) -> set[str]:
        found = await world.run(lambda session: chargeable_methods(session, shopper, only_saved=only_saved))
        return {each.id for each in found}

    credit = f"store_credit_{world.customer.id}"
    assert await charged(True) == {world.paypal.id, credit}
    assert await charged(False) == {world.card.id, world.paypal.id, credit}
