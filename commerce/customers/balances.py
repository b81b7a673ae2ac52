"""What is left on a customer's gift cards and store credit."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.credit import balance_of
from commerce.customers.models import PaymentMethod, PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile
from commerce.identity import Shopper
from commerce.money import Money

_HOLD_BALANCE = tuple(kind for kind in PaymentMethodKind if kind.holds_balance)


@dataclass(frozen=True, slots=True)
class Balance:
    """A gift card or the store credit, and what it holds."""

    method: MethodOnFile
    left: Money


async def balances(session: AsyncSession, shopper: Shopper) -> list[Balance]:
    """Return what each method on a verified shopper's file holds, store credit first; raises NotAllowed."""
    methods = await session.scalars(
        select(PaymentMethod)
        .where(
            PaymentMethod.customer_id == shopper.verified_customer(),
            PaymentMethod.removed_at.is_(None),
            PaymentMethod.kind.in_(_HOLD_BALANCE),
            PaymentMethod.currency.is_not(None),
        )
        .order_by(PaymentMethod.kind.desc(), PaymentMethod.id)
    )
    return [
        Balance(MethodOnFile.of(method), await balance_of(session, method.id, str(method.currency)))
        for method in methods
    ]
