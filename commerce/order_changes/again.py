"""Orders the same again: puts what can still be had of an earlier order into the cart."""

from dataclasses import dataclass
from typing import ClassVar

from commerce.audit.service import Operation
from commerce.carts.changing import ChangeCart, change_cart
from commerce.catalogue.variants import variants_by_sku
from commerce.changes import Change, Context
from commerce.errors import CommerceError
from commerce.money import Money
from commerce.orders.locking import order_of
from commerce.orders.refusals import OrderNotFound


@dataclass(eq=False)
class NothingAvailable(CommerceError):
    """nothing of order {order_number} is available"""

    order_number: str


@dataclass(frozen=True, slots=True)
class AgainLine:
    """A variant for the cart at today's price, or what could not be had of it."""

    sku: str
    title: str
    options: dict[str, str]
    quantity: int
    unit_price: Money


@dataclass(frozen=True, slots=True)
class AgainPlan:
    """What goes into the cart, what it costs today, and what is missing."""

    order_number: str
    lines: tuple[AgainLine, ...]
    missing: tuple[AgainLine, ...]
    total: Money


@dataclass(frozen=True, slots=True)
class OrderAgain(Change[None, AgainPlan, AgainPlan]):
    """Puts the order's items into the shopper's open cart, beside what is in it."""

    outcome: ClassVar = AgainPlan
    raises: ClassVar = (OrderNotFound, NothingAvailable)

    order_number: str

    def operation(self, _: Context, /) -> Operation:
        return Operation("order_again", "order", self.order_number)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[None, AgainPlan]:
        """Find what of it is there, at today's price; nothing is locked, as nothing is set aside."""
        del lock
        order = await order_of(context.session, context.customer_id, self.order_number, lock=False)
        variants = await variants_by_sku(context.session, (line.sku for line in order.lines), lock=False)
        wanted: dict[str, int] = {}
        for line in order.lines:
            wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
        lines: list[AgainLine] = []
        missing: list[AgainLine] = []
        for sku, quantity in wanted.items():
            variant = variants[sku]
            there = quantity
            if not variant.is_available(quantity):
                there = (variant.stock_on_hand or 0) if variant.is_offered else 0
            for kind, count in ((lines, there), (missing, quantity - there)):
                if count:
                    kind.append(AgainLine(sku, variant.product.title, variant.options, count, variant.price))
        if not lines:
            raise NothingAvailable(order.number)
        total = sum(line.unit_price.amount_minor * line.quantity for line in lines)
        return None, AgainPlan(order.number, tuple(lines), tuple(missing), Money(total, order.currency))

    async def apply(self, context: Context, _: None, plan: AgainPlan, /) -> AgainPlan:
        """Fill the cart."""
        adds = {line.sku: line.quantity for line in plan.lines}
        change = ChangeCart(adds=adds)
        await change_cart(context.session, context.asker, change, cause=context.cause, clock=context.clock)
        return plan
