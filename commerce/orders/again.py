"""Orders the same again: puts what can still be had of an earlier order into the cart."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.carts.changing import ChangeCart, change_cart
from commerce.catalogue.variants import variants_by_sku
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.money import Money
from commerce.orders.locking import order_of
from commerce.plans import require_agreed


class NothingAvailable(CommerceError):
    """None of the order's items can be had any more."""

    def __init__(self, order_number: str) -> None:
        super().__init__(f"nothing of order {order_number} is available")
        self.order_number = order_number


@dataclass(frozen=True, slots=True)
class OrderAgain:
    """The order whose items are wanted again."""

    order_number: str
    agreed: str | None = None


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


async def preview_order_again(session: AsyncSession, shopper: Shopper, command: OrderAgain) -> AgainPlan:
    """What would go into the cart now; raises OrderNotFound or NothingAvailable."""
    return await _plan(session, shopper.verified_customer(), command)


async def order_again(
    session: AsyncSession, shopper: Shopper, command: OrderAgain, *, cause: Cause, clock: Clock
) -> AgainPlan:
    """Put the items into the shopper's open cart, beside what is in it.

    Raises OrderNotFound, NothingAvailable or PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> AgainPlan:
        plan = await _plan(session, customer_id, command)
        require_agreed(plan, command.agreed)
        adds = {line.sku: line.quantity for line in plan.lines}
        await change_cart(session, shopper, ChangeCart(adds=adds), cause=cause, clock=clock)
        return plan

    operation = Operation("order_again", "order", command.order_number)
    return await once(session, cause, operation, AgainPlan, work)


async def _plan(session: AsyncSession, customer_id: str, command: OrderAgain) -> AgainPlan:
    order = await order_of(session, customer_id, command.order_number, lock=False)
    variants = await variants_by_sku(session, (line.sku for line in order.lines), lock=False)
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
    return AgainPlan(order.number, tuple(lines), tuple(missing), Money(total, order.currency))
