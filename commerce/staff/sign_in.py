"""Signing in: a password, for some roles a second factor, and sessions that can be revoked."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from commerce.audit.service import Operation, audit
from commerce.clock import Clock
from commerce.staff.members import find_member, own
from commerce.staff.models import BackupCode, Role, StaffMember, StaffSession
from commerce.staff.sealing import Seal, is_sealed
from commerce.staff.secrets import (
    is_password,
    new_backup_code,
    new_token,
    new_totp_secret,
    token_hash,
    totp_step,
)

SESSION_LIFETIME = timedelta(hours=12)
IDLE_FOR = timedelta(hours=4)
WRONG_GUESSES = 5
LOCKED_FOR = timedelta(minutes=15)
BACKUP_CODES = 10
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody signed in; `token` is for their browser alone."""

    member: StaffMember
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StaffIdentity:
    """Who asks, as their session says. Until it is complete, it opens nothing but the second factor."""

    session_id: UUID
    member_id: UUID
    name: str
    email: str
    role: Role
    csrf_token: str = field(repr=False)
    is_complete: bool
    has_second_factor: bool
    is_on_duty: bool


async def check_password(
    session: AsyncSession, email: str, password: str, *, clock: Clock
) -> StaffMember | None:
    """The member whose password this is; None otherwise, whatever the reason.

    Never raises for a wrong one, since its count has to be committed: five lock the member for 15 minutes.
    """
    known = await find_member(session, email)
    # It takes long on purpose: not on the loop that serves shoppers, and with no row held.
    is_right = await asyncio.to_thread(is_password, password, known.password_hash if known else None)
    member = await find_member(session, email, lock=True)
    if member is None or not _may_try(member, clock):
        return None
    return member if _counted(member, clock, is_right=is_right) else None


async def open_session(
    session: AsyncSession, member: StaffMember, *, browser: str, is_complete: bool, clock: Clock
) -> SignedIn:
    """Begin a session of the member's."""
    token, now = new_token(), clock.now()
    session.add(
        StaffSession(
            member_id=member.id,
            token_hash=token_hash(token),
            csrf_token=new_token(),
            is_complete=is_complete,
            browser=browser[:200],
            created_at=now,
            seen_at=now,
            expires_at=now + SESSION_LIFETIME,
        )
    )
    audit(session, own(member.id), Operation("sign_in", "staff", str(member.id)))
    return SignedIn(member, token)


async def identity_of(session: AsyncSession, token: str, *, clock: Clock) -> StaffIdentity | None:
    """Who has this session; None when it is over, revoked, or its member disabled."""
    found = await session.scalar(
        select(StaffSession)
        .where(StaffSession.token_hash == token_hash(token))
        .options(joinedload(StaffSession.member))
    )
    now = clock.now()
    if found is None or found.revoked_at is not None or found.member.disabled_at is not None:
        return None
    if now >= found.expires_at or now - found.seen_at >= IDLE_FOR:
        return None
    if now - found.seen_at >= _SEEN_EVERY:
        found.seen_at = now
    member = found.member
    return StaffIdentity(
        session_id=found.id,
        member_id=member.id,
        name=member.name,
        email=member.email,
        role=member.role,
        csrf_token=found.csrf_token,
        is_complete=found.is_complete and (member.has_second_factor or not member.role.needs_second_factor),
        has_second_factor=member.has_second_factor,
        is_on_duty=member.is_on_duty,
    )


async def propose_second_factor(session: AsyncSession, member_id: UUID, *, seal: Seal) -> str:
    """The secret for the member's authenticator app, the same until it is confirmed; it is kept sealed."""
    member = await session.get_one(StaffMember, member_id, with_for_update=True)
    proposed = _totp_secret(member, seal)
    if proposed is None or member.has_second_factor:
        proposed = new_totp_secret()
        member.totp_secret = seal.seal(proposed, str(member.id))
        member.totp_confirmed_at = member.totp_step = None
    return proposed


async def confirm_second_factor(
    session: AsyncSession, identity: StaffIdentity, code: str, *, seal: Seal, clock: Clock
) -> Sequence[str] | None:
    """Take the proposed second factor into use when the app's code is right: the backup codes, shown once.

    None for a wrong code. The session is complete then.
    """
    member = await session.get_one(StaffMember, identity.member_id, with_for_update=True)
    secret = _totp_secret(member, seal)
    step = totp_step(secret, code, clock.now()) if secret else None
    if member.has_second_factor or step is None:
        return None
    member.totp_confirmed_at, member.totp_step = clock.now(), step
    codes = [new_backup_code() for _ in range(BACKUP_CODES)]
    await session.execute(delete(BackupCode).where(BackupCode.member_id == member.id))
    session.add_all(BackupCode(member_id=member.id, code_hash=token_hash(each)) for each in codes)
    await _complete(session, identity.session_id)
    audit(session, own(member.id), Operation("set_second_factor", "staff", str(member.id)))
    return codes


async def check_second_factor(
    session: AsyncSession, identity: StaffIdentity, code: str, *, seal: Seal, clock: Clock
) -> bool:
    """Complete the session when `code` is the app's or a backup code; each works once.

    Never raises for a wrong one: its count has to be committed.
    """
    member = await session.get_one(StaffMember, identity.member_id, with_for_update=True)
    secret = _totp_secret(member, seal)
    if not member.has_second_factor or not _may_try(member, clock):
        return False
    step = totp_step(secret, code, clock.now()) if secret is not None else None
    is_new = step is not None and (member.totp_step is None or step > member.totp_step)
    is_right = is_new or await _use_backup_code(session, member, code, clock.now())
    if not _counted(member, clock, is_right=is_right):
        return False
    if is_new and secret is not None:
        member.totp_step = step
        if member.totp_secret is not None and not is_sealed(member.totp_secret):
            member.totp_secret = seal.seal(secret, str(member.id))  # it was kept before there was a seal
    await _complete(session, identity.session_id)
    return True


async def sessions_of_member(session: AsyncSession, member_id: UUID, *, clock: Clock) -> list[StaffSession]:
    """The member's sessions that are not over, the latest first."""
    found = await session.scalars(
        select(StaffSession)
        .where(
            StaffSession.member_id == member_id,
            StaffSession.revoked_at.is_(None),
            StaffSession.expires_at > clock.now(),
        )
        .order_by(StaffSession.created_at.desc())
    )
    return list(found)


async def revoke_session(session: AsyncSession, member_id: UUID, session_id: UUID, *, clock: Clock) -> None:
    """End one of the member's own sessions; one that is nobody's or somebody else's is left alone."""
    found = await session.scalar(
        select(StaffSession).where(StaffSession.id == session_id, StaffSession.member_id == member_id)
    )
    if found is not None and found.revoked_at is None:
        found.revoked_at = clock.now()
        audit(session, own(member_id), Operation("revoke_session", "staff", str(member_id)))


def _totp_secret(member: StaffMember, seal: Seal) -> str | None:
    """The secret of the member's app; None without one, and where the store's own secret has changed."""
    return seal.open(member.totp_secret, str(member.id)) if member.totp_secret is not None else None


async def _complete(session: AsyncSession, session_id: UUID) -> None:
    (await session.get_one(StaffSession, session_id)).is_complete = True


async def _use_backup_code(session: AsyncSession, member: StaffMember, code: str, now: datetime) -> bool:
    found = await session.scalar(
        select(BackupCode)
        .where(
            BackupCode.member_id == member.id,
            BackupCode.code_hash == token_hash(code.strip().lower()),
            BackupCode.used_at.is_(None),
        )
        .with_for_update()
    )
    if found is None:
        return False
    found.used_at = now
    return True


def _may_try(member: StaffMember, clock: Clock) -> bool:
    is_locked = member.locked_until is not None and clock.now() < member.locked_until
    return member.disabled_at is None and not is_locked


def _counted(member: StaffMember, clock: Clock, *, is_right: bool) -> bool:
    if is_right:
        member.wrong_guesses, member.locked_until = 0, None
        return True
    member.wrong_guesses += 1
    if member.wrong_guesses >= WRONG_GUESSES:
        member.wrong_guesses, member.locked_until = 0, clock.now() + LOCKED_FOR
    return False
