"""The lines of an order that a flow may be about, and how they are shown."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from actions.language.lexicon import Item
from actions.turn.shop import Turn
from commerce.errors import CommerceError
from commerce.orders.models import Order, OrderLine
from commerce.orders.queries import get_order
from commerce.problems.items import ReportableLine
from commerce.returns.eligibility import LineEligibility, returnable_lines


@dataclass(frozen=True)
class Line:
    """A line that may be chosen, up to `item.quantity` of it, or the refusal that stands against it."""

    item: Item
    sku: str
    refusal: CommerceError | None = None

    @property
    def key(self) -> str:
        """The line's id, as slots hold it."""
        return self.item.key


Lines = Callable[[Turn], Awaitable[Sequence[Line]]]


async def changeable_lines(turn: Turn) -> Sequence[Line]:
    """All of the order that is spoken of."""
    order = await spoken_order(turn)
    return [Line(_item(line, line.quantity), line.sku) for line in order.lines]


async def lines_that_may_come_back(turn: Turn) -> Sequence[Line]:
    """All of the order, with what stands against a return of each line."""
    order = await spoken_order(turn)
    found = await returnable_lines(turn.session, turn.shopper, order.number, clock=turn.clock)
    return with_refusals(order, found)


def with_refusals(order: Order, found: Sequence[LineEligibility | ReportableLine]) -> Sequence[Line]:
    """The order's lines with how many of each may be chosen, or what stands against it."""
    by_id = {line.id: line for line in order.lines}
    return [
        Line(
            _item(by_id[each.order_line_id], each.quantity or by_id[each.order_line_id].quantity),
            each.sku,
            each.refusal,
        )
        for each in found
    ]


def chosen_of(turn: Turn, order: Order) -> dict[str, OrderLine]:
    """The chosen lines of `order`."""
    chosen = turn.get("items") or {}
    return {str(line.id): line for line in order.lines if str(line.id) in chosen}


async def spoken_order(turn: Turn) -> Order:
    """The order that was chosen; raises OrderNotFound."""
    return await get_order(turn.session, turn.shopper.verified_customer(), turn.get("chosen_order"))


def _item(line: OrderLine, quantity: int) -> Item:
    return Item(str(line.id), line.title, line.options, quantity, line.unit_price_minor)


def item_of(line: OrderLine) -> Item:
    """The line as it may be named."""
    return _item(line, line.quantity)


def storable(item: Item) -> dict[str, Any]:
    """What a flow's memory keeps of an item: the fields that make it again."""
    return asdict(item) | {"options": dict(item.options)}


def line_ids(chosen: Mapping[str, int]) -> dict[UUID, int]:
    """The chosen quantities by the lines' ids."""
    return {UUID(key): quantity for key, quantity in chosen.items()}
