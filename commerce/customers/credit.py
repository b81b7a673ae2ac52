"""The balance of gift cards and store credit: an append-only ledger whose sum it is."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import CreditEntry, PaymentMethod
from commerce.errors import CommerceError
from commerce.money import Money


@dataclass(eq=False)
class InsufficientBalance(CommerceError):
    """{payment_method_id} holds {balance}, {needed} is needed"""

    payment_method_id: str
    balance: Money
    needed: Money


async def balance_of(session: AsyncSession, payment_method_id: str, currency: str) -> Money:
    """What a gift card or store credit holds now; zero for other kinds and other currencies."""
    total = await session.scalar(
        select(func.coalesce(func.sum(CreditEntry.amount_minor), 0)).where(
            CreditEntry.payment_method_id == payment_method_id, CreditEntry.currency == currency
        )
    )
    return Money(int(total or 0), currency)


async def require_covers(session: AsyncSession, method: PaymentMethod, amount: Money) -> None:
    """Raise InsufficientBalance when `method` holds a balance that does not cover `amount`.

    Holds until the transaction ends only when the method's row is locked.
    """
    if not method.kind.holds_balance:
        return
    balance = await balance_of(session, method.id, amount.currency)
    if balance.amount_minor < amount.amount_minor:
        raise InsufficientBalance(method.id, balance, amount)
