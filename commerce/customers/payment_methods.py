"""Payment methods on a customer's file: finding, locking, choosing a default, removing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.customers.codes import CodeRequired, require_recent_code
from commerce.customers.credit import balance_of
from commerce.customers.models import PaymentMethod, PaymentMethodKind
from commerce.errors import CommerceError, NotFound
from commerce.identity import IdentityLevel, Shopper
from commerce.money import Money

# Names the shopper's store credit whether or not the account exists yet.
STORE_CREDIT = "store_credit"
_CHARGED = (PaymentMethodKind.CREDIT_CARD, PaymentMethodKind.PAYPAL, PaymentMethodKind.STORE_CREDIT)


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


@dataclass(eq=False)
class PaymentMethodNotFound(NotFound):
    """no payment method {payment_method_id} on this customer's file"""

    payment_method_id: str


class StoreCreditStays(CommerceError):
    """store credit is not removed from a customer's file

    Store credit is the customer's account with the store; it is not removed.
    """


@dataclass(eq=False)
class BalanceLeft(CommerceError):
    """{balance} is left on {method.id}"""

    method: MethodOnFile
    balance: Money


async def payment_methods(session: AsyncSession, shopper: Shopper) -> list[MethodOnFile]:
    """What the shopper can pay with or be refunded to."""
    return [MethodOnFile.of(method) for method in await session.scalars(_on_file(shopper))]


async def chargeable_methods(
    session: AsyncSession, shopper: Shopper, *, only_saved: bool
) -> list[MethodOnFile]:
    """What can be charged while the shopper is not there; `only_saved`: what the provider keeps for that."""
    found = await session.scalars(_on_file(shopper).where(PaymentMethod.kind.in_(_CHARGED)))
    return [
        MethodOnFile.of(method)
        for method in found
        if method.kind.holds_balance or not only_saved or method.payer_reference is not None
    ]


def _on_file(shopper: Shopper) -> Select[PaymentMethod]:
    return (
        select(PaymentMethod)
        .where(PaymentMethod.customer_id == shopper.verified_customer(), PaymentMethod.removed_at.is_(None))
        .order_by(PaymentMethod.is_default.desc(), PaymentMethod.id)
    )


@dataclass(frozen=True, slots=True)
class Payable:
    """Which methods could pay an amount, and which hold too little for it."""

    methods: tuple[MethodOnFile, ...]
    short: tuple[MethodOnFile, ...]


async def payable_with(session: AsyncSession, methods: Iterable[MethodOnFile], amount: Money) -> Payable:
    """Sort the methods by whether they could pay `amount` now."""
    able: list[MethodOnFile] = []
    short: list[MethodOnFile] = []
    for method in methods:
        balance = await balance_of(session, method.id, amount.currency) if method.kind.holds_balance else None
        is_short = balance is not None and balance.amount_minor < amount.amount_minor
        (short if is_short else able).append(method)
    return Payable(tuple(able), tuple(short))


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


@dataclass(frozen=True, slots=True)
class ChooseDefaultMethod(Change[PaymentMethod, MethodOnFile, MethodOnFile]):
    """Makes a method on file the one that is proposed first; needs a recently checked code."""

    outcome: ClassVar = MethodOnFile
    raises: ClassVar = (CodeRequired, PaymentMethodNotFound)

    payment_method_id: str

    def operation(self, _: Context, /) -> Operation:
        return Operation("choose_default_payment_method", "payment_method", self.payment_method_id)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[PaymentMethod, MethodOnFile]:
        """Find it."""
        method = await _method_on_file(context, self.payment_method_id, lock=lock)
        return method, MethodOnFile.of(method)

    async def apply(self, context: Context, method: PaymentMethod, plan: MethodOnFile, /) -> MethodOnFile:
        """Make it the default in place of the other."""
        await context.session.execute(
            update(PaymentMethod)
            .where(PaymentMethod.customer_id == method.customer_id, PaymentMethod.is_default)
            .values(is_default=False)
        )
        method.is_default = True
        return plan


@dataclass(frozen=True, slots=True)
class RemovePaymentMethod(Change[PaymentMethod, MethodOnFile, MethodOnFile]):
    """Takes a method off the file; refunds for orders that were paid with it still go back to it."""

    outcome: ClassVar = MethodOnFile
    raises: ClassVar = (CodeRequired, PaymentMethodNotFound, StoreCreditStays, BalanceLeft)

    payment_method_id: str

    def operation(self, _: Context, /) -> Operation:
        return Operation("remove_payment_method", "payment_method", self.payment_method_id)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[PaymentMethod, MethodOnFile]:
        """Find it, with nothing on it that would be lost."""
        method = await _method_on_file(context, self.payment_method_id, lock=lock)
        shown = MethodOnFile.of(method)
        if method.kind is PaymentMethodKind.STORE_CREDIT:
            raise StoreCreditStays
        if method.kind is PaymentMethodKind.GIFT_CARD and method.currency is not None:
            balance = await balance_of(context.session, method.id, method.currency)
            if balance.amount_minor > 0:
                raise BalanceLeft(shown, balance)
        return method, shown

    async def apply(self, context: Context, method: PaymentMethod, plan: MethodOnFile, /) -> MethodOnFile:
        """Take it off."""
        method.removed_at = context.clock.now()
        method.is_default = False
        return plan


async def _method_on_file(context: Context, payment_method_id: str, *, lock: bool) -> PaymentMethod:
    """The method; with `lock` all of the customer's, so that two choices of a default cannot cross."""
    if lock:
        await require_recent_code(context.session, context.asker, context.clock)
    query = (
        select(PaymentMethod)
        .where(PaymentMethod.customer_id == context.customer_id)
        .order_by(PaymentMethod.id)
        .execution_options(populate_existing=True)
    )
    rows = await context.session.scalars(query.with_for_update(key_share=True) if lock else query)
    method = {row.id: row for row in rows}.get(payment_method_id)
    if method is None or method.removed_at is not None:
        raise PaymentMethodNotFound(payment_method_id)
    return method
