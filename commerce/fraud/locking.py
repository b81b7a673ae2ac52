"""Locks an account, tells its owner at once where they were before, and lets them back in."""

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Select, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import ActorKind, AuditEntry
from commerce.audit.service import Cause, Operation, audit
from commerce.clock import Clock
from commerce.customers.codes import ContactKind
from commerce.customers.models import Customer
from commerce.errors import CommerceError, NotFound
from commerce.fraud.rules import Score
from commerce.fraud.scoring import score_to_lock
from commerce.locks.models import AccountLock, FormerContact
from commerce.locks.standing import standing_lock
from commerce.notification import Notifier, Recipient, notification

_LOOKS_BACK = timedelta(days=30)  # for the contacts from before a takeover
_ACTIVE = timedelta(minutes=5)
OWNER = "owner"


class LinkNotKnown(NotFound):
    """the link releases no lock that stands"""


class FormerEmailTaken(CommerceError):
    """the address from before is on another account now, and whose is on file may be the thief's"""


async def active_customers(session: AsyncSession, clock: Clock) -> list[str]:
    """Return the customers in whose name something was changed in the last minutes."""
    rows = await session.scalars(
        select(AuditEntry.actor_id)
        .where(AuditEntry.created_at > clock.now() - _ACTIVE, AuditEntry.actor_kind == ActorKind.SHOPPER)
        .distinct()
    )
    return sorted({each for each in rows if each is not None})


async def lock_if_suspicious(
    session: AsyncSession, customer_id: str, notifier: Notifier, clock: Clock, public_url: str
) -> bool:
    """Lock the account where its score says so and none stands; whether it was locked now."""
    found = await score_to_lock(session, customer_id, clock)
    if not found.locks:
        return False
    return await lock_account(
        session, customer_id, found, notifier=notifier, clock=clock, public_url=public_url
    )


async def lock_account(
    session: AsyncSession, customer_id: str, why: Score, *, notifier: Notifier, clock: Clock, public_url: str
) -> bool:
    """Lock the account and tell its owner, with a link that releases it; False where it is locked already.

    The link goes to the contacts from before a change of the last 30 days, where there was one, and never to
    those that replaced them.
    """
    code = secrets.token_urlsafe(32)
    locked = await session.scalar(
        insert(AccountLock)
        .values(
            customer_id=customer_id,
            score=why.points,
            reasons=[asdict(each) for each in why.reasons],
            code_hash=_hashed(code),
            locked_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(AccountLock.id)
    )
    if locked is None:
        return False
    await _sign_out(session, customer_id)
    reasons = ", ".join(f"{each.signal} {each.number}" for each in why.reasons)
    audit(session, _SYSTEM, Operation("lock_account", "customer", customer_id, reasons))
    told = notification("account_locked", link=f"{public_url}/account/unlock/{code}")
    for recipient in await _owner(session, customer_id, clock.now() - _LOOKS_BACK):
        await notifier.notify(session, recipient, told)
    return True


async def unlocks(session: AsyncSession, code: str) -> bool:
    """Tell whether the link releases a lock that stands."""
    return await session.scalar(_of_link(code)) is not None


async def release_by_link(session: AsyncSession, code: str, clock: Clock) -> str:
    """Release the lock by its owner's link, and put the contacts from before back; the customer's id.

    Raises LinkNotKnown, and FormerEmailTaken, which leaves it to one of the store's people.
    """
    lock = await session.scalar(_of_link(code).with_for_update())
    if lock is None:
        raise LinkNotKnown
    former = await _former(session, lock.customer_id, lock.locked_at - _LOOKS_BACK)
    if former:
        await _put_back(session, lock.customer_id, former)
    await session.execute(
        update(FormerContact)
        .where(FormerContact.customer_id == lock.customer_id)
        .values(replaced_at=lock.locked_at - _LOOKS_BACK)
    )
    await _sign_out(session, lock.customer_id)
    # Not as the shopper, whose change it would be, and looked at like one.
    await _release(session, lock, OWNER, Cause(ActorKind.SYSTEM, OWNER), clock)
    return lock.customer_id


async def _put_back(session: AsyncSession, customer_id: str, former: dict[str, str]) -> None:
    customer = await session.get_one(Customer, customer_id, with_for_update=True)
    customer.email = former.get(ContactKind.EMAIL, customer.email)
    if ContactKind.PHONE in former:
        customer.phone, customer.phone_proven_at = former[ContactKind.PHONE], None
    try:
        await session.flush()
    except IntegrityError:
        raise FormerEmailTaken from None


async def release_by_staff(session: AsyncSession, customer_id: str, cause: Cause, clock: Clock) -> bool:
    """Release the lock as one of the store's people; False where none stands."""
    lock = await standing_lock(session, customer_id, lock=True)
    if lock is None:
        return False
    await _release(session, lock, cause.actor_id or "", cause, clock)
    return True


_SYSTEM = Cause(ActorKind.SYSTEM, "fraud")


# The owner proves anew who they are, as with the next message from a number on file.
_SIGN_OUT = text("""
UPDATE conversations SET identity_level = 'anonymous', is_vouched_by_address = false
WHERE customer_id = :customer AND identity_level <> 'anonymous'
""")


async def _sign_out(session: AsyncSession, customer_id: str) -> None:
    """End what anybody was verified for in the customer's name."""
    await session.execute(_SIGN_OUT, {"customer": customer_id})


async def _release(session: AsyncSession, lock: AccountLock, by: str, cause: Cause, clock: Clock) -> None:
    lock.released_at, lock.released_by = clock.now(), by
    audit(session, cause, Operation("unlock_account", "customer", lock.customer_id))
    await session.flush()


async def _owner(session: AsyncSession, customer_id: str, since: datetime) -> list[Recipient]:
    """Where the account's owner is sure to be: the contacts from before, else those on file."""
    former = await _former(session, customer_id, since)
    customer = await session.get_one(Customer, customer_id)
    email = former.get(ContactKind.EMAIL, customer.email)
    found = [Recipient(email=email)]
    proven = customer.phone if customer.phone_proven_at and ContactKind.PHONE not in former else None
    if phone := former.get(ContactKind.PHONE, proven if ContactKind.EMAIL not in former else None):
        found.append(Recipient(phone=phone))
    return found


async def _former(session: AsyncSession, customer_id: str, since: datetime) -> dict[str, str]:
    """By kind, the contact that was the first to be replaced since then."""
    rows = await session.scalars(
        select(FormerContact)
        .where(FormerContact.customer_id == customer_id, FormerContact.replaced_at > since)
        .order_by(FormerContact.replaced_at.desc())
    )
    return {each.kind: each.value for each in rows}


def _of_link(code: str) -> Select[AccountLock]:
    return select(AccountLock).where(
        AccountLock.code_hash == _hashed(code), AccountLock.released_at.is_(None)
    )


def _hashed(code: str) -> str:
    return sha256(code.encode()).hexdigest()
