"""The demo store's orders, each lived through from its first minute until now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from commerce.demo.catalogue import DemoVariant
from commerce.demo.dice import Dice
from commerce.demo.parcels import DemoParcel, Fate, Trip, send_parcel
from commerce.demo.people import DemoCustomer, DemoMethod
from commerce.demo.promotions import DemoPromotion
from commerce.orders.calendar import add_business_days
from commerce.orders.models import CancelReason, OrderStatus, RefundStatus, ShipmentStatus
from commerce.orders.payments import RefundReason
from commerce.policies.defaults import DEFAULT_POLICIES
from commerce.postal import PostalAddress

_DELIVERY = {(policy.name, policy.country): policy.value for policy in DEFAULT_POLICIES if policy.country}
_REFUND_DAYS = next(policy.value for policy in DEFAULT_POLICIES if policy.name == "refund_days")
_DAYS_TO_PACK = 2
_REASONS = (
    (CancelReason.NO_LONGER_NEEDED, 0.5),
    (CancelReason.ORDERED_BY_MISTAKE, 0.3),
    (CancelReason.OTHER, 0.2),
)


@dataclass(slots=True, eq=False)
class DemoLine:
    """A line; `sold` is the variant as it was first bought, before a change of items."""

    id: UUID
    variant: DemoVariant
    sold: DemoVariant
    unit_price_minor: int
    quantity: int
    discount_minor: int = 0
    returned_quantity: int = 0

    @property
    def paid_minor(self) -> int:
        return self.unit_price_minor * self.quantity - self.discount_minor


@dataclass(slots=True, eq=False)
class DemoPayment:
    """Money taken."""

    id: UUID
    method: DemoMethod
    amount_minor: int
    at: datetime


@dataclass(slots=True, eq=False)
class DemoRefund:
    """Money given back; `points` were taken back with it."""

    id: UUID
    method: DemoMethod
    amount_minor: int
    reason: RefundReason
    at: datetime
    status: RefundStatus
    expected_by: date | None
    completed_at: datetime | None
    return_id: UUID | None = None
    points: int = 0


@dataclass(slots=True, eq=False)
class DemoOrder:
    """An order with all that happened to it."""

    id: UUID
    customer: DemoCustomer
    placed_at: datetime
    promised_on: date
    address: PostalAddress
    method: DemoMethod
    lines: list[DemoLine]
    shipping_minor: int
    promotion: DemoPromotion | None
    number: str = ""
    status: OrderStatus = OrderStatus.PENDING
    cancelled_at: datetime | None = None
    cancel_reason: CancelReason | None = None
    items_changed_at: datetime | None = None
    parcels: list[DemoParcel] = field(default_factory=list)
    payments: list[DemoPayment] = field(default_factory=list)
    refunds: list[DemoRefund] = field(default_factory=list)

    @property
    def goods_minor(self) -> int:
        return sum(line.paid_minor for line in self.lines)

    @property
    def total_minor(self) -> int:
        return self.goods_minor + self.shipping_minor

    @property
    def delivered_at(self) -> datetime | None:
        """When the last parcel arrived, once all have."""
        if self.status is not OrderStatus.DELIVERED:
            return None
        return max(parcel.delivered_at for parcel in self.parcels if parcel.delivered_at)


@dataclass(frozen=True, slots=True)
class Wish:
    """Who buys what, when, and how it is to go."""

    customer: DemoCustomer
    variants: Sequence[tuple[DemoVariant, int]]
    placed_at: datetime
    method: DemoMethod
    is_express: bool = False
    promotion: DemoPromotion | None = None
    fate: Fate = Fate.ON_TIME
    delay_days: int = 0
    parcels: int = 1
    days_between_parcels: int = 3


def place_order(dice: Dice, wish: Wish) -> DemoOrder:
    """An order in its first minute, paid."""
    lines = [
        DemoLine(dice.id(), variant, variant, _price_then(dice, variant), quantity)
        for variant, quantity in wish.variants
    ]
    totals = [line.paid_minor for line in lines]
    promotion = (
        wish.promotion if wish.promotion and wish.promotion.applies(sum(totals), wish.placed_at) else None
    )
    if promotion:
        for line, discount in zip(lines, promotion.discounts(totals), strict=True):
            line.discount_minor = discount
    addresses = wish.customer.addresses
    address = addresses[0] if dice.happens(0.85) else dice.choice(addresses)
    days = _DELIVERY["delivery_times", address.country]["express" if wish.is_express else "standard"]
    order = DemoOrder(
        id=dice.id(),
        customer=wish.customer,
        placed_at=wish.placed_at,
        promised_on=add_business_days(dice.day_of(wish.placed_at), _DAYS_TO_PACK + days["max"]),
        address=address,
        method=wish.method,
        lines=lines,
        shipping_minor=_shipping(address.country, sum(line.paid_minor for line in lines), wish.is_express),
        promotion=promotion,
    )
    pay(dice, order, order.total_minor, wish.placed_at)
    return order


def _price_then(dice: Dice, variant: DemoVariant) -> int:
    """Some prices have moved since."""
    if dice.happens(0.85):
        return variant.price_minor
    return variant.price_minor + dice.choice((-300, -200, -100, 100, 200)) * (variant.price_minor > 2_000)


def _shipping(country: str, goods_minor: int, is_express: bool) -> int:
    costs = _DELIVERY["delivery_costs", country]
    if is_express:
        return int(costs["express_minor"])
    return 0 if goods_minor >= costs["free_from_minor"] else int(costs["standard_minor"])


def pay(dice: Dice, order: DemoOrder, amount_minor: int, at: datetime) -> None:
    """Take money for the order from its method."""
    order.payments.append(DemoPayment(dice.id(), order.method, amount_minor, at))


def refund(
    dice: Dice, order: DemoOrder, amount_minor: int, reason: RefundReason, *, sent_at: datetime, now: datetime
) -> DemoRefund:
    """Give money back to the order's method: to a balance at once, else within business days."""
    expected_by = add_business_days(dice.day_of(sent_at), _REFUND_DAYS["max"])
    arrives_on = add_business_days(
        dice.day_of(sent_at), dice.randint(_REFUND_DAYS["min"], _REFUND_DAYS["max"])
    )
    arrives_at = sent_at if order.method.holds_balance else dice.daytime(arrives_on)
    has_arrived = arrives_at <= now
    made = DemoRefund(
        id=dice.id(),
        method=order.method,
        amount_minor=amount_minor,
        reason=reason,
        at=sent_at,
        status=RefundStatus.COMPLETED if has_arrived else RefundStatus.PENDING,
        expected_by=None if order.method.holds_balance else expected_by,
        completed_at=arrives_at if has_arrived else None,
    )
    order.refunds.append(made)
    return made


def cancel(dice: Dice, order: DemoOrder, at: datetime, now: datetime) -> None:
    """Call the order off before it is packed."""
    order.status = OrderStatus.CANCELLED
    order.cancelled_at = at
    order.cancel_reason = dice.pick(_REASONS)
    refund(dice, order, order.total_minor, RefundReason.ORDER_CANCELLED, sent_at=at, now=now)


def change_item(dice: Dice, order: DemoOrder, at: datetime, now: datetime) -> None:
    """Swap one line for another variant of its product, settling the difference."""
    line = dice.choice(order.lines)
    others = [other for other in line.variant.product.variants if other is not line.variant]
    if not others or order.method.holds_balance:
        return
    before = order.total_minor
    line.variant = dice.choice(others)
    line.unit_price_minor = line.variant.price_minor
    line.discount_minor = min(line.discount_minor, line.unit_price_minor * line.quantity)
    order.items_changed_at = at
    difference = order.total_minor - before
    if difference > 0:
        pay(dice, order, difference, at)
    elif difference < 0:
        refund(dice, order, -difference, RefundReason.ITEMS_CHANGED, sent_at=at, now=now)


def fulfil(dice: Dice, order: DemoOrder, wish: Wish, now: datetime) -> None:
    """Pack and send the order, as far as that has come by now."""
    days = _DELIVERY["delivery_times", order.address.country]["express" if wish.is_express else "standard"]
    packed_at = dice.working_time(order.placed_at + dice.hours(16, 40))
    if now < packed_at:
        return
    order.status = OrderStatus.PROCESSED
    labelled_at = packed_at + dice.hours(1, 5)
    for number, contents in enumerate(_shared_out(order.lines, wish.parcels)):
        is_last = number == wish.parcels - 1
        trip = Trip(
            packed_at=dice.working_time(labelled_at + timedelta(days=number * wish.days_between_parcels)),
            country=order.address.country,
            city=order.address.city,
            promised_on=order.promised_on,
            business_days=dice.randint(days["min"], days["max"]),
            fate=wish.fate if is_last else Fate.ON_TIME,
            delay_days=wish.delay_days if is_last else 0,
        )
        parcel = send_parcel(dice, trip, now)
        if parcel is not None:
            parcel.contents = contents
            order.parcels.append(parcel)
    is_all_packed = len(order.parcels) == wish.parcels
    statuses = {parcel.status for parcel in order.parcels}
    if is_all_packed and statuses == {ShipmentStatus.DELIVERED}:
        order.status = OrderStatus.DELIVERED
    elif statuses - {ShipmentStatus.LABEL_CREATED}:
        order.status = OrderStatus.SHIPPED


def _shared_out(lines: Sequence[DemoLine], parcels: int) -> list[dict[int, int]]:
    """Which lines go into which parcel; a single line of several pieces is divided."""
    if parcels > len(lines):
        piece = lines[0].quantity // parcels
        return [
            {0: lines[0].quantity - piece * (parcels - 1) if number == 0 else piece}
            for number in range(parcels)
        ]
    return [
        {position: line.quantity for position, line in enumerate(lines) if position % parcels == number}
        for number in range(parcels)
    ]
