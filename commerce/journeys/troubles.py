"""Triggers of what goes wrong before anybody tells it, and of what must not be forgotten."""

from datetime import timedelta
from typing import ClassVar

from pydantic import Field
from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.orm import aliased

from commerce.carts.models import Cart, CartStatus
from commerce.checkout.models import Checkout, CheckoutStatus
from commerce.durations import Duration
from commerce.journeys.goods import OfProduct
from commerce.journeys.models import SubjectKind
from commerce.journeys.triggers import TRIGGERS, Beginnings, Trigger, Window, as_moment
from commerce.orders.models import Order, OrderLine
from commerce.payments.models import AttemptStatus, PaymentAttempt
from commerce.returns.models import ReturnLine, ReturnRequest, ReturnStatus


@TRIGGERS.register("checkout_left")
class CheckoutLeft(Trigger):
    """A customer began to check out, and the goods are held for them no more since `idle`."""

    subject_kind = SubjectKind.CART
    idle: Duration = timedelta(minutes=30)

    @property
    def lead(self) -> timedelta:
        """The time since the goods were let go."""
        return self.idle

    def beginnings(self, window: Window) -> Beginnings:
        """Open carts by checkout and the end of its hold."""
        return (
            select(
                Cart.customer_id,
                cast(Cart.id, String),
                cast(Checkout.id, String) + " " + as_moment(Checkout.held_until),
                Checkout.held_until,
            )
            .join(Checkout, Checkout.cart_id == Cart.id)
            .where(
                Checkout.status != CheckoutStatus.ORDERED,
                Checkout.held_until > window.since,
                Checkout.held_until <= window.until,
                Cart.status == CartStatus.OPEN,
                Cart.customer_id.is_not(None),
            )
        )


@TRIGGERS.register("payment_failed")
class PaymentFailed(Trigger):
    """A customer has tried to pay for a cart `times` within as many hours, and could not."""

    subject_kind = SubjectKind.CART
    times: int = Field(3, ge=1)

    def beginnings(self, window: Window) -> Beginnings:
        """Carts by checkout, from the first try that makes it so often."""
        before = aliased(PaymentAttempt)
        failures = (
            select(func.count())
            .select_from(before)
            .where(
                before.checkout_id == PaymentAttempt.checkout_id,
                before.status == AttemptStatus.FAILED,
                before.settled_at <= PaymentAttempt.settled_at,
                before.settled_at > PaymentAttempt.settled_at - literal(timedelta(hours=self.times)),
            )
            .scalar_subquery()
        )
        return (
            select(
                Cart.customer_id,
                cast(Cart.id, String),
                cast(Checkout.id, String),
                func.min(PaymentAttempt.settled_at),
            )
            .join(Checkout, Checkout.cart_id == Cart.id)
            .join(PaymentAttempt, PaymentAttempt.checkout_id == Checkout.id)
            .where(
                PaymentAttempt.status == AttemptStatus.FAILED,
                PaymentAttempt.settled_at > window.since,
                PaymentAttempt.settled_at <= window.until,
                failures >= self.times,
                Cart.customer_id.is_not(None),
            )
            .group_by(Cart.customer_id, Cart.id, Checkout.id)
        )


@TRIGGERS.register("sent_back_again")
class SentBackAgain(OfProduct):
    """A customer sends the same product back for the second time, or oftener."""

    looks_every: ClassVar[timedelta] = timedelta(0)
    times: int = Field(2, ge=2)

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by product and return."""
        other, their_line, their_order = aliased(ReturnLine), aliased(OrderLine), aliased(Order)
        earlier = aliased(ReturnRequest)
        returns = (
            select(func.count(func.distinct(earlier.id)))
            .select_from(earlier)
            .join(other, other.return_request_id == earlier.id)
            .join(their_line, their_line.id == other.order_line_id)
            .join(their_order, their_order.id == earlier.order_id)
            .where(
                their_order.customer_id == Order.customer_id,
                their_line.product_id == OrderLine.product_id,
                earlier.created_at <= ReturnRequest.created_at,
                earlier.status.not_in((ReturnStatus.CANCELLED, ReturnStatus.REFUSED)),
            )
            .scalar_subquery()
        )
        return (
            select(
                Order.customer_id,
                OrderLine.product_id,
                Order.customer_id + " " + cast(ReturnRequest.id, String),
                ReturnRequest.created_at,
            )
            .select_from(ReturnRequest)
            .join(Order, Order.id == ReturnRequest.order_id)
            .join(ReturnLine, ReturnLine.return_request_id == ReturnRequest.id)
            .join(OrderLine, OrderLine.id == ReturnLine.order_line_id)
            .where(
                ReturnRequest.created_at > window.since,
                ReturnRequest.created_at <= window.until,
                returns >= self.times,
            )
            .distinct()
        )


@TRIGGERS.register("return_waits")
class ReturnWaits(Trigger):
    """A return is approved, or may be by a person yet; a step asks whether it still waits."""

    subject_kind = SubjectKind.ORDER

    def beginnings(self, window: Window) -> Beginnings:
        """Orders by return."""
        return (
            select(
                Order.customer_id,
                cast(Order.id, String),
                cast(ReturnRequest.id, String),
                ReturnRequest.created_at,
            )
            .join(ReturnRequest, ReturnRequest.order_id == Order.id)
            .where(
                ReturnRequest.status.in_((ReturnStatus.APPROVED, ReturnStatus.MANUAL_REVIEW)),
                ReturnRequest.created_at > window.since,
                ReturnRequest.created_at <= window.until,
            )
        )
