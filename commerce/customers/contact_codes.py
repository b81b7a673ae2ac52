"""Codes that prove a contact which is not on file yet."""

import secrets
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.codes import (
    LIFETIME,
    RECENT,
    CodeCheck,
    ContactKind,
    IssuedCode,
    compared,
    hashed,
    newest_code,
    require_pause,
)
from commerce.customers.models import Customer, OneTimeCode
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.notification import Notification, notification


class ContactNotProven(CommerceError):
    """the new contact needs a code that was sent to it"""


async def issue_contact_code(
    session: AsyncSession,
    shopper: Shopper,
    kind: ContactKind,
    destination: str,
    *,
    secret: str,
    clock: Clock,
) -> IssuedCode:
    """Make a code that proves a contact which is not on file yet. Raises TooManyCodes."""
    customer_id, now = shopper.verified_customer(), clock.now()
    await session.scalar(select(Customer).where(Customer.id == customer_id).with_for_update(key_share=True))
    await require_pause(session, shopper.conversation_id, customer_id, now, new_contact=destination)
    code_id, code = uuid4(), f"{secrets.randbelow(1_000_000):06}"
    session.add(
        OneTimeCode(
            id=code_id,
            conversation_id=shopper.conversation_id,
            customer_id=customer_id,
            destination=destination,
            is_of_new_contact=True,
            code_hash=hashed(secret, code_id, code),
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    await session.flush()
    return IssuedCode(kind, destination, code, now + LIFETIME)


async def check_contact_code(
    session: AsyncSession, shopper: Shopper, destination: str, guess: str, *, secret: str, clock: Clock
) -> CodeCheck:
    """Compare a guess with the newest code that was sent to a new contact. Never raises for a wrong one."""
    newest = newest_code(shopper.conversation_id, is_of_new_contact=True).where(
        OneTimeCode.customer_id == shopper.verified_customer(), OneTimeCode.destination == destination
    )
    code = await session.scalar(newest.with_for_update().execution_options(populate_existing=True))
    return await compared(session, code, guess, secret, clock)


async def require_proven_contact(
    session: AsyncSession, shopper: Shopper, destination: str, clock: Clock
) -> None:
    """Raise ContactNotProven unless a code sent there was typed in this conversation a short while ago."""
    checked = await session.scalar(
        select(OneTimeCode.id)
        .where(
            OneTimeCode.conversation_id == shopper.conversation_id,
            OneTimeCode.customer_id == shopper.verified_customer(),
            OneTimeCode.is_of_new_contact,
            OneTimeCode.destination == destination,
            OneTimeCode.used_at >= clock.now() - RECENT,
        )
        .limit(1)
    )
    if checked is None:
        raise ContactNotProven


def contact_code_message(issued: IssuedCode) -> Notification:
    """What carries a code to a contact that is not on file yet."""
    return notification("contact_code", code=issued.code, minutes=int(LIFETIME.total_seconds() // 60))
