"""Lets gift cards and store credit pay for a cart first."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.carts.costs import home_currency
from commerce.carts.finding import cart_for_changes
from commerce.clock import Clock
from commerce.customers.balances import balances
from commerce.identity import Shopper
from commerce.money import Money


@dataclass(frozen=True, slots=True)
class BalanceUse:
    """Whether balances pay first, and what they hold."""

    is_used: bool
    held: Money


async def use_balance(
    session: AsyncSession, shopper: Shopper, *, is_used: bool, cause: Cause, clock: Clock
) -> BalanceUse:
    """Let what a verified shopper's gift cards and store credit hold pay first, or not; raises NotAllowed."""
    customer_id = shopper.verified_customer()

    async def work() -> BalanceUse:
        cart = await cart_for_changes(session, shopper, clock=clock)
        cart.uses_balance, cart.updated_at = is_used, clock.now()
        currency = await home_currency(session)
        held = [each.left for each in await balances(session, shopper) if each.left.currency == currency]
        return BalanceUse(is_used, sum(held, Money(0, currency)))

    operation = Operation("use_balance", "customer", customer_id, "yes" if is_used else "no")
    return await once(session, cause, operation, BalanceUse, work)
