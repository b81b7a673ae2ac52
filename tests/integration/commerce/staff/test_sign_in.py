"""How the store's people prove who they are, and how often they may be wrong."""

from functools import partial
from typing import Any

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import AuditEntry
from commerce.database import Sessions
from commerce.staff.members import LinkNotUsable, WeakPassword, accept, dismiss, invite
from commerce.staff.models import Role, StaffMember, StaffSession
from commerce.staff.sealing import Seal
from commerce.staff.sign_in import (
    BACKUP_CODES,
    IDLE_FOR,
    LOCKED_FOR,
    WRONG_GUESSES,
    StaffIdentity,
    check_password,
    check_second_factor,
    confirm_second_factor,
    identity_of,
    open_session,
    propose_second_factor,
    revoke_session,
)
from tests.factories import SECRET, FixedClock

EMAIL, PASSWORD = "Robin@Store.example", "four words make sense"
SEAL = Seal(SECRET)
propose = partial(propose_second_factor, seal=SEAL)
confirm = partial(confirm_second_factor, seal=SEAL)
check = partial(check_second_factor, seal=SEAL)


class Office:
    """A store's people, and a clock."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions, self.clock = sessions, FixedClock()

    async def invite(self, role: Role = Role.AGENT, email: str = EMAIL) -> str:
        async with self.sessions.begin() as session:
            return (await invite(session, email, role, clock=self.clock)).token

    async def accept(self, token: str, password: str = PASSWORD) -> StaffMember:
        async with self.sessions.begin() as session:
            return await accept(session, token, name="Robin", password=password, clock=self.clock)

    async def member(self, role: Role = Role.AGENT) -> StaffMember:
        return await self.accept(await self.invite(role))

    async def knows(self, password: str, email: str = EMAIL) -> bool:
        async with self.sessions.begin() as session:
            return await check_password(session, email, password, clock=self.clock) is not None

    async def enter(self, member: StaffMember, *, is_complete: bool) -> str:
        async with self.sessions.begin() as session:
            opened = await open_session(
                session, member, browser="Test", is_complete=is_complete, clock=self.clock
            )
            return opened.token

    async def who(self, token: str) -> StaffIdentity | None:
        async with self.sessions.begin() as session:
            return await identity_of(session, token, clock=self.clock)

    async def run(self, work: Any) -> Any:
        async with self.sessions.begin() as session:
            return await work(session)


@pytest.fixture
def office(sessions: Sessions) -> Office:
    return Office(sessions)


async def test_a_link_gives_a_name_and_a_password_once(office: Office) -> None:
    token = await office.invite()
    assert (await office.accept(token)).name == "Robin"
    assert await office.knows(PASSWORD, EMAIL.lower())
    with pytest.raises(LinkNotUsable):
        await office.accept(token)


async def test_a_link_dies_with_time_and_with_the_next_one(office: Office) -> None:
    first = await office.invite()
    second = await office.invite()
    with pytest.raises(LinkNotUsable):
        await office.accept(first)
    office.clock.forward(hours=24)
    with pytest.raises(LinkNotUsable):
        await office.accept(second)


@pytest.mark.parametrize("password", ["short", "x" * 201, "aaaaaaaaaaaaaaa", "robin@store.example"])
async def test_a_weak_password_is_refused_and_the_link_still_good(office: Office, password: str) -> None:
    token = await office.invite()
    with pytest.raises(WeakPassword):
        await office.accept(token, password)
    await office.accept(token)


async def test_five_wrong_passwords_lock_even_the_right_one_out_for_a_while(office: Office) -> None:
    await office.member()
    assert not any([await office.knows("wrong") for _ in range(WRONG_GUESSES)])
    assert not await office.knows(PASSWORD)
    office.clock.at += LOCKED_FOR
    assert await office.knows(PASSWORD)


async def test_an_unknown_address_and_a_disabled_member_know_nothing(office: Office) -> None:
    member = await office.member()
    assert not await office.knows(PASSWORD, "nobody@store.example")

    async def disable(session: Any) -> None:
        (await session.get_one(StaffMember, member.id)).disabled_at = office.clock.now()

    token = await office.enter(member, is_complete=True)
    assert await office.who(token)
    await office.run(disable)
    assert not await office.knows(PASSWORD)
    assert await office.who(token) is None


async def test_nothing_secret_is_stored_in_clear(office: Office) -> None:
    link = await office.invite()
    member = await office.accept(link)
    token = await office.enter(member, is_complete=True)
    rows = await office.run(lambda session: session.scalars(select(StaffSession.token_hash)))
    assert token not in list(rows)
    stored = await office.run(lambda session: session.get_one(StaffMember, member.id))
    assert stored.password_hash.startswith("$argon2id$")
    assert PASSWORD not in stored.password_hash


async def test_a_session_ends_when_it_lies_idle(office: Office) -> None:
    token = await office.enter(await office.member(), is_complete=True)
    office.clock.at += IDLE_FOR
    assert await office.who(token) is None


async def test_a_session_ends_with_the_day_however_busy(office: Office) -> None:
    token = await office.enter(await office.member(), is_complete=True)
    for _ in range(11):
        office.clock.forward(hours=1)
        assert await office.who(token)
    office.clock.forward(hours=1)
    assert await office.who(token) is None


async def test_only_ones_own_session_is_revoked(office: Office) -> None:
    member = await office.member()
    token = await office.enter(member, is_complete=True)
    identity = await office.who(token)
    other = await office.accept(await office.invite(email="other@store.example"))
    await office.run(lambda s: revoke_session(s, other.id, identity.session_id, clock=office.clock))
    assert await office.who(token)
    await office.run(lambda s: revoke_session(s, member.id, identity.session_id, clock=office.clock))
    assert await office.who(token) is None


@pytest.mark.parametrize("role", list(Role))
async def test_leads_and_operators_are_not_in_without_a_second_factor(office: Office, role: Role) -> None:
    token = await office.enter(await office.member(role), is_complete=True)
    identity = await office.who(token)
    assert identity.is_complete is (role not in {Role.LEAD, Role.OPERATOR})


async def protected(office: Office) -> tuple[StaffMember, str, list[str]]:
    """A lead with a second factor: themselves, its secret, the backup codes."""
    member = await office.member(Role.LEAD)
    identity = await office.who(await office.enter(member, is_complete=False))
    secret = await office.run(lambda s: propose(s, member.id))
    assert await office.run(lambda s: propose(s, member.id)) == secret
    assert await office.run(lambda s: confirm(s, identity, "000", clock=office.clock)) is None
    code = pyotp.TOTP(secret).at(office.clock.now())
    codes = await office.run(lambda s: confirm(s, identity, code, clock=office.clock))
    return member, secret, list(codes)


async def test_each_code_opens_once(office: Office) -> None:
    member, secret, codes = await protected(office)
    assert len(set(codes)) == BACKUP_CODES

    async def give(code: str) -> bool:
        token = await office.enter(member, is_complete=False)
        identity = await office.who(token)
        done = await office.run(lambda s: check(s, identity, code, clock=office.clock))
        assert (await office.who(token)).is_complete is done
        return done

    assert not await give(pyotp.TOTP(secret).at(office.clock.now()))  # used to set it up
    office.clock.forward(seconds=60)
    fresh = pyotp.TOTP(secret).at(office.clock.now())
    assert await give(f"{fresh[:3]} {fresh[3:]}")
    assert not await give(fresh)
    assert await give(codes[0].upper())
    assert not await give(codes[0])
    assert not await give("")


async def test_guessing_the_second_factor_locks(office: Office) -> None:
    member, secret, _ = await protected(office)
    office.clock.forward(seconds=90)
    token = await office.enter(member, is_complete=False)
    identity = await office.who(token)
    for _ in range(WRONG_GUESSES):
        await office.run(lambda s: check(s, identity, "000000", clock=office.clock))
    right = pyotp.TOTP(secret).at(office.clock.now())
    assert not await office.run(lambda s: check(s, identity, right, clock=office.clock))


async def test_what_somebody_did_about_their_account_is_audited(office: Office) -> None:
    member, *_ = await protected(office)
    rows = await office.run(lambda s: s.scalars(select(AuditEntry.operation).order_by(AuditEntry.created_at)))
    assert set(rows) == {"invite_staff", "set_password", "sign_in", "set_second_factor"}
    assert member.role is Role.LEAD


async def test_who_is_dismissed_is_out_at_once_until_invited_again(office: Office) -> None:
    member = await office.member()
    token = await office.enter(member, is_complete=True)
    assert await office.run(lambda s: dismiss(s, EMAIL.upper(), clock=office.clock))
    assert await office.who(token) is None
    assert not await office.knows(PASSWORD)
    assert not await office.run(lambda s: dismiss(s, EMAIL, clock=office.clock))
    await office.member()
    assert await office.knows(PASSWORD)
    assert await office.who(token) is None


async def test_a_new_link_begins_anew(office: Office) -> None:
    member, _, codes = await protected(office)
    token = await office.enter(member, is_complete=True)
    await office.accept(await office.invite(Role.LEAD), "another four words here")
    assert not await office.knows(PASSWORD)
    assert await office.who(token) is None
    token = await office.enter(member, is_complete=False)
    identity = await office.who(token)
    assert not identity.has_second_factor
    assert not await office.run(lambda s: check(s, identity, codes[0], clock=office.clock))


async def stored_secret(office: Office, member: StaffMember) -> str | None:
    return (await office.run(lambda s: s.get_one(StaffMember, member.id))).totp_secret


async def opens(office: Office, member: StaffMember, secret: str, seal: Seal = SEAL) -> bool:
    office.clock.forward(seconds=60)
    identity = await office.who(await office.enter(member, is_complete=False))
    code = pyotp.TOTP(secret).at(office.clock.now())
    return await office.run(lambda s: check_second_factor(s, identity, code, seal=seal, clock=office.clock))


async def test_the_secret_lies_sealed_and_opens_for_its_row_and_key_only(office: Office) -> None:
    member, secret, _ = await protected(office)
    stored = await stored_secret(office, member)
    assert stored is not None
    assert secret not in stored
    assert SEAL.open(stored, str(member.id)) == secret
    assert SEAL.open(stored, "another row") is None
    assert Seal("another-secret-of-the-store-that-is-long").open(stored, str(member.id)) is None
    assert SEAL.seal(secret, str(member.id)) != stored
    assert not await opens(office, member, secret, Seal("another-secret-of-the-store-that-is-long"))
    assert await opens(office, member, secret)


async def test_a_secret_from_before_there_was_a_seal_is_sealed_when_it_is_used(office: Office) -> None:
    member, secret, _ = await protected(office)

    async def lay_open(session: AsyncSession) -> None:
        (await session.get_one(StaffMember, member.id)).totp_secret = secret

    await office.run(lay_open)
    assert await opens(office, member, secret)
    stored = await stored_secret(office, member)
    assert stored is not None
    assert secret not in stored
    assert await opens(office, member, secret)
