"""The pure rules of returns: how much of a line may come back, until when, for how much, and who decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from commerce.money import Money
from commerce.orders.amounts import share
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.orders.refusals import QuantityNotInLine
from commerce.policies.service import ReviewLimit
from commerce.returns.models import ItemCondition, ReturnReason, ReturnStatus
from commerce.returns.refusals import (
    AlreadyMadeGood,
    AlreadyReturned,
    FinalSale,
    NotDelivered,
    ReturnWindowClosed,
)

RETURN_REFUSALS = (
    NotDelivered,
    AlreadyReturned,
    AlreadyMadeGood,
    QuantityNotInLine,
    FinalSale,
    ReturnWindowClosed,
)

# Reasons that are the store's fault: the item's condition then speaks for the shopper, not against.
_OUR_FAULT = frozenset({ReturnReason.DAMAGED, ReturnReason.WRONG_ITEM, ReturnReason.NOT_AS_DESCRIBED})
_WORN = frozenset({ItemCondition.USED, ItemCondition.DAMAGED})


@dataclass(frozen=True, slots=True)
class LineState:
    """What decides over the return of a line."""

    line: OrderLine
    delivered_quantity: int
    delivered_on: date | None
    refunded_minor: int
    window_days: int
    is_final_sale: bool
    set_aside: int = 0  # made good with a replacement, or with a person who decides

    @property
    def returnable(self) -> int:
        """How many arrived and are in no return, exchange or refund, and were not replaced."""
        return max(0, self.delivered_quantity - self.line.returned_quantity - self.set_aside)

    @property
    def closes_on(self) -> date | None:
        """The last day on which the line may be sent back; None when the delivery date is unknown."""
        return self.delivered_on and self.delivered_on + timedelta(days=self.window_days)


class ReviewReason(StrEnum):
    """What about a return is flagged."""

    DELIVERY_DATE_UNKNOWN = "delivery_date_unknown"  # noted only: the window cannot be checked
    ABOVE_LIMIT = "above_limit"
    CONDITION = "condition"
    LOOKED_AT = "looked_at"  # the account's score says that a person decides


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the store says to a return, and why a person looks at it."""

    status: ReturnStatus
    reasons: tuple[ReviewReason, ...]


def require_returnable(order: Order, state: LineState, quantity: int, today: date) -> None:
    """Raise the refusal that stands against sending `quantity` of the line back today, if one does."""
    title = state.line.title
    if order.status is OrderStatus.CANCELLED or state.delivered_quantity == 0:
        raise NotDelivered(order.number, order.status, title)
    if state.returnable == 0:
        raise (AlreadyMadeGood if state.set_aside else AlreadyReturned)(order.number, title)
    if not 1 <= quantity <= state.returnable:
        raise QuantityNotInLine(order.number, title, quantity, state.returnable)
    if state.is_final_sale:
        raise FinalSale(order.number, title)
    if state.delivered_on and state.closes_on and today > state.closes_on:
        raise ReturnWindowClosed(order.number, title, state.delivered_on, state.closes_on)


def worth(state: LineState, quantity: int) -> int:
    """What the next `quantity` of the line were paid with, the promotion's share taken off, in minor units.

    Cumulative: whatever the sequence of returns and withdrawals, the parts never exceed the line and a
    line that comes back whole gives exactly what was paid for it. Units that came back without a record of
    their money, as imported ones do, count with their share; less than a minor unit for each of them is
    rounding, which a withdrawal can leave, and is made up for.
    """
    line, given = state.line, state.refunded_minor
    before = share(line.paid_minor, line.returned_quantity, line.quantity)
    after = share(line.paid_minor, line.returned_quantity + quantity, line.quantity)
    is_rounding = before - given < line.returned_quantity
    return max(0, after - (given if is_rounding else max(before, given)))


def verdict_on(
    items: Iterable[tuple[LineState, ReturnReason, ItemCondition | None]],
    total: Money,
    limit: ReviewLimit,
    *,
    is_held: bool = False,
) -> Verdict:
    """Approved, or for a person to decide: `is_held`, worth more than `limit`, or worn, not by our fault."""
    items = list(items)
    flags = []
    if any(state.delivered_on is None for state, _, _ in items):
        flags.append(ReviewReason.DELIVERY_DATE_UNKNOWN)
    stops = []
    if limit.is_exceeded_by(total):
        stops.append(ReviewReason.ABOVE_LIMIT)
    if any(condition in _WORN and reason not in _OUR_FAULT for _, reason, condition in items):
        stops.append(ReviewReason.CONDITION)
    if is_held and not stops:
        stops.append(ReviewReason.LOOKED_AT)
    status = ReturnStatus.MANUAL_REVIEW if stops else ReturnStatus.APPROVED
    return Verdict(status, (*stops, *flags))
