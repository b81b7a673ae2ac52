"""A customer as the desk sees them: orders, returns, refunds, problems, balances and conversations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.consent.ledger import Subscriber, history
from commerce.consent.models import ConsentEntry
from commerce.customers.models import CreditEntry, Customer, PaymentMethod, PaymentMethodKind
from commerce.loyalty.points import points_balance
from commerce.money import Money
from commerce.orders.models import Order, OrderLine, Refund, RefundStatus
from commerce.orders.problem_reports import ProblemReport
from commerce.returns.models import ReturnLine, ReturnRequest
from commerce.support.models import Conversation, Handoff, Message

_ORDERS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ReportedProblem:
    """A problem report with the line that it is about, where it is about one."""

    report: ProblemReport
    order: Order
    line: OrderLine | None


@dataclass(frozen=True, slots=True)
class PendingRefund:
    """Money on its way to the customer, or waiting for their goods."""

    refund: Refund
    order: Order
    is_sent: bool


@dataclass(frozen=True, slots=True)
class PastConversation:
    """A conversation in short."""

    conversation: Conversation
    messages: int
    handoffs: int


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """Everything about a customer that helps to serve them."""

    customer: Customer
    orders: Sequence[Order]
    returns: Sequence[ReturnRequest]
    problems: Sequence[ReportedProblem]
    refunds: Sequence[PendingRefund]
    points: int
    credit: Sequence[Money]
    lifetime: Sequence[Money]
    consents: Sequence[ConsentEntry]
    conversations: Sequence[PastConversation]

    @property
    def currency(self) -> str:
        """The currency they buy in."""
        return self.orders[0].currency if self.orders else "USD"


async def read_customer(session: AsyncSession, customer_id: str) -> CustomerFile | None:
    """The customer's file; None for nobody's id."""
    customer = await session.get(Customer, customer_id)
    if customer is None:
        return None
    return CustomerFile(
        customer=customer,
        orders=await _orders(session, customer_id),
        returns=await _returns(session, customer_id),
        problems=await _problems(session, customer_id),
        refunds=await _refunds(session, customer_id),
        points=await points_balance(session, customer_id),
        credit=await _credit(session, customer_id),
        lifetime=await _lifetime(session, customer_id),
        consents=await _consents(session, customer),
        conversations=await _conversations(session, customer_id),
    )


async def _orders(session: AsyncSession, customer_id: str) -> list[Order]:
    found = await session.scalars(
        select(Order)
        .where(Order.customer_id == customer_id)
        .options(selectinload(Order.lines), selectinload(Order.shipments))
        .order_by(Order.placed_at.desc().nulls_last(), Order.number.desc())
        .limit(_ORDERS_SHOWN)
    )
    return list(found)


async def _returns(session: AsyncSession, customer_id: str) -> list[ReturnRequest]:
    found = await session.scalars(
        select(ReturnRequest)
        .join(Order, Order.id == ReturnRequest.order_id)
        .where(Order.customer_id == customer_id)
        .options(
            selectinload(ReturnRequest.lines).joinedload(ReturnLine.order_line),
            selectinload(ReturnRequest.order),
        )
        .order_by(ReturnRequest.created_at.desc())
    )
    return list(found)


async def _problems(session: AsyncSession, customer_id: str) -> list[ReportedProblem]:
    rows = await session.execute(
        select(ProblemReport, Order, OrderLine)
        .join(Order, Order.id == ProblemReport.order_id)
        .outerjoin(OrderLine, OrderLine.id == ProblemReport.order_line_id)
        .where(Order.customer_id == customer_id)
        .order_by(ProblemReport.created_at.desc())
    )
    return [ReportedProblem(*row) for row in rows]


async def _refunds(session: AsyncSession, customer_id: str) -> list[PendingRefund]:
    rows = await session.execute(
        select(Refund, Order)
        .join(Order, Order.id == Refund.order_id)
        .where(Order.customer_id == customer_id, Refund.status == RefundStatus.PENDING)
        .order_by(Refund.created_at)
    )
    return [PendingRefund(refund, order, refund.expected_by is not None) for refund, order in rows]


async def _credit(session: AsyncSession, customer_id: str) -> list[Money]:
    rows = await session.execute(
        select(CreditEntry.currency, func.sum(CreditEntry.amount_minor))
        .join(PaymentMethod, PaymentMethod.id == CreditEntry.payment_method_id)
        .where(PaymentMethod.customer_id == customer_id, PaymentMethod.kind == PaymentMethodKind.STORE_CREDIT)
        .group_by(CreditEntry.currency)
    )
    return [Money(int(amount), currency) for currency, amount in rows]


async def _lifetime(session: AsyncSession, customer_id: str) -> list[Money]:
    """What they paid for orders that were not cancelled, by currency."""
    rows = await session.execute(
        select(Order.currency, func.sum(Order.total_minor))
        .where(Order.customer_id == customer_id, Order.status != "cancelled")
        .group_by(Order.currency)
    )
    return [Money(int(amount), currency) for currency, amount in rows]


async def _consents(session: AsyncSession, customer: Customer) -> list[ConsentEntry]:
    entries = [*await history(session, Subscriber("email", customer.email.lower()))]
    if customer.phone:
        entries += await history(session, Subscriber("sms", customer.phone))
    return entries


async def _conversations(session: AsyncSession, customer_id: str) -> list[PastConversation]:
    messages = select(func.count(Message.id)).where(Message.conversation_id == Conversation.id)
    handoffs = select(func.count(Handoff.id)).where(Handoff.conversation_id == Conversation.id)
    rows = await session.execute(
        select(Conversation, messages.scalar_subquery(), handoffs.scalar_subquery())
        .where(Conversation.customer_id == customer_id)
        .order_by(Conversation.created_at.desc())
        .limit(_ORDERS_SHOWN)
    )
    return [PastConversation(*row) for row in rows]
