"""Whether an account is locked: asked before anything of a customer's is changed."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import NotAllowed
from commerce.locks.models import AccountLock


class AccountLocked(NotAllowed):
    """the account is locked until its owner, or one of our people, releases it"""


async def standing_lock(session: AsyncSession, customer_id: str, *, lock: bool = False) -> AccountLock | None:
    """Return the lock that stands on the customer's account, if one does."""
    query = select(AccountLock).where(
        AccountLock.customer_id == customer_id, AccountLock.released_at.is_(None)
    )
    return await session.scalar(query.with_for_update() if lock else query)


async def released_locks(session: AsyncSession, customer_id: str) -> list[AccountLock]:
    """Return the locks of the account that were released, in the order of that."""
    found = await session.scalars(
        select(AccountLock)
        .where(AccountLock.customer_id == customer_id, AccountLock.released_at.is_not(None))
        .order_by(AccountLock.released_at)
    )
    return list(found)


async def require_unlocked(session: AsyncSession, customer_id: str | None) -> None:
    """Raise AccountLocked where the customer's account is; nobody's account never is."""
    if customer_id is not None and await standing_lock(session, customer_id) is not None:
        raise AccountLocked
