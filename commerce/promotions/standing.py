"""Whether a promotion code may be used now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.money import Money
from commerce.promotions.models import Promotion


class Standing(StrEnum):
    """What a promotion code is worth now."""

    UNKNOWN = "unknown"  # no code of the store's
    TO_COME = "to_come"
    ENDED = "ended"
    VALID = "valid"


@dataclass(frozen=True, slots=True)
class CodeStanding:
    """A code with its standing; days and minimum where it has them."""

    code: str
    standing: Standing
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    minimum: Money | None = None


async def standing_of(session: AsyncSession, code: str, *, clock: Clock) -> CodeStanding:
    """How `code`, in any case, stands."""
    found = await session.get(Promotion, code.upper())
    if found is None:
        return CodeStanding(code.upper(), Standing.UNKNOWN)
    now = clock.now()
    if now < found.starts_at:
        standing = Standing.TO_COME
    elif found.ends_at is not None and now >= found.ends_at:
        standing = Standing.ENDED
    else:
        standing = Standing.VALID
    minimum = Money(found.minimum_minor, found.currency) if found.minimum_minor and found.currency else None
    return CodeStanding(found.code, standing, found.starts_at, found.ends_at, minimum)
