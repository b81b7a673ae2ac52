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


async def customers_with_phone(session: AsyncSession, phone: str) -> tuple[str, ...]:
    """The ids of the customers with this number, in E.164: only its proven holder where there is one."""
    held = await session.execute(
        select(Customer.id, Customer.phone_proven_at.is_not(None))
        .where(Customer.phone == phone)
        .order_by(Customer.id)
    )
    rows = held.all()
    proven = [customer_id for customer_id, is_proven in rows if is_proven]
    return tuple(proven or [customer_id for customer_id, _ in rows])
