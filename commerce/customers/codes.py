"""One-time codes to the e-mail or phone on file: six digits, ten minutes, five wrong guesses."""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.models import Customer, OneTimeCode
from commerce.errors import CommerceError, NotFound
from commerce.identity import Shopper
from commerce.notification import Notification, notification

LIFETIME = timedelta(minutes=10)
WRONG_GUESSES = 5
RESEND_AFTER = timedelta(seconds=60)
CODES_AN_HOUR = 5  # in one conversation
CODES_AN_HOUR_IN_ALL = 30  # to one customer
# How long after a checked code changes to the profile are open in that conversation.
RECENT = timedelta(minutes=15)


class ContactKind(StrEnum):
    """Where a code is sent."""

    EMAIL = "email"
    PHONE = "phone"


@dataclass(eq=False)
class NoSuchContact(NotFound):
    """no {kind} on file"""

    kind: ContactKind


class TooManyCodes(CommerceError):
    """A code was sent just now, or too many were within the hour."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"no further code for {int(retry_after.total_seconds())} s")
        self.retry_after = retry_after


class CodeRequired(CommerceError):
    """the change needs a recently checked one-time code"""


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code to be sent to `destination` once the transaction is committed; nothing keeps it in clear."""

    kind: ContactKind
    destination: str = field(repr=False)
    code: str = field(repr=False)
    expires_at: datetime

    @property
    def masked(self) -> str:
        """The destination as it may be shown in the conversation."""
        return masked_contact(self.kind, self.destination)


class CodeResult(StrEnum):
    """What came of a guess."""

    ACCEPTED = "accepted"
    WRONG = "wrong"
    EXPIRED = "expired"  # or there never was one, or it was used
    LOCKED = "locked"  # too many wrong guesses; a new code is needed


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """The result of a guess and how many are left."""

    result: CodeResult
    guesses_left: int


async def issue_code(
    session: AsyncSession,
    *,
    conversation_id: UUID,
    customer_id: str,
    to: ContactKind,
    secret: str,
    clock: Clock,
) -> IssuedCode:
    """Make a code for this customer in this conversation; earlier ones stop working.

    Raises NoSuchContact or TooManyCodes. `secret` keys the stored hash.
    """
    customer = await session.scalar(
        select(Customer).where(Customer.id == customer_id).with_for_update(key_share=True)
    )
    destination = (customer.email if to is ContactKind.EMAIL else customer.phone) if customer else None
    if not destination:
        raise NoSuchContact(to)
    now = clock.now()
    await require_pause(session, conversation_id, customer_id, now)
    code_id, code = uuid4(), f"{secrets.randbelow(1_000_000):06}"
    session.add(
        OneTimeCode(
            id=code_id,
            conversation_id=conversation_id,
            customer_id=customer_id,
            destination=destination,
            code_hash=hashed(secret, code_id, code),
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    await session.flush()
    return IssuedCode(to, destination, code, now + LIFETIME)


async def issue_decoy(session: AsyncSession, *, conversation_id: UUID, clock: Clock) -> None:
    """Make a code that is sent to nobody and that nobody can guess; earlier ones stop working."""
    session.add(
        OneTimeCode(
            id=uuid4(),
            conversation_id=conversation_id,
            customer_id=None,
            destination="",
            code_hash="",
            created_at=clock.now(),
            expires_at=clock.now() + LIFETIME,
        )
    )
    await session.flush()


async def check_code(
    session: AsyncSession, *, conversation_id: UUID, customer_id: str, guess: str, secret: str, clock: Clock
) -> CodeCheck:
    """Compare a guess with the newest code. Never raises for a wrong one: its count has to be committed."""
    newest = newest_code(conversation_id).where(OneTimeCode.customer_id == customer_id)
    code = await session.scalar(newest.with_for_update().execution_options(populate_existing=True))
    return await compared(session, code, guess, secret, clock)


async def check_claim_code(
    session: AsyncSession, *, conversation_id: UUID, guess: str, secret: str, clock: Clock
) -> tuple[CodeCheck, str | None]:
    """Compare a guess with the conversation's newest code, and name the customer whom it was sent to."""
    newest = newest_code(conversation_id).with_for_update().execution_options(populate_existing=True)
    code = await session.scalar(newest)
    return await compared(session, code, guess, secret, clock), code.customer_id if code else None


def newest_code(conversation_id: UUID, *, is_of_new_contact: bool = False) -> Select[OneTimeCode]:
    """Return the query of the newest code of the conversation."""
    return (
        select(OneTimeCode)
        .where(
            OneTimeCode.conversation_id == conversation_id,
            OneTimeCode.is_of_new_contact.is_(is_of_new_contact),
        )
        .order_by(OneTimeCode.created_at.desc())
        .limit(1)
    )


async def compared(
    session: AsyncSession, code: OneTimeCode | None, guess: str, secret: str, clock: Clock
) -> CodeCheck:
    """Compare a guess with a code, and count a wrong one."""
    if code is None or code.used_at is not None or clock.now() >= code.expires_at:
        return CodeCheck(CodeResult.EXPIRED, 0)
    if code.wrong_guesses >= WRONG_GUESSES:
        return CodeCheck(CodeResult.LOCKED, 0)
    digits = "".join(character for character in guess if character.isdigit())
    if hmac.compare_digest(hashed(secret, code.id, digits), code.code_hash):
        code.used_at = clock.now()
        await session.flush()
        return CodeCheck(CodeResult.ACCEPTED, 0)
    code.wrong_guesses += 1
    await session.flush()
    left = WRONG_GUESSES - code.wrong_guesses
    return CodeCheck(CodeResult.WRONG if left else CodeResult.LOCKED, left)


async def is_code_awaited(
    session: AsyncSession, *, conversation_id: UUID, customer_id: str, clock: Clock
) -> bool:
    """Whether a code was sent in this conversation that could still be typed."""
    newest = await session.scalar(newest_code(conversation_id).where(OneTimeCode.customer_id == customer_id))
    return (
        newest is not None
        and newest.used_at is None
        and newest.wrong_guesses < WRONG_GUESSES
        and clock.now() < newest.expires_at
    )


async def require_recent_code(session: AsyncSession, shopper: Shopper, clock: Clock) -> None:
    """Raise CodeRequired unless a code was checked in this conversation within the last 15 minutes."""
    checked = await session.scalar(
        select(OneTimeCode.id)
        .where(
            OneTimeCode.conversation_id == shopper.conversation_id,
            OneTimeCode.customer_id == shopper.verified_customer(),
            OneTimeCode.is_of_new_contact.is_(False),
            OneTimeCode.used_at >= clock.now() - RECENT,
        )
        .limit(1)
    )
    if checked is None:
        raise CodeRequired


def code_message(issued: IssuedCode) -> Notification:
    """What carries a code to its owner."""
    return notification("code", code=issued.code, minutes=int(LIFETIME.total_seconds() // 60))


def masked_contact(kind: ContactKind, destination: str) -> str:
    """`j•••@example.com`, `•••21`: enough for its owner, too little for anybody else."""
    if kind is ContactKind.PHONE:
        return f"•••{destination[-2:]}"
    name, _, host = destination.partition("@")
    return f"{name[:1]}•••@{host}"


async def require_pause(
    session: AsyncSession,
    conversation_id: UUID,
    customer_id: str,
    now: datetime,
    *,
    new_contact: str | None = None,
) -> None:
    """Raise TooManyCodes when the conversation, or the customer in all of theirs, has had enough.

    Who has codes sent in one conversation does not use up those of another: its owner may be the other. A
    new contact that was corrected gets its code at once.
    """
    sent = select(
        func.max(OneTimeCode.created_at), func.min(OneTimeCode.created_at), func.count(OneTimeCode.id)
    ).where(
        OneTimeCode.customer_id == customer_id,
        OneTimeCode.is_of_new_contact.is_(new_contact is not None),
        OneTimeCode.created_at > now - timedelta(hours=1),
    )
    _, oldest, count = (await session.execute(sent)).one()
    if count >= CODES_AN_HOUR_IN_ALL:
        raise TooManyCodes(oldest + timedelta(hours=1) - now)
    here = sent.where(OneTimeCode.conversation_id == conversation_id)
    newest, oldest, count = (await session.execute(here)).one()
    if count >= CODES_AN_HOUR:
        raise TooManyCodes(oldest + timedelta(hours=1) - now)
    if new_contact is not None:
        there = here.where(OneTimeCode.destination == new_contact)
        newest, _, count = (await session.execute(there)).one()
    if count and now - newest < RESEND_AFTER:
        raise TooManyCodes(newest + RESEND_AFTER - now)


def hashed(secret: str, code_id: UUID, code: str) -> str:
    """Hash a code as it is kept."""
    return hmac.digest(secret.encode(), f"{code_id}:{code}".encode(), "sha256").hex()
