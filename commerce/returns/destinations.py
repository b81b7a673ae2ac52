"""Where the money of a return may go: to what paid the order, to a gift card, or to store credit."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import PaymentMethod, PaymentMethodKind
from commerce.customers.payment_methods import (
    STORE_CREDIT,
    MethodOnFile,
    methods_of,
    require_on_file,
    store_credit_of,
)
from commerce.orders.models import Order
from commerce.orders.payments import OrderMoney, split_refund
from commerce.returns.refusals import RefundDestinationNotAllowed


async def allowed_destinations(
    session: AsyncSession, order: Order, money: OrderMoney
) -> tuple[MethodOnFile, ...]:
    """The methods a refund may go to; store credit is last, and there whether it was opened yet or not."""
    rows = await session.scalars(
        select(PaymentMethod).where(PaymentMethod.customer_id == order.customer_id).order_by(PaymentMethod.id)
    )
    original = money.remaining_by_method
    allowed = [
        MethodOnFile.of(method)
        for method in rows
        if method.id in original or (method.kind is PaymentMethodKind.GIFT_CARD and method.removed_at is None)
    ]
    allowed.sort(key=lambda each: each.id not in original)
    credit = await store_credit_of(session, order.customer_id, order.currency, lock=False)
    if credit.id not in original:
        allowed.append(MethodOnFile.of(credit))
    return tuple(allowed)


async def destination(
    session: AsyncSession, order: Order, money: OrderMoney, wanted: str, *, lock: bool
) -> tuple[str, dict[str, PaymentMethod]]:
    """The wanted method's id, with it and all that paid the order, by id.

    Raises PaymentMethodNotFound or RefundDestinationNotAllowed.
    """
    original = money.remaining_by_method
    if wanted == STORE_CREDIT:
        credit = await store_credit_of(session, order.customer_id, order.currency, lock=lock)
        return credit.id, {credit.id: credit}
    methods = await methods_of(session, order.customer_id, {wanted, *original}, lock=lock)
    method = methods[wanted]
    if wanted not in original:
        require_on_file(method)
        if not method.kind.holds_balance:
            allowed = await allowed_destinations(session, order, money)
            raise RefundDestinationNotAllowed(order.number, MethodOnFile.of(method), allowed)
    return wanted, methods


def parts_of(
    money: OrderMoney, amount_minor: int, wanted: str, methods: Mapping[str, PaymentMethod]
) -> dict[str, int]:
    """How much goes where: a card gets no more than it paid, what is over goes to the others that paid."""
    if methods[wanted].kind.holds_balance:
        return {wanted: amount_minor} if amount_minor else {}
    return split_refund(money.remaining_by_method, amount_minor, wanted)
