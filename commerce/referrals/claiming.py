"""Using a friend's code: who may, and whom nobody is rewarded for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause, Operation, once
from commerce.clock import Clock
from commerce.customers.models import Address, Customer
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.orders.models import Order, OrderStatus
from commerce.postal import PostalAddress
from commerce.referrals.codes import referrer_of
from commerce.referrals.models import Referral
from commerce.referrals.policy import referral_policy

# Locks out every other claim until the commit: of two who claim each other's codes, one makes a loop.
_CLAIMS = 0x5EFE
_MAY_BE_DOTTED = frozenset({"gmail.com", "googlemail.com"})


class ClaimFailure(StrEnum):
    """Why a code is not taken."""

    UNKNOWN = "unknown"
    OWN = "own"  # or of somebody who is the same person by e-mail or phone
    HOUSEHOLD = "household"
    NOT_NEW = "not_new"  # they have ordered before
    ALREADY = "already"  # they came with another friend's code
    LOOP = "loop"  # they brought whoever brought the friend
    NOT_OFFERED = "not_offered"


@dataclass(eq=False)
class ClaimRefused(CommerceError):
    """a friend's code is not taken: {failure}"""

    failure: ClaimFailure


@dataclass(frozen=True, slots=True)
class Claimed:
    """Whose code counts now for the shopper."""

    referrer_name: str


async def claim(session: AsyncSession, shopper: Shopper, code: str, *, cause: Cause, clock: Clock) -> Claimed:
    """Let a verified shopper have come with `code`; the same code again is no error.

    Raises NotAllowed, and ClaimRefused, which leaves everything as it was.
    """
    return await _claim(session, shopper.verified_customer(), code, cause=cause, clock=clock)


async def claim_with_order(session: AsyncSession, customer_id: str, code: str, *, clock: Clock) -> bool:
    """Let whoever is about to order have come with `code`; whether it counts."""
    try:
        await _claim(session, customer_id, code, cause=Cause(ActorKind.SYSTEM, "checkout"), clock=clock)
    except ClaimRefused:
        return False
    return True


async def _claim(
    session: AsyncSession, customer_id: str, code: str, *, cause: Cause, clock: Clock
) -> Claimed:
    async def work() -> Claimed:
        await session.execute(select(func.pg_advisory_xact_lock(_CLAIMS)))
        referrer = await referrer_of(session, code)
        if referrer is None:
            raise ClaimRefused(ClaimFailure.UNKNOWN)
        known = await session.scalar(select(Referral).where(Referral.friend_id == customer_id))
        if known is None or known.referrer_id != referrer.id:
            if failure := await _failure(session, referrer, customer_id, is_taken=known is not None):
                raise ClaimRefused(failure)
            session.add(
                Referral(id=uuid4(), referrer_id=referrer.id, friend_id=customer_id, claimed_at=clock.now())
            )
            await session.flush()
        return Claimed(referrer.first_name)

    operation = Operation("claim_referral", "referral_code", code)
    return await once(session, cause, operation, Claimed, work, private=frozenset({"referrer_name"}))


async def _failure(
    session: AsyncSession, referrer: Customer, customer_id: str, *, is_taken: bool
) -> ClaimFailure | None:
    friend = await session.get_one(Customer, customer_id)
    if is_same_person(referrer, friend):
        return ClaimFailure.OWN
    if is_taken:
        return ClaimFailure.ALREADY
    if not (await referral_policy(session)).is_offered:
        return ClaimFailure.NOT_OFFERED
    if await _brought(session, friend.id, referrer.id):
        return ClaimFailure.LOOP
    if await _has_ordered(session, friend.id):
        return ClaimFailure.NOT_NEW
    return ClaimFailure.HOUSEHOLD if await _share_a_home(session, referrer.id, friend.id) else None


def is_same_person(one: Customer, other: Customer) -> bool:
    """Whether two files are one person's: the same file, mailbox or number."""
    is_same_number = one.phone is not None and one.phone == other.phone
    return one.id == other.id or is_same_number or mailbox(one.email) == mailbox(other.email)


def mailbox(email: str) -> str:
    """Return where an e-mail address leads: what follows a plus is cut, and dots where they do not count."""
    local, _, domain = email.lower().partition("@")
    local = local.partition("+")[0]
    if domain in _MAY_BE_DOTTED:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


async def _brought(session: AsyncSession, first_id: str, last_id: str) -> bool:
    """Whether `first_id` brought `last_id`, or whoever brought them, and so on."""
    chain = select(Referral.referrer_id).where(Referral.friend_id == last_id).cte(recursive=True)
    above = chain.union(select(Referral.referrer_id).join(chain, Referral.friend_id == chain.c.referrer_id))
    return bool(await session.scalar(select(exists().where(above.c.referrer_id == first_id))))


async def _has_ordered(session: AsyncSession, customer_id: str) -> bool:
    is_theirs = (Order.customer_id == customer_id) & (Order.status != OrderStatus.CANCELLED)
    return bool(await session.scalar(select(exists().where(is_theirs))))


async def _share_a_home(session: AsyncSession, one_id: str, other_id: str) -> bool:
    """Whether an address is on both files."""
    home = _plain(Address.line1), _plain(Address.postcode)
    ones = select(*home).where(Address.customer_id == one_id)
    others = select(*home).where(Address.customer_id == other_id)
    return await session.scalar(select(ones.intersect(others).subquery().c[0]).limit(1)) is not None


async def lives_at(session: AsyncSession, customer_id: str, address: PostalAddress) -> bool:
    """Return whether it is one of the customer's addresses, however it is spelt."""
    is_there = (
        (Address.customer_id == customer_id)
        & (_plain(Address.line1) == _plain(literal(address.line1)))
        & (_plain(Address.postcode) == _plain(literal(address.postcode)))
    )
    return bool(await session.scalar(select(exists().where(is_there))))


def _plain(written: Any) -> ColumnElement[str]:
    """Letters and digits alone, so that blanks, points and case make no other home of it."""
    return func.lower(func.regexp_replace(written, "[^[:alnum:]]", "", "g"))
