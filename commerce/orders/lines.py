"""Picks the lines of an order that a request names."""

from collections.abc import Iterable
from uuid import UUID

from commerce.orders.models import Order, OrderLine
from commerce.orders.refusals import LineNamedTwice, NoItems, OrderLineNotFound

LINE_REFUSALS = (NoItems, LineNamedTwice, OrderLineNotFound)


def named_lines(order: Order, line_ids: Iterable[UUID]) -> dict[UUID, OrderLine]:
    """The named lines by id; raises NoItems, LineNamedTwice or OrderLineNotFound."""
    lines = {line.id: line for line in order.lines}
    named: dict[UUID, OrderLine] = {}
    for line_id in line_ids:
        if line_id in named:
            raise LineNamedTwice(order.number, line_id)
        if line_id not in lines:
            raise OrderLineNotFound(order.number, line_id)
        named[line_id] = lines[line_id]
    if not named:
        raise NoItems(order.number)
    return named
