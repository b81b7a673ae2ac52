"""A locked account changes nothing anywhere; its owner is told where they were before, and comes back."""

import asyncio
import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

import commerce
from commerce.changes import Change, Context, StaffChange, carry_out, preview
from commerce.customers.codes import ContactKind
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.desk import doors
from commerce.desk.agent import Agent
from commerce.desk.rules import DeskRules
from commerce.desk.working import Desk
from commerce.fraud.locking import (
    FormerEmailTaken,
    LinkNotKnown,
    active_customers,
    lock_account,
    lock_if_suspicious,
    release_by_link,
    release_by_staff,
)
from commerce.fraud.rules import Score, fraud_rules
from commerce.identity import IdentityLevel
from commerce.links.documents import DocumentLinks
from commerce.locks.models import AccountLock, FormerContact
from commerce.locks.standing import AccountLocked, standing_lock
from commerce.money import Money
from commerce.policies.models import Policy
from commerce.staff.models import Role
from commerce.support.models import Conversation
from tests.factories import (
    NOON,
    SECRET,
    FixedClock,
    RecordedMail,
    a_cause,
    a_customer,
    a_notifier,
    a_shopper,
    store,
)

CLOCK = FixedClock()
LINKS = DocumentLinks("https://shop.example", SECRET)
URL = "https://shop.example"


for _module in walk_packages(commerce.__path__, "commerce."):
    if ".migrations" not in _module.name:
        import_module(_module.name)  # and with it every change there is


def every_change(of: type = Change) -> Iterator[type[Change[Any, Any, Any]]]:
    """Every change that somebody makes for a customer, as the modules of flows and pages have them."""
    for each in of.__subclasses__():
        if issubclass(each, StaffChange):
            continue
        yield from every_change(each)
        if "outcome" in vars(each):
            yield each


async def locked(sessions: Sessions, **overrides: Any) -> Customer:
    """A customer whose account is locked."""
    customer = a_customer(**overrides)
    async with sessions.begin() as session:
        await store(session, customer)
        await lock(session, customer)
    return customer


async def lock(session: Any, customer: Customer, mails: RecordedMail | None = None) -> bool:
    why = Score((), await fraud_rules(session))
    notifier = a_notifier(mails or RecordedMail(), CLOCK)
    return await lock_account(session, customer.id, why, notifier=notifier, clock=CLOCK, public_url=URL)


def test_all_changes_are_held_against() -> None:
    names = {each.__name__ for each in every_change()}
    assert {
        "CancelOrder",
        "RequestReturn",
        "ChangeEmail",
        "RedeemPoints",
        "Subscribe",
        "ReportItems",
    } <= names


async def test_no_change_is_made_or_planned_in_a_locked_account(sessions: Sessions) -> None:
    customer = await locked(sessions)
    shopper = a_shopper(customer)
    for kind in every_change():
        change = object.__new__(kind)  # refused before anything of it is read
        for attempt in (carry_out, preview):
            async with sessions() as session:
                notifier = a_notifier(RecordedMail(), CLOCK)
                context = Context(session, a_cause(shopper), CLOCK, notifier, LINKS, shopper)
                with pytest.raises(AccountLocked):
                    await attempt(context, change)


async def test_the_desk_changes_nothing_either_and_only_a_lead_unlocks(sessions: Sessions) -> None:
    customer = await locked(sessions)

    def desk(session: Any, role: Role) -> Desk:
        agent = Agent(uuid4(), "Robin", role)
        notifier = a_notifier(RecordedMail(), CLOCK)
        return Desk(session, agent, None, notifier, LINKS, CLOCK, DeskRules())  # type: ignore[arg-type]

    async with sessions() as session:
        for attempt in (
            doors.give_credit(desk(session, Role.LEAD), customer.id, Money(500, "USD"), "sorry"),
            doors.give_points(desk(session, Role.LEAD), customer.id, 5, "sorry"),
            doors.change_name(desk(session, Role.LEAD), customer.id, "A", "B"),
            doors.cancel(desk(session, Role.LEAD), customer.id, "W1"),
        ):
            with pytest.raises(AccountLocked):
                await attempt
        with pytest.raises(doors.LeadNeeded):
            await doors.unlock(desk(session, Role.AGENT), customer.id)
    async with sessions.begin() as session:
        await doors.unlock(desk(session, Role.LEAD), customer.id)
        with pytest.raises(doors.NotLocked):
            await doors.unlock(desk(session, Role.LEAD), customer.id)


async def test_a_takeover_is_locked_and_only_the_old_address_is_told(sessions: Sessions) -> None:
    customer = a_customer(email="thief@example.com", phone="+13035550188")
    mails = RecordedMail()
    async with sessions.begin() as session:
        await store(
            session,
            customer,
            *(
                FormerContact(customer_id=customer.id, kind=kind, value=value, replaced_at=CLOCK.now())
                for kind, value in (
                    (ContactKind.EMAIL.value, "ada@example.com"),
                    (ContactKind.EMAIL.value, "between@example.com"),
                )
            ),
            Conversation(channel="web", customer_id=customer.id, identity_level=IdentityLevel.VERIFIED),
        )
    async with sessions.begin() as session:
        rows = list(await session.scalars(select(FormerContact).order_by(FormerContact.value)))
        rows[1].replaced_at = NOON.replace(hour=13)  # the second to be replaced
        assert await lock(session, customer, mails)
    (mail,) = mails.mails
    assert mail.to == "ada@example.com"
    code = re.search(r"/account/unlock/(\S+)", mail.text)
    assert code is not None
    async with sessions() as session:
        levels = set(await session.scalars(select(Conversation.identity_level)))
    assert levels == {IdentityLevel.ANONYMOUS}
    async with sessions.begin() as session:
        assert await release_by_link(session, code[1], CLOCK) == customer.id
    async with sessions.begin() as session:
        assert (await session.get_one(Customer, customer.id)).email == "ada@example.com"
        with pytest.raises(LinkNotKnown):
            await release_by_link(session, code[1], CLOCK)
        with pytest.raises(LinkNotKnown):
            await release_by_link(session, "guessed", CLOCK)


async def test_an_account_is_locked_once_and_told_once_by_two_at_once(sessions: Sessions) -> None:
    customer, mails = a_customer(), RecordedMail()
    async with sessions.begin() as session:
        await store(session, customer)

    async def one() -> bool:
        async with sessions.begin() as session:
            return await lock(session, customer, mails)

    assert sorted(await asyncio.gather(*(one() for _ in range(6)))) == [False] * 5 + [True]
    assert len(mails.mails) == 1
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(AccountLock)) == 1


async def taken_over(sessions: Sessions, **overrides: Any) -> Customer:
    """A customer whose address was changed, where that is enough to lock."""
    customer = a_customer(email="thief@example.com", **overrides)
    former, rules = a_former(customer, "ada@example.com"), of_weights(contact_changed=1)
    async with sessions.begin() as session:
        await store(session, customer, former, rules)
    return customer


def a_former(customer: Customer, value: str, kind: str = ContactKind.EMAIL.value) -> FormerContact:
    return FormerContact(customer_id=customer.id, kind=kind, value=value, replaced_at=CLOCK.now())


def of_weights(**at_least: int) -> Policy:
    signals = {name: {"weight": 60, "at_least": number} for name, number in at_least.items()}
    rules = {"signals": signals, "code_from": 50, "hold_from": 50, "lock_from": 60}
    return Policy(name="fraud_rules", category_id=None, country=None, value=rules)


async def looked_at(sessions: Sessions, customer: Customer, mails: RecordedMail) -> bool:
    async with sessions.begin() as session:
        return await lock_if_suspicious(session, customer.id, a_notifier(mails, CLOCK), CLOCK, URL)


async def release(sessions: Sessions, customer: Customer, by: str, mails: RecordedMail) -> None:
    async with sessions.begin() as session:
        if by == "owner":
            code = re.search(r"/account/unlock/(\S+)", mails.mails[-1].text)
            assert code is not None
            await release_by_link(session, code[1], CLOCK)
        else:
            assert await release_by_staff(session, customer.id, a_cause(), CLOCK)


@pytest.mark.parametrize("by", ["owner", "lead"])
async def test_a_release_holds_until_something_new_comes(sessions: Sessions, by: str) -> None:
    customer, mails = await taken_over(sessions, phone=None), RecordedMail()
    assert await looked_at(sessions, customer, mails)
    CLOCK.forward(hours=1)
    await release(sessions, customer, by, mails)
    async with sessions() as session:
        assert await active_customers(session, CLOCK) == []
    assert not await looked_at(sessions, customer, mails)
    CLOCK.forward(hours=1)
    async with sessions.begin() as session:
        await store(session, a_former(customer, "again@example.com"))
    assert await looked_at(sessions, customer, mails)


async def test_what_is_shared_counts_again_once_it_is_with_more(sessions: Sessions) -> None:
    customer, other, third = (a_customer(phone="+13035550188") for _ in range(3))
    mails = RecordedMail()
    async with sessions.begin() as session:
        await store(session, customer, other, of_weights(phone_shared=1))
    assert await looked_at(sessions, customer, mails)
    await release(sessions, customer, "lead", mails)
    assert not await looked_at(sessions, customer, mails)
    async with sessions.begin() as session:
        await store(session, third)
    assert await looked_at(sessions, customer, mails)


async def test_an_old_address_that_another_account_has_is_left_to_people(sessions: Sessions) -> None:
    customer, mails = await taken_over(sessions), RecordedMail()
    assert await looked_at(sessions, customer, mails)
    async with sessions.begin() as session:
        await store(session, a_customer(email="ADA@example.com"))
    with pytest.raises(FormerEmailTaken):
        await release(sessions, customer, "owner", mails)
    async with sessions() as session:
        assert await standing_lock(session, customer.id) is not None
    await release(sessions, customer, "lead", mails)


async def test_a_number_that_is_put_back_has_to_be_proven_again(sessions: Sessions) -> None:
    customer, mails = await taken_over(sessions, phone="+13035550199", phone_proven_at=NOON), RecordedMail()
    async with sessions.begin() as session:
        await store(session, a_former(customer, "+13035550188", ContactKind.PHONE.value))
    assert await looked_at(sessions, customer, mails)
    await release(sessions, customer, "owner", mails)
    async with sessions() as session:
        found = await session.get_one(Customer, customer.id)
    assert (found.phone, found.phone_proven_at) == ("+13035550188", None)


async def test_an_account_of_no_suspicion_is_not_locked(sessions: Sessions) -> None:
    customer, mails = a_customer(), RecordedMail()
    async with sessions.begin() as session:
        await store(session, customer)
        assert not await lock_if_suspicious(session, customer.id, a_notifier(mails, CLOCK), CLOCK, URL)
    assert mails.mails == []
