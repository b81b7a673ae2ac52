"""A small store on a real database, with one customer: what the tests of the core's writes start from."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import and_, func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import AuditEntry
from commerce.audit.service import Cause
from commerce.catalogue.models import Product, StockEntry, Variant
from commerce.changes import Change, Context, carry_out, preview
from commerce.customers.credit import balance_of
from commerce.customers.models import CreditEntry, CreditReason, Customer, PaymentMethod, PaymentMethodKind
from commerce.database import Sessions
from commerce.identity import Shopper
from commerce.links.documents import DocumentLinks
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.points import points_balance
from commerce.notification import Notifier
from commerce.notifications.notifier import CatalogueNotifier
from commerce.orders.models import Order, OrderLine, OrderStatus, Payment, Refund, RefundStatus
from commerce.orders.payments import RefundReason
from commerce.orders.problem_reports import ProblemReport, ProblemStatus
from commerce.policies.service import Remedy
from commerce.returns.models import ReturnLine, ReturnRequest, ReturnStatus
from tests.factories import (
    SECRET,
    FixedClock,
    RecordedMail,
    a_card,
    a_cause,
    a_customer,
    a_gift_card,
    a_line,
    a_notifier,
    a_payment,
    a_product,
    a_shopper,
    a_variant,
    an_opening_balance,
    an_order,
    earned_points,
    store,
)

T = TypeVar("T")


@dataclass
class World:
    """One customer with a card, a PayPal account and a gift card of 100.00, and two products.

    The lamp comes in black (40.00), white (45.00), red (35.00) and blue (40.00, sold out); the mug once.
    """

    sessions: Sessions
    customer: Customer
    card: PaymentMethod
    paypal: PaymentMethod
    gift_card: PaymentMethod
    lamp: Product
    black: Variant
    white: Variant
    red: Variant
    blue: Variant
    mug: Variant
    clock: FixedClock = field(default_factory=FixedClock)
    mail: RecordedMail = field(default_factory=RecordedMail)

    @property
    def shopper(self) -> Shopper:
        return a_shopper(self.customer)

    @property
    def notifier(self) -> CatalogueNotifier:
        return a_notifier(self.mail, self.clock)

    @property
    def links(self) -> DocumentLinks:
        return DocumentLinks("https://store.example", SECRET)

    def context(
        self,
        session: AsyncSession,
        shopper: Shopper | None = None,
        *,
        cause: Cause | None = None,
        notifier: Notifier | None = None,
    ) -> Context:
        """With what the customer, or another shopper, changes something."""
        shopper, notifier = shopper or self.shopper, notifier or self.notifier
        return Context(session, cause or a_cause(shopper), self.clock, notifier, self.links, shopper)

    async def run(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """`work` in a transaction of its own, committed."""
        async with self.sessions.begin() as session:
            return await work(session)

    async def do(self, change: Change[Any, Any, T], *by: Any, **given: Any) -> T:
        """Make the change in a transaction of its own, as `context` has it."""
        return await self.run(lambda session: carry_out(self.context(session, *by, **given), change))

    async def preview(self, change: Change[Any, T, Any], *by: Any, **given: Any) -> T:
        """The change's plan."""
        return await self.run(lambda session: preview(self.context(session, *by, **given), change))

    async def add(self, *rows: Any) -> None:
        await self.run(lambda session: store(session, *rows))

    async def order(
        self, *lines: OrderLine, paid_with: PaymentMethod | None = None, points: int = 0, **overrides: Any
    ) -> Order:
        """A paid order, of one black lamp unless lines are given."""
        method = paid_with or self.card
        order = an_order(
            self.customer, lines or [a_line(self.black)], **({"payment_method_id": method.id} | overrides)
        )
        paid = [a_payment(order, method)] if order.total_minor else []
        earned = [earned_points(order, points)] if points else []
        await self.add(order, *paid, *earned)
        return order

    async def delivered(self, *lines: OrderLine, **overrides: Any) -> Order:
        return await self.order(*lines, **({"status": OrderStatus.DELIVERED} | overrides))

    async def fresh(self, order: Order) -> Order:
        """The order's row as it is stored now."""
        return await self.run(lambda session: session.get_one(Order, order.id))

    async def lines(self, order: Order) -> list[OrderLine]:
        query = select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.position)
        return list(await self.run(lambda session: session.scalars(query)))

    async def refunds(self, order: Order) -> list[Refund]:
        query = select(Refund).where(Refund.order_id == order.id).order_by(Refund.amount_minor)
        return list(await self.run(lambda session: session.scalars(query)))

    async def payments(self, order: Order) -> list[Payment]:
        query = select(Payment).where(Payment.order_id == order.id).order_by(Payment.created_at)
        return list(await self.run(lambda session: session.scalars(query)))

    async def stock(self, variant: Variant) -> int | None:
        return (await self.run(lambda session: session.get_one(Variant, variant.sku))).stock_on_hand

    async def balance(self, method_id: str) -> int:
        return (await self.run(lambda session: balance_of(session, method_id, "USD"))).amount_minor

    async def points(self) -> int:
        return await self.run(lambda session: points_balance(session, self.customer.id))

    async def audited(self) -> list[str]:
        """The operations in the audit log."""
        query = select(AuditEntry.operation).order_by(AuditEntry.created_at, AuditEntry.operation)
        return list(await self.run(lambda session: session.scalars(query)))


async def a_world(sessions: Sessions) -> World:
    """A stored world."""
    customer = a_customer()
    lamp = a_product(title="Desk Lamp")
    mug_product = a_product(title="Mug")
    world = World(
        sessions=sessions,
        customer=customer,
        card=a_card(customer),
        paypal=a_card(customer, kind=PaymentMethodKind.PAYPAL, brand=None, last_four=None),
        gift_card=a_gift_card(customer),
        lamp=lamp,
        black=a_variant(lamp),
        white=a_variant(lamp, options={"color": "white"}, price_minor=4500),
        red=a_variant(lamp, options={"color": "red"}, price_minor=3500),
        blue=a_variant(lamp, options={"color": "blue"}, stock_on_hand=0),
        mug=a_variant(mug_product, price_minor=1000),
    )
    await world.add(
        customer,
        world.card,
        world.paypal,
        world.gift_card,
        an_opening_balance(world.gift_card, 10_000),
        lamp,
        mug_product,
        [world.black, world.white, world.red, world.blue, world.mug],
    )
    return world


async def broken_truths(session: AsyncSession) -> list[str]:
    """What does not add up in the whole store; empty when all ledgers and limits hold."""
    return [
        *await _money_beyond_payments(session),
        *await _stock_beside_its_ledger(session),
        *await _lines_beside_their_returns(session),
        *await _units_made_good_twice(session),
        *await _points_beside_their_orders(session),
        *await _negative_balances(session),
        *await _refunds_beside_their_credit(session),
        *await _refunds_beside_their_return(session),
    ]


async def _money_beyond_payments(session: AsyncSession) -> list[str]:
    paid = select(Payment.order_id, func.sum(Payment.amount_minor).label("money")).group_by(Payment.order_id)
    given = (
        select(Refund.order_id, func.sum(Refund.amount_minor).label("money"))
        .where(Refund.status != RefundStatus.REVERSED)
        .group_by(Refund.order_id)
    )
    ins, outs = paid.subquery(), given.subquery()
    rows = await session.execute(
        select(outs.c.order_id, outs.c.money, ins.c.money)
        .outerjoin(ins, ins.c.order_id == outs.c.order_id)
        .where(outs.c.money > func.coalesce(ins.c.money, 0))
    )
    return [f"order {order}: {out} out, {into} in" for order, out, into in rows]


async def _stock_beside_its_ledger(session: AsyncSession) -> list[str]:
    ledger = select(StockEntry.sku, func.sum(StockEntry.quantity).label("sum")).group_by(StockEntry.sku)
    sums = ledger.subquery()
    rows = await session.execute(
        select(Variant.sku, Variant.stock_on_hand, sums.c.sum)
        .outerjoin(sums, sums.c.sku == Variant.sku)
        .where(Variant.stock_on_hand != func.coalesce(sums.c.sum, 0))
    )
    return [f"variant {sku}: {count} on hand, ledger {total}" for sku, count, total in rows]


async def _units_made_good_twice(session: AsyncSession) -> list[str]:
    """Lines of which more units were returned, refunded, replaced or reported than were bought."""
    is_refunded = and_(ProblemReport.remedy == Remedy.REFUND, ProblemReport.status == ProblemStatus.RESOLVED)
    others = (
        select(ProblemReport.order_line_id, func.sum(ProblemReport.quantity).label("units"))
        .where(ProblemReport.order_line_id.is_not(None), not_(is_refunded))
        .group_by(ProblemReport.order_line_id)
        .subquery()
    )
    rows = await session.execute(
        select(OrderLine.id, OrderLine.quantity, OrderLine.returned_quantity, others.c.units)
        .join(others, others.c.order_line_id == OrderLine.id)
        .where(OrderLine.returned_quantity + others.c.units > OrderLine.quantity)
    )
    return [f"line {line}: {bought} bought, {back} + {more} made good" for line, bought, back, more in rows]


async def _lines_beside_their_returns(session: AsyncSession) -> list[str]:
    returned = (
        select(ReturnLine.order_line_id, func.sum(ReturnLine.quantity).label("quantity"))
        .join(ReturnRequest, ReturnRequest.id == ReturnLine.return_request_id)
        .where(ReturnRequest.status.not_in([ReturnStatus.CANCELLED, ReturnStatus.REFUSED]))
        .group_by(ReturnLine.order_line_id)
        .subquery()
    )
    made_good = (
        select(ProblemReport.order_line_id, func.sum(ProblemReport.quantity).label("quantity"))
        .where(
            ProblemReport.remedy == Remedy.REFUND,
            ProblemReport.status == ProblemStatus.RESOLVED,
            ProblemReport.order_line_id.is_not(None),
        )
        .group_by(ProblemReport.order_line_id)
        .subquery()
    )
    total = func.coalesce(returned.c.quantity, 0) + func.coalesce(made_good.c.quantity, 0)
    rows = await session.execute(
        select(OrderLine.id, OrderLine.quantity, OrderLine.returned_quantity, total)
        .outerjoin(returned, returned.c.order_line_id == OrderLine.id)
        .outerjoin(made_good, made_good.c.order_line_id == OrderLine.id)
        .where((OrderLine.returned_quantity != total) | (total > OrderLine.quantity))
    )
    return [f"line {line}: bought {b}, noted {n}, returned {r}" for line, b, n, r in rows]


_OF_AN_ORDER = (PointsReason.EARNED, PointsReason.CLAWED_BACK, PointsReason.RESTORED)


async def _points_beside_their_orders(session: AsyncSession) -> list[str]:
    """An order's points are between none and those it earned, and all of them while nothing went back."""
    earned = func.sum(PointsEntry.points).filter(PointsEntry.reason == PointsReason.EARNED)
    went_back = (
        select(Refund.id)
        .where(Refund.order_id == PointsEntry.order_id, Refund.status != RefundStatus.REVERSED)
        .exists()
    )
    was_cancelled = (
        select(Order.id)
        .where(Order.id == PointsEntry.order_id, Order.status == OrderStatus.CANCELLED)
        .exists()
    )
    left = func.sum(PointsEntry.points)
    rows = await session.execute(
        select(PointsEntry.order_id, left, earned)
        .where(PointsEntry.order_id.is_not(None), PointsEntry.reason.in_(_OF_AN_ORDER))
        .group_by(PointsEntry.order_id)
        .having((left < 0) | (left > earned) | ((left < earned) & ~(went_back | was_cancelled)))
    )
    return [f"order {order}: {points} points of {all_points}" for order, points, all_points in rows]


async def _negative_balances(session: AsyncSession) -> list[str]:
    rows = await session.execute(
        select(CreditEntry.payment_method_id, func.sum(CreditEntry.amount_minor))
        .group_by(CreditEntry.payment_method_id)
        .having(func.sum(CreditEntry.amount_minor) < 0)
    )
    return [f"{method}: balance {amount}" for method, amount in rows]


async def _refunds_beside_their_credit(session: AsyncSession) -> list[str]:
    """Completed refunds to a method that holds a balance are credited there, once and in full."""
    rows = await session.execute(
        select(Refund.id, Refund.amount_minor, CreditEntry.amount_minor)
        .join(PaymentMethod, PaymentMethod.id == Refund.payment_method_id)
        .outerjoin(CreditEntry, CreditEntry.refund_id == Refund.id)
        .where(
            PaymentMethod.kind.in_([PaymentMethodKind.GIFT_CARD, PaymentMethodKind.STORE_CREDIT]),
            Refund.status == RefundStatus.COMPLETED,
            Refund.amount_minor != func.coalesce(CreditEntry.amount_minor, 0),
        )
    )
    return [f"refund {refund}: {amount}, credited {credited}" for refund, amount, credited in rows]


async def _refunds_beside_their_return(session: AsyncSession) -> list[str]:
    """A return's refund is sent only once the goods are back, and not at all when it came to nothing."""
    sent = (Refund.status == RefundStatus.COMPLETED) | Refund.expected_by.is_not(None)
    waits = ReturnRequest.status.in_([ReturnStatus.APPROVED, ReturnStatus.MANUAL_REVIEW])
    is_off = ReturnRequest.status.in_([ReturnStatus.CANCELLED, ReturnStatus.REFUSED])
    rows = await session.execute(
        select(Refund.id, Refund.status, ReturnRequest.rma_number, ReturnRequest.status)
        .join(ReturnRequest, ReturnRequest.id == Refund.return_request_id)
        .where(Refund.reason != RefundReason.EXCHANGE_CANCELLED)
        .where((waits & sent) | (is_off & (Refund.status != RefundStatus.REVERSED)))
    )
    return [f"refund {refund} is {state}, {rma} is {stands}" for refund, state, rma, stands in rows]


async def broken_balances(session: AsyncSession) -> list[str]:
    """Balances that are not what was on the card at first, less what it paid, plus what was refunded to it.

    For stores whose whole history is ours: an import takes today's balance as the opening one.
    """
    given = CreditEntry.reason.in_(
        [
            CreditReason.OPENING,
            CreditReason.CORRECTION,
            CreditReason.POINTS,
            CreditReason.GOODWILL,
            CreditReason.GIFT_CARD,
        ]
    )
    opening = _sum(CreditEntry, given)
    paid = _sum(Payment, Payment.amount_minor > 0)
    refunded = _sum(Refund, Refund.status == RefundStatus.COMPLETED)
    balance = _sum(CreditEntry, CreditEntry.amount_minor != 0)
    held = (PaymentMethodKind.GIFT_CARD, PaymentMethodKind.STORE_CREDIT)
    rows = await session.execute(
        select(PaymentMethod.id, balance, opening - paid + refunded).where(
            PaymentMethod.kind.in_(held), balance != opening - paid + refunded
        )
    )
    return [f"{method}: balance {held}, should be {due}" for method, held, due in rows]


def _sum(table: Any, condition: Any) -> Any:
    total = select(func.coalesce(func.sum(table.amount_minor), 0))
    return total.where(condition, table.payment_method_id == PaymentMethod.id).scalar_subquery()
