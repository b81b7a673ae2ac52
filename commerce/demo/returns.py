"""Returns and exchanges of delivered demo orders, in every state, with the money and points they move."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from commerce.demo.catalogue import DemoVariant
from commerce.demo.dice import Dice
from commerce.demo.orders import DemoLine, DemoOrder, DemoRefund, pay, refund
from commerce.demo.people import DemoMethod
from commerce.loyalty.points import share_of_points
from commerce.orders.amounts import share, swap_price
from commerce.orders.models import RefundStatus
from commerce.orders.payments import GOODS_REASONS, RefundReason
from commerce.policies.defaults import DEFAULT_POLICIES
from commerce.returns.models import ItemCondition, ReturnKind, ReturnReason, ReturnStatus

_WINDOWS = {p.category_id: p.value["days"] for p in DEFAULT_POLICIES if p.name == "return_window"}
_FINAL_SALE = {p.category_id for p in DEFAULT_POLICIES if p.name == "final_sale" and p.value["is_final"]}
_RMA_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_REASONS = (
    (ReturnReason.SIZE, 0.3),
    (ReturnReason.CHANGED_MIND, 0.27),
    (ReturnReason.NOT_AS_DESCRIBED, 0.15),
    (ReturnReason.DAMAGED, 0.12),
    (ReturnReason.WRONG_ITEM, 0.08),
    (ReturnReason.OTHER, 0.08),
)


class Outcome(Enum):
    """What a return comes to."""

    USUAL = auto()
    WITHDRAWN = auto()
    REFUSED = auto()
    IN_REVIEW = auto()


_OUTCOMES = ((Outcome.USUAL, 0.88), (Outcome.WITHDRAWN, 0.07), (Outcome.REFUSED, 0.05))
_OUTCOMES_OF_EXCHANGES = ((Outcome.USUAL, 0.93), (Outcome.WITHDRAWN, 0.07))
_REVIEW = timedelta(days=9)  # a person has decided by then
_REVIEWED = 0.25
_REFUSED = "The item came back used and without its parts."


@dataclass(slots=True, eq=False)
class DemoReturnLine:
    """How many of a line come back, and what goes out for them."""

    id: UUID
    line: DemoLine
    quantity: int
    reason: ReturnReason
    condition: ItemCondition
    refund_minor: int
    exchange: DemoVariant | None


@dataclass(slots=True, eq=False)
class DemoReturn:
    """A return or an exchange."""

    id: UUID
    rma_number: str
    order: DemoOrder
    kind: ReturnKind
    status: ReturnStatus
    created_at: datetime
    settlement_minor: int
    method: DemoMethod | None
    verdict_reason: str = ""
    received_at: datetime | None = None
    closed_at: datetime | None = None
    lines: list[DemoReturnLine] = field(default_factory=list)
    refund: DemoRefund | None = None


def points_earned(order: DemoOrder) -> int:
    """One point for each whole dollar that was paid for goods."""
    return order.goods_minor // 100 if order.delivered_at else 0


def points_available_at(order: DemoOrder, delivered_at: datetime) -> datetime:
    """Return when the earned points can be spent: once nothing of the order can come back any more."""
    categories = (line.variant.product.category_id for line in order.lines)
    days = max(_WINDOWS.get(category, _WINDOWS[None]) for category in categories)
    return delivered_at + timedelta(days=days)


def may_come_back(line: DemoLine, order: DemoOrder, at: datetime) -> bool:
    """Whether the store's policies let the line come back then."""
    product = line.variant.product
    if order.delivered_at is None or product.is_final_sale or product.category_id in _FINAL_SALE:
        return False
    days = _WINDOWS.get(product.category_id, _WINDOWS[None])
    return order.delivered_at < at <= order.delivered_at + timedelta(days=days)


def open_return(
    dice: Dice,
    order: DemoOrder,
    at: datetime,
    now: datetime,
    *,
    wants_exchange: bool = False,
    outcome: Outcome | None = None,
) -> DemoReturn | None:
    """Send one line of the order back, as far as that has come by now; None where policy forbids it."""
    returnable = [line for line in order.lines if may_come_back(line, order, at)]
    if not returnable:
        return None
    line = dice.choice(returnable)
    others = [v for v in line.variant.product.variants if v is not line.variant]
    exchange = dice.choice(others) if wants_exchange and others else None
    made = _requested(dice, order, line, exchange, at)
    _settle(dice, made, now, outcome or _draw_outcome(dice, made, now))
    return made


def _draw_outcome(dice: Dice, made: DemoReturn, now: datetime) -> Outcome:
    if made.kind is ReturnKind.EXCHANGE:
        return dice.pick(_OUTCOMES_OF_EXCHANGES)
    if now - made.created_at < _REVIEW and dice.happens(_REVIEWED):
        return Outcome.IN_REVIEW
    return dice.pick(_OUTCOMES)


def _requested(
    dice: Dice, order: DemoOrder, line: DemoLine, exchange: DemoVariant | None, at: datetime
) -> DemoReturn:
    quantity = dice.randint(1, line.quantity)
    paid = share(line.paid_minor, quantity, line.quantity)
    difference = -paid
    if exchange:
        price = swap_price(
            list_minor=line.unit_price_minor * quantity,
            paid_minor=paid,
            new_list_minor=exchange.price_minor * quantity,
        )
        difference = price.difference_minor
    reason = dice.pick(_REASONS)
    is_damaged = reason is ReturnReason.DAMAGED
    condition = (
        ItemCondition.DAMAGED if is_damaged else dice.choice((ItemCondition.UNOPENED, ItemCondition.LIKE_NEW))
    )
    made = DemoReturn(
        id=dice.id(),
        rma_number="RMA-" + dice.letters(8, _RMA_ALPHABET),
        order=order,
        kind=ReturnKind.EXCHANGE if exchange else ReturnKind.RETURN,
        status=ReturnStatus.APPROVED,
        created_at=at,
        settlement_minor=-difference,
        method=order.method if difference else None,
    )
    refund_minor = max(0, -difference)
    made.lines.append(DemoReturnLine(dice.id(), line, quantity, reason, condition, refund_minor, exchange))
    return made


def _settle(dice: Dice, made: DemoReturn, now: datetime, outcome: Outcome) -> None:
    """Take the request as far as it has come by now."""
    age = now - made.created_at
    if outcome is Outcome.REFUSED and age > timedelta(days=3):
        made.status, made.verdict_reason = ReturnStatus.REFUSED, _REFUSED
        made.closed_at = made.created_at + dice.hours(20, 60)
        return
    if outcome is Outcome.IN_REVIEW:
        made.status, made.verdict_reason = ReturnStatus.MANUAL_REVIEW, "condition"
        made.lines[0].condition = ItemCondition.USED
        made.lines[0].reason = ReturnReason.CHANGED_MIND
        _set_aside(made)
        return
    is_withdrawn = outcome is Outcome.WITHDRAWN and age > timedelta(days=2)
    if not is_withdrawn:
        _set_aside(made)
    _take_in(dice, made, now, is_withdrawn=is_withdrawn)


def _set_aside(made: DemoReturn) -> None:
    for each in made.lines:
        each.line.returned_quantity += each.quantity


def _take_in(dice: Dice, made: DemoReturn, now: datetime, *, is_withdrawn: bool) -> None:
    """Approve it, and where it has arrived by now, take the parcel in and send the money."""
    arrives_at = made.created_at + dice.hours(4 * 24, 9 * 24)
    has_arrived = arrives_at <= now and not is_withdrawn
    if made.settlement_minor < 0:
        pay(dice, made.order, -made.settlement_minor, made.created_at)
    elif made.settlement_minor > 0:
        made.refund = _refund(dice, made, now, arrives_at if has_arrived else None)
    if is_withdrawn:
        made.status = ReturnStatus.CANCELLED
        made.closed_at = made.created_at + dice.hours(5, 40)
        _undo(dice, made, made.closed_at, now)
    elif has_arrived:
        made.received_at = arrives_at
        is_settled = made.refund is None or made.refund.status is RefundStatus.COMPLETED
        made.status = ReturnStatus.COMPLETED if is_settled else ReturnStatus.RECEIVED
        if is_settled:
            made.closed_at = made.refund.completed_at if made.refund else arrives_at


def _undo(dice: Dice, made: DemoReturn, at: datetime, now: datetime) -> None:
    """The pending refund is not sent, and a difference that was charged goes back."""
    if made.refund:
        made.refund.status = RefundStatus.REVERSED
    elif made.settlement_minor < 0:
        owed = -made.settlement_minor
        back = refund(dice, made.order, owed, RefundReason.EXCHANGE_CANCELLED, sent_at=at, now=now)
        back.return_id = made.id


def _refund(dice: Dice, made: DemoReturn, now: datetime, arrived_at: datetime | None) -> DemoRefund:
    """The refund is pending from the request on; it is sent when the parcel is here."""
    reason = RefundReason.EXCHANGED if made.kind is ReturnKind.EXCHANGE else RefundReason.RETURNED
    order = made.order
    before = sum(r.amount_minor for r in order.refunds if r.reason in GOODS_REASONS)
    taken = sum(r.points for r in order.refunds)
    sent_at = arrived_at or now + timedelta(days=1)
    given = refund(dice, order, made.settlement_minor, reason, sent_at=sent_at, now=now)
    given.at, given.return_id = made.created_at, made.id
    given.points = share_of_points(
        points_earned(order), taken, before + given.amount_minor, order.goods_minor
    )
    if arrived_at is None:
        given.status, given.expected_by, given.completed_at = RefundStatus.PENDING, None, None
    return given
