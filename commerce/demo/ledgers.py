"""The demo store's ledgers, worked out once everything that moves them is known."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from commerce.catalogue.models import StockEntry, StockReason, Variant
from commerce.customers.models import CreditEntry, CreditReason
from commerce.demo.catalogue import DemoCatalogue, DemoVariant
from commerce.demo.dice import Dice
from commerce.demo.orders import DemoOrder, DemoPayment, DemoRefund
from commerce.demo.people import CURRENCY, DemoCustomer, DemoMethod
from commerce.demo.returns import DemoReturn, points_available_at, points_earned
from commerce.demo.shoppers import Trade
from commerce.importing.bulk import Bulk
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.orders.models import OrderStatus, RefundStatus
from commerce.returns.models import ItemCondition, ReturnKind, ReturnStatus

_RESALEABLE = (ItemCondition.UNOPENED, ItemCondition.LIKE_NEW)
_POINTS_LAST = timedelta(days=365)
_GIFT_MINOR = 2_500
_WELCOME_POINTS = 50

Movement = tuple[int, StockReason, str | None, datetime]


def add_stock(bulk: Bulk, dice: Dice, catalogue: DemoCatalogue, trade: Trade, opened_at: datetime) -> None:
    """Every variant with its movements, whose sum is what is on hand; deliveries came before all sales."""
    movements: dict[DemoVariant, list[Movement]] = defaultdict(list)
    for order in trade.orders:
        for variant, movement in _movements_of_order(order):
            movements[variant].append(movement)
    for sent_back in trade.returns:
        for variant, movement in _movements_of_return(sent_back):
            movements[variant].append(movement)
    for product in catalogue.products:
        for variant in product.variants:
            on_hand = 0 if dice.happens(0.07) else dice.randint(2, 80)
            moved = sum(quantity for quantity, *_ in movements[variant])
            received = (on_hand - moved, StockReason.RECEIVED, None, opened_at)
            _add_variant(bulk, variant, on_hand, is_offered=not dice.happens(0.02))
            for movement in (received, *movements[variant]):
                if movement[0]:
                    _add_movement(bulk, dice, variant, movement)


def _movements_of_order(order: DemoOrder) -> Iterable[tuple[DemoVariant, Movement]]:
    for line in order.lines:
        pieces = line.quantity
        yield line.sold, (-pieces, StockReason.SOLD, order.number, order.placed_at)
        if line.sold is not line.variant and order.items_changed_at:
            yield line.sold, (pieces, StockReason.EXCHANGED, order.number, order.items_changed_at)
            yield line.variant, (-pieces, StockReason.EXCHANGED, order.number, order.items_changed_at)
        if order.status is OrderStatus.CANCELLED and order.cancelled_at:
            yield line.variant, (pieces, StockReason.CANCELLED, order.number, order.cancelled_at)


def _movements_of_return(sent_back: DemoReturn) -> Iterable[tuple[DemoVariant, Movement]]:
    number = sent_back.order.number
    is_exchange = sent_back.kind is ReturnKind.EXCHANGE
    for each in sent_back.lines:
        if each.exchange:
            yield each.exchange, (-each.quantity, StockReason.EXCHANGED, number, sent_back.created_at)
        if each.exchange and sent_back.status is ReturnStatus.CANCELLED and sent_back.closed_at:
            yield each.exchange, (each.quantity, StockReason.EXCHANGED, number, sent_back.closed_at)
        if sent_back.received_at and each.condition in _RESALEABLE:
            reason = StockReason.EXCHANGED if is_exchange else StockReason.RETURNED
            yield each.line.variant, (each.quantity, reason, number, sent_back.received_at)


def _add_variant(bulk: Bulk, variant: DemoVariant, on_hand: int, *, is_offered: bool) -> None:
    bulk.add(
        Variant,
        sku=variant.sku,
        product_id=variant.product.id,
        options=variant.options,
        price_minor=variant.price_minor,
        compare_at_minor=variant.compare_at_minor,
        currency=CURRENCY,
        stock_on_hand=on_hand,
        is_offered=is_offered,
    )


def _add_movement(bulk: Bulk, dice: Dice, variant: DemoVariant, movement: Movement) -> None:
    quantity, reason, number, at = movement
    bulk.add(
        StockEntry,
        id=dice.id(),
        sku=variant.sku,
        quantity=quantity,
        reason=reason,
        order_number=number,
        created_at=at,
    )


def add_credit(bulk: Bulk, dice: Dice, customers: list[DemoCustomer], orders: list[DemoOrder]) -> None:
    """The movements of gift cards and store credit; each was opened with enough for all it paid."""
    payments: dict[DemoMethod, list[DemoPayment]] = defaultdict(list)
    refunds: dict[DemoMethod, list[DemoRefund]] = defaultdict(list)
    for order in orders:
        for payment in order.payments:
            payments[payment.method].append(payment)
        for given in order.refunds:
            if given.status is RefundStatus.COMPLETED:
                refunds[given.method].append(given)
    for customer in customers:
        for method in customer.methods:
            if method.holds_balance:
                spent = sum(payment.amount_minor for payment in payments[method])
                opening = (spent // _GIFT_MINOR + dice.randint(1, 6)) * _GIFT_MINOR
                _add_credit(bulk, dice, method, opening, customer.created_at)
                for payment in payments[method]:
                    _add_credit(bulk, dice, method, -payment.amount_minor, payment.at, payment=payment)
                for given in refunds[method]:
                    at = given.completed_at or given.at
                    _add_credit(bulk, dice, method, given.amount_minor, at, refund=given)


def _add_credit(
    bulk: Bulk,
    dice: Dice,
    method: DemoMethod,
    amount_minor: int,
    at: datetime,
    *,
    payment: DemoPayment | None = None,
    refund: DemoRefund | None = None,
) -> None:
    reason = CreditReason.PAYMENT if payment else CreditReason.REFUND if refund else CreditReason.OPENING
    bulk.add(
        CreditEntry,
        id=dice.id(),
        payment_method_id=method.id,
        amount_minor=amount_minor,
        currency=CURRENCY,
        reason=reason,
        payment_id=payment.id if payment else None,
        refund_id=refund.id if refund else None,
        created_at=at,
    )


class PointsBook:
    """Writes the points ledger."""

    def __init__(self, bulk: Bulk, dice: Dice, now: datetime) -> None:
        self._bulk, self._dice, self._now = bulk, dice, now

    def welcome(self, customer: DemoCustomer) -> None:
        """A present that is not from an order; it has expired by now for older customers."""
        expires_at = customer.created_at + _POINTS_LAST
        self._add(customer, _WELCOME_POINTS, PointsReason.GRANTED, customer.created_at, expires_at=expires_at)
        if expires_at <= self._now:
            self._add(customer, -_WELCOME_POINTS, PointsReason.EXPIRED, expires_at)

    def settle(self, order: DemoOrder, returns: list[DemoReturn]) -> None:
        """What a delivered order earned, less what its refunds took and what has expired."""
        earned, delivered_at = points_earned(order), order.delivered_at
        if not earned or delivered_at is None:
            return
        expires_at = delivered_at + _POINTS_LAST
        self._add(
            order.customer,
            earned,
            PointsReason.EARNED,
            delivered_at,
            order,
            available_at=points_available_at(order, delivered_at),
            expires_at=expires_at,
        )
        left = earned
        for given in order.refunds:
            if given.points:
                self._add(
                    order.customer, -given.points, PointsReason.CLAWED_BACK, given.at, order, refund=given
                )
                left -= given.points
        for each in returns:
            if (
                each.status is ReturnStatus.CANCELLED
                and each.refund
                and each.refund.points
                and each.closed_at
            ):
                self._add(order.customer, each.refund.points, PointsReason.RESTORED, each.closed_at, order)
                left += each.refund.points
        if expires_at <= self._now and left:
            self._add(order.customer, -left, PointsReason.EXPIRED, expires_at, order)

    def _add(
        self,
        customer: DemoCustomer,
        points: int,
        reason: PointsReason,
        at: datetime,
        order: DemoOrder | None = None,
        *,
        refund: DemoRefund | None = None,
        available_at: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        self._bulk.add(
            PointsEntry,
            id=self._dice.id(),
            customer_id=customer.id,
            points=points,
            reason=reason,
            order_id=order.id if order else None,
            refund_id=refund.id if refund else None,
            created_at=at,
            available_at=available_at,
            expires_at=expires_at,
        )
