"""The codes that customers give to friends, and the links that carry them."""

import re
import secrets

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.models import Customer
from commerce.identity import Shopper
from commerce.referrals.models import ReferralCode

_BEGINS = "FRIEND"
# Nothing that is taken for something else.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 6
_LOOKS_LIKE = re.compile(
    rf"\b{_BEGINS}(?:-([A-Z0-9]{{{_LENGTH}}})|[ ]?((?=[A-Z]*\d)[A-Z0-9]{{{_LENGTH}}}))\b", re.IGNORECASE
)


def code_in(text: str) -> str | None:
    """Return the referral code that stands in a text, as it is stored; None where there is none."""
    found = _LOOKS_LIKE.search(text)
    return f"{_BEGINS}-{(found[1] or found[2]).upper()}" if found else None


def invitation_url(base_url: str, code: str) -> str:
    """Return the link that a customer sends to friends."""
    return f"{base_url.rstrip('/')}/invite/{code}"


async def own_code(session: AsyncSession, shopper: Shopper, *, clock: Clock) -> str:
    """Return a verified shopper's code, which is made when it is asked for first; raises NotAllowed."""
    return await code_of(session, shopper.verified_customer(), clock=clock)


async def code_of(session: AsyncSession, customer_id: str, *, clock: Clock) -> str:
    """Return the customer's code, which is made when it is asked for first."""
    query = select(ReferralCode.code).where(ReferralCode.customer_id == customer_id)
    while (known := await session.scalar(query)) is None:
        # Made by two at once, or drawn by somebody before: nothing is written, and it is looked up again.
        await session.execute(
            insert(ReferralCode)
            .values(customer_id=customer_id, code=_drawn(), created_at=clock.now())
            .on_conflict_do_nothing()
        )
    return known


async def referrer_of(session: AsyncSession, code: str) -> Customer | None:
    """Return whose code it is; None for one that nobody has."""
    return await session.scalar(
        select(Customer)
        .join(ReferralCode, ReferralCode.customer_id == Customer.id)
        .where(ReferralCode.code == code)
    )


def _drawn() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"{_BEGINS}-{letters}"
