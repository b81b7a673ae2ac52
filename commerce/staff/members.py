"""Who belongs to the store's people, and the link by which somebody signs in the first time."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause, Operation, audit
from commerce.clock import Clock
from commerce.customers.contacts import normal_email
from commerce.errors import CommerceError, NotFound
from commerce.staff.models import Role, SignInLink, StaffMember, StaffSession
from commerce.staff.secrets import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    hash_password,
    new_token,
    token_hash,
)

LINK_LIFETIME = timedelta(hours=24)


class LinkNotUsable(NotFound):
    """the sign-in link cannot be used"""


class WeakPassword(CommerceError):
    """The password is too short, too long, or the person's own address."""

    def __init__(self) -> None:
        super().__init__(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that was made for somebody; nothing keeps the token in clear."""

    member: StaffMember
    is_new: bool
    token: str = field(repr=False)


async def invite(session: AsyncSession, email: str, role: Role, *, clock: Clock) -> Invitation:
    """Make a one-time sign-in link for the member with this address, who is added, or gets the role.

    Earlier links of theirs stop working. Raises InvalidEmail.
    """
    address = normal_email(email)
    member = await find_member(session, address, lock=True)
    is_new = member is None
    if member is None:
        member = StaffMember(email=address, name=_name_in(address), role=role)
        session.add(member)
        await session.flush()
    member.role, member.disabled_at = role, None
    now = clock.now()
    await session.execute(
        update(SignInLink)
        .where(SignInLink.member_id == member.id, SignInLink.used_at.is_(None))
        .values(used_at=now)
    )
    token = new_token()
    session.add(SignInLink(member_id=member.id, token_hash=token_hash(token), expires_at=now + LINK_LIFETIME))
    operation = Operation("invite_staff", "staff", str(member.id), role.value)
    audit(session, Cause(ActorKind.SYSTEM, "operator"), operation)
    return Invitation(member, is_new, token)


async def dismiss(session: AsyncSession, email: str, *, clock: Clock) -> bool:
    """Let the member with this address in no more, from this moment on; whether there was one."""
    member = await find_member(session, email, lock=True)
    if member is None or member.disabled_at is not None:
        return False
    member.disabled_at, member.is_on_duty = clock.now(), False
    await _end_sessions(session, member, clock)
    audit(session, Cause(ActorKind.SYSTEM, "operator"), Operation("dismiss_staff", "staff", str(member.id)))
    return True


async def find_member(session: AsyncSession, email: str, *, lock: bool = False) -> StaffMember | None:
    """The member with this address, in whatever case it is written."""
    query = select(StaffMember).where(func.lower(StaffMember.email) == email.strip().lower())
    locked = query.with_for_update().execution_options(populate_existing=True)
    return await session.scalar(locked if lock else query)


async def invited(session: AsyncSession, token: str, *, clock: Clock) -> StaffMember:
    """Whose link this is. Raises LinkNotUsable."""
    _, member = await _usable(session, token, clock)
    return member


async def accept(session: AsyncSession, token: str, *, name: str, password: str, clock: Clock) -> StaffMember:
    """Use the link up: give the member a name and a password.

    Their second factor is to be set up anew, and their sessions end. Raises LinkNotUsable or WeakPassword.
    """
    link, member = await _usable(session, token, clock)
    _require_strong(password, member)
    link.used_at = clock.now()
    member.name = name.strip() or member.name
    member.password_hash = await asyncio.to_thread(hash_password, password)
    member.wrong_guesses, member.locked_until = 0, None
    member.totp_secret = member.totp_confirmed_at = member.totp_step = None
    await _end_sessions(session, member, clock)
    audit(session, own(member.id), Operation("set_password", "staff", str(member.id)))
    return member


async def set_duty(session: AsyncSession, member_id: UUID, *, is_on: bool) -> None:
    """Note that a member is there for shoppers, or is not any more."""
    member = await session.get_one(StaffMember, member_id, with_for_update=True)
    if member.is_on_duty != is_on:
        member.is_on_duty = is_on
        audit(session, own(member_id), Operation("on_duty" if is_on else "off_duty", "staff", str(member_id)))


def own(member_id: UUID) -> Cause:
    """What a member of staff causes themselves."""
    return Cause(ActorKind.AGENT, str(member_id))


async def _end_sessions(session: AsyncSession, member: StaffMember, clock: Clock) -> None:
    await session.execute(
        update(StaffSession)
        .where(StaffSession.member_id == member.id, StaffSession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


async def _usable(session: AsyncSession, token: str, clock: Clock) -> tuple[SignInLink, StaffMember]:
    link = await session.scalar(
        select(SignInLink).where(SignInLink.token_hash == token_hash(token)).with_for_update()
    )
    if link is None or link.used_at is not None or clock.now() >= link.expires_at:
        raise LinkNotUsable
    member = await session.get_one(StaffMember, link.member_id, with_for_update=True)
    if member.disabled_at is not None:
        raise LinkNotUsable
    return link, member


def _require_strong(password: str, member: StaffMember) -> None:
    is_long_enough = SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD
    if not is_long_enough or password.strip().lower() == member.email.lower() or len(set(password)) < 5:
        raise WeakPassword


def _name_in(email: str) -> str:
    words = email.partition("@")[0].replace("_", ".").replace("-", ".").split(".")
    return " ".join(word.capitalize() for word in words if word)
