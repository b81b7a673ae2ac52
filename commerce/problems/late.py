"""Orders that are late: what the store offers for the wait."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.clock import Clock
from commerce.customers.payment_methods import methods_of, store_credit_of
from commerce.identity import Shopper
from commerce.money import Money
from commerce.orders.locking import order_of
from commerce.orders.models import Order
from commerce.orders.payments import (
    OrderMoney,
    PlannedRefund,
    RefundReason,
    make_refunds,
    money_of,
    plan_refunds,
    split_refund,
)
from commerce.orders.problem_reports import ProblemKind, ProblemReport, ProblemStatus
from commerce.orders.queries import get_order
from commerce.orders.refusals import OrderNotFound
from commerce.orders.status import report_order
from commerce.policies.service import LatePolicy, Remedy, late_order
from commerce.problems.refusals import OrderNotLate, ProblemAlreadyReported, RemedyNotOffered


@dataclass(frozen=True, slots=True)
class LateOffer:
    """Something the shopper can have for the wait, and what it is worth."""

    remedy: Remedy
    amount: Money


@dataclass(frozen=True, slots=True)
class LatePlan:
    """What the shopper gets for the wait."""

    order_number: str
    remedy: Remedy
    amount: Money
    refunds: tuple[PlannedRefund, ...]


@dataclass(frozen=True, slots=True)
class ClaimLate(Change[Order, LatePlan, LatePlan]):
    """Gives what the policy offers for a late order, once."""

    outcome: ClassVar = LatePlan
    raises: ClassVar = (OrderNotFound, OrderNotLate, ProblemAlreadyReported, RemedyNotOffered)

    order_number: str
    remedy: Remedy

    def operation(self, _: Context, /) -> Operation:
        return Operation("claim_late", "order", self.order_number, self.remedy.value)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Order, LatePlan]:
        """Plan what is refunded or credited."""
        session, clock = context.session, context.clock
        order, money = await _late_order(session, context.customer_id, self.order_number, clock, lock=lock)
        offers = worthwhile_offers(order, money, await late_order(session, order.address.country))
        amounts = {offer.remedy: offer.amount for offer in offers}
        if self.remedy not in amounts:
            raise RemedyNotOffered(self.remedy, tuple(amounts))
        amount = amounts[self.remedy]
        if self.remedy is Remedy.STORE_CREDIT:
            credit = await store_credit_of(session, order.customer_id, order.currency, lock=lock)
            parts, methods = {credit.id: amount.amount_minor}, {credit.id: credit}
        else:
            parts = split_refund(money.remaining_by_method, amount.amount_minor)
            methods = await methods_of(session, order.customer_id, parts, lock=lock)
        refunds = await plan_refunds(session, order, parts, methods, clock=clock)
        return order, LatePlan(order.number, self.remedy, amount, refunds)

    async def apply(self, context: Context, order: Order, plan: LatePlan, /) -> LatePlan:
        """Report the wait and pay for it."""
        session, clock = context.session, context.clock
        session.add(
            ProblemReport(
                order_id=order.id,
                kind=ProblemKind.LATE_ORDER,
                remedy=plan.remedy,
                status=ProblemStatus.RESOLVED,
                refund_minor=plan.amount.amount_minor,
                created_at=clock.now(),
            )
        )
        await make_refunds(session, order, plan.refunds, RefundReason.LATE_ORDER, clock=clock)
        return plan


async def late_offers(
    session: AsyncSession, shopper: Shopper, order_number: str, *, clock: Clock
) -> tuple[LateOffer, ...]:
    """What is offered, in the policy's order; nothing when the policy has nothing of worth for this order.

    Raises OrderNotFound, OrderNotLate or ProblemAlreadyReported.
    """
    order, money = await _late_order(session, shopper.verified_customer(), order_number, clock, lock=False)
    return worthwhile_offers(order, money, await late_order(session, order.address.country))


async def _late_order(
    session: AsyncSession, customer_id: str, order_number: str, clock: Clock, *, lock: bool
) -> tuple[Order, OrderMoney]:
    await order_of(session, customer_id, order_number, lock=lock)
    order = await get_order(session, customer_id, order_number)
    earlier = await session.scalar(
        select(ProblemReport).where(
            ProblemReport.order_id == order.id, ProblemReport.kind == ProblemKind.LATE_ORDER
        )
    )
    if earlier is not None:
        raise ProblemAlreadyReported(order.number, None, earlier.status)
    if not (await report_order(session, order, clock=clock)).is_late:
        raise OrderNotLate(order.number, order.promised_on)
    return order, await money_of(session, order)


def worthwhile_offers(order: Order, money: OrderMoney, policy: LatePolicy) -> tuple[LateOffer, ...]:
    """What the policy offers as far as it is worth something and covered by the order's payments."""
    in_currency = policy.currency in (None, order.currency)
    worth = {
        Remedy.REFUND_SHIPPING: order.shipping_minor,
        Remedy.STORE_CREDIT: policy.credit_minor if in_currency else 0,
    }
    offers = []
    for remedy in policy.remedies:
        amount = min(worth.get(remedy, 0), money.remaining)
        if amount > 0:
            offers.append(LateOffer(remedy, Money(amount, order.currency)))
    return tuple(offers)
