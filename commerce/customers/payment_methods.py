"""Payment methods on a customer's file: finding, locking, choosing a default, removing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.clock import Clock
from commerce.customers.codes import require_recent_code
from commerce.customers.credit import balance_of
from commerce.customers.models import PaymentMethod, PaymentMethodKind
from commerce.errors import CommerceError, NotFound
from commerce.identity import IdentityLevel, Shopper
from commerce.money import Money

# Names the shopper's store credit whether or not the account exists yet.
STORE_CREDIT = "store_credit"


@dataclass(frozen=True, slots=True)
class MethodOnFile:
    """A payment method as it may be shown: never more of a card than its last four digits."""

    id: str
    kind: PaymentMethodKind
    brand: str | None = None
    last_four: str | None = None

    @classmethod
    def of(cls, method: PaymentMethod) -> "MethodOnFile":
        """What may be shown of `method`."""
        return cls(method.id, method.kind, method.brand, method.last_four)

    def seen_by(self, level: IdentityLevel) -> "MethodOnFile":
        """Return the method without what may not be shown at `level`: a card's digits."""
        return self if level.sees_private else replace(self, last_four=None)


class PaymentMethodNotFound(NotFound):
    """The shopper has no such payment method on file."""

    def __init__(self, payment_method_id: str) -> None:
        super().__init__(f"no payment method {payment_method_id} on this customer's file")
        self.payment_method_id = payment_method_id


class StoreCreditStays(CommerceError):
    """Store credit is the customer's account with the store; it is not removed."""

    def __init__(self) -> None:
        super().__init__("store credit is not removed from a customer's file")


class BalanceLeft(CommerceError):
    """A gift card with money on it is not removed."""

    def __init__(self, method: MethodOnFile, balance: Money) -> None:
        super().__init__(f"{balance} is left on {method.id}")
        self.method = method
        self.balance = balance


async def payment_methods(session: AsyncSession, shopper: Shopper) -> list[MethodOnFile]:
    """What the shopper can pay with or be refunded to."""
    found = await session.scalars(
        select(PaymentMethod)
        .where(PaymentMethod.customer_id == shopper.verified_customer(), PaymentMethod.removed_at.is_(None))
        .order_by(PaymentMethod.is_default.desc(), PaymentMethod.id)
    )
    return [MethodOnFile.of(method) for method in found]


async def methods_of(
    session: AsyncSession, customer_id: str, ids: Iterable[str], *, lock: bool
) -> dict[str, PaymentMethod]:
    """The customer's methods by id, removed ones included; raises PaymentMethodNotFound for a foreign one."""
    wanted = sorted(set(ids))
    query = (
        select(PaymentMethod)
        .where(PaymentMethod.customer_id == customer_id, PaymentMethod.id.in_(wanted))
        .order_by(PaymentMethod.id)
        .execution_options(populate_existing=True)
    )
    rows = await session.scalars(query.with_for_update(key_share=True) if lock else query)
    found = {method.id: method for method in rows}
    for method_id in wanted:
        if method_id not in found:
            raise PaymentMethodNotFound(method_id)
    return found


def require_on_file(method: PaymentMethod) -> None:
    """Raise PaymentMethodNotFound when the customer has removed it."""
    if method.removed_at is not None:
        raise PaymentMethodNotFound(method.id)


async def store_credit_of(
    session: AsyncSession, customer_id: str, currency: str, *, lock: bool
) -> PaymentMethod:
    """The customer's store credit; where there is none yet, one that is not stored."""
    query = (
        select(PaymentMethod)
        .where(PaymentMethod.customer_id == customer_id, PaymentMethod.kind == PaymentMethodKind.STORE_CREDIT)
        .execution_options(populate_existing=True)
    )
    found = await session.scalar(query.with_for_update(key_share=True) if lock else query)
    return found or PaymentMethod(
        id=f"store_credit_{customer_id}",
        customer_id=customer_id,
        kind=PaymentMethodKind.STORE_CREDIT,
        currency=currency,
    )


async def open_store_credit(session: AsyncSession, customer_id: str, currency: str) -> None:
    """Give the customer a store credit account unless there is one, also when two ask at once."""
    await session.execute(
        insert(PaymentMethod)
        .values(
            id=f"store_credit_{customer_id}",
            customer_id=customer_id,
            kind=PaymentMethodKind.STORE_CREDIT,
            currency=currency,
        )
        .on_conflict_do_nothing()
    )


async def choose_default_method(
    session: AsyncSession, shopper: Shopper, payment_method_id: str, *, cause: Cause, clock: Clock
) -> MethodOnFile:
    """Make one method on file the one that is proposed first; needs a recently checked code."""
    customer_id = shopper.verified_customer()

    async def work() -> MethodOnFile:
        await require_recent_code(session, shopper, clock)
        method = await _locked_on_file(session, customer_id, payment_method_id)
        await session.execute(
            update(PaymentMethod)
            .where(PaymentMethod.customer_id == customer_id, PaymentMethod.is_default)
            .values(is_default=False)
        )
        method.is_default = True
        return MethodOnFile.of(method)

    operation = Operation("choose_default_payment_method", "payment_method", payment_method_id)
    return await once(session, cause, operation, MethodOnFile, work)


async def remove_payment_method(
    session: AsyncSession, shopper: Shopper, payment_method_id: str, *, cause: Cause, clock: Clock
) -> MethodOnFile:
    """Take a method off the file; refunds for orders that were paid with it still go back to it.

    Raises CodeRequired, PaymentMethodNotFound, StoreCreditStays or BalanceLeft.
    """
    customer_id = shopper.verified_customer()

    async def work() -> MethodOnFile:
        await require_recent_code(session, shopper, clock)
        method = await _locked_on_file(session, customer_id, payment_method_id)
        shown = MethodOnFile.of(method)
        if method.kind is PaymentMethodKind.STORE_CREDIT:
            raise StoreCreditStays
        if method.kind is PaymentMethodKind.GIFT_CARD and method.currency is not None:
            balance = await balance_of(session, method.id, method.currency)
            if balance.amount_minor > 0:
                raise BalanceLeft(shown, balance)
        method.removed_at = clock.now()
        method.is_default = False
        return shown

    operation = Operation("remove_payment_method", "payment_method", payment_method_id)
    return await once(session, cause, operation, MethodOnFile, work)


async def _locked_on_file(session: AsyncSession, customer_id: str, payment_method_id: str) -> PaymentMethod:
    """All of the customer's methods are locked, so that two choices of a default cannot cross."""
    rows = await session.scalars(
        select(PaymentMethod)
        .where(PaymentMethod.customer_id == customer_id)
        .order_by(PaymentMethod.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    method = {row.id: row for row in rows}.get(payment_method_id)
    if method is None or method.removed_at is not None:
        raise PaymentMethodNotFound(payment_method_id)
    return method
