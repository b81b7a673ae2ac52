"""Finds the customer whom the shop itself vouches for."""

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import Customer


async def customer_vouched_for(session: AsyncSession, subject: str) -> str | None:
    """The id of the customer with this id or e-mail, the id first; None when the store has neither."""
    return await session.scalar(
        select(Customer.id)
        .where(or_(Customer.id == subject, func.lower(Customer.email) == subject.lower()))
        .order_by((Customer.id == subject).desc())
        .limit(1)
    )


async def customer_with_email(session: AsyncSession, email: str) -> str | None:
    """The id of the customer with this e-mail, of whom there is at most one; None when the store has none."""
    return await session.scalar(
        select(Customer.id).where(func.lower(Customer.email) == email.strip().lower())
    )


async def only_customer_with_phone(session: AsyncSession, phone: str) -> str | None:
    """The id of the customer with this number, in E.164; None when the store has none or several."""
    ids = (await session.scalars(select(Customer.id).where(Customer.phone == phone).limit(2))).all()
    return ids[0] if len(ids) == 1 else None
