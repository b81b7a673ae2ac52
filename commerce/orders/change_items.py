"""Changes items of an order that nobody has begun to pack, once, to other variants of the same products."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.catalogue.models import StockReason, Variant
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import require_available, require_same_product, variants_by_sku
from commerce.clock import Clock
from commerce.identity import Shopper
from commerce.money import Money
from commerce.orders.amounts import SwapPrice, share, swap_price
from commerce.orders.lines import named_lines
from commerce.orders.locking import order_of, require_changeable
from commerce.orders.models import Order, OrderLine
from commerce.orders.payments import RefundReason, make_charge, make_refunds
from commerce.orders.refusals import QuantityNotInLine
from commerce.orders.settlement import Settlement, plan_settlement, settling_method
from commerce.plans import require_agreed


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A line, or `quantity` of it, that becomes another variant."""

    order_line_id: UUID
    new_sku: str
    quantity: int | None = None  # None: all of the line


@dataclass(frozen=True, slots=True)
class ChangeItems:
    """All the changes a shopper wants, since there is only one go; the method settles the difference."""

    order_number: str
    items: tuple[ItemChange, ...]
    payment_method_id: str | None = None
    agreed: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedSwap:
    """Units of a line that become another variant, with the prices of one."""

    order_line_id: UUID
    title: str
    quantity: int
    old_sku: str
    old_options: dict[str, str]
    old_price: Money
    new_sku: str
    new_options: dict[str, str]
    new_price: Money
    difference: Money  # for all the units; positive is owed


@dataclass(frozen=True, slots=True)
class ItemsPlan:
    """What changes, how the difference is settled, and what the order then costs."""

    order_number: str
    swaps: tuple[PlannedSwap, ...]
    settlement: Settlement
    new_total: Money


async def preview_items_change(
    session: AsyncSession, shopper: Shopper, command: ChangeItems, *, clock: Clock
) -> ItemsPlan:
    """What the change would do now; raises what `change_items` would."""
    _, _, plan = await _plan(session, shopper.verified_customer(), command, clock, lock=False)
    return plan


async def change_items(
    session: AsyncSession, shopper: Shopper, command: ChangeItems, *, cause: Cause, clock: Clock
) -> ItemsPlan:
    """Swap items of a pending order and settle the difference; the order is closed to changes afterwards.

    Raises OrderNotFound, OrderNotPending, ItemsAlreadyChanged, NoItems, LineNamedTwice, OrderLineNotFound,
    QuantityNotInLine, VariantNotFound, NotSameProduct, SameVariant, VariantUnavailable,
    PaymentMethodNeeded, PaymentMethodNotFound, InsufficientBalance or PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> ItemsPlan:
        order, variants, plan = await _plan(session, customer_id, command, clock, lock=True)
        require_agreed(plan, command.agreed)
        await _apply(session, order, variants, plan, clock)
        return plan

    operation = Operation("change_items", "order", command.order_number)
    return await once(session, cause, operation, ItemsPlan, work)


async def _plan(
    session: AsyncSession, customer_id: str, command: ChangeItems, clock: Clock, *, lock: bool
) -> tuple[Order, dict[str, Variant], ItemsPlan]:
    order = await order_of(session, customer_id, command.order_number, lock=lock)
    require_changeable(order)
    lines = named_lines(order, (item.order_line_id for item in command.items))
    method = await settling_method(session, order, command.payment_method_id, lock=lock)
    skus = {line.sku for line in lines.values()} | {item.new_sku for item in command.items}
    variants = await variants_by_sku(session, skus, lock=lock)
    swaps = []
    wanted: Counter[str] = Counter()
    for item in command.items:
        line, new = lines[item.order_line_id], variants[item.new_sku]
        require_same_product(line.title, line.product_id, line.sku, new, order.currency)
        swap = _swap(order, line, item, new)
        wanted[new.sku] += swap.quantity
        swaps.append(swap)
    for sku, quantity in wanted.items():
        require_available(variants[sku], quantity)
    difference = sum(swap.difference.amount_minor for swap in swaps)
    settlement = await plan_settlement(session, order, difference, method, clock=clock)
    total = Money(order.total_minor + difference, order.currency)
    return order, variants, ItemsPlan(order.number, tuple(swaps), settlement, total)


def _swap(order: Order, line: OrderLine, item: ItemChange, new: Variant) -> PlannedSwap:
    quantity = line.quantity if item.quantity is None else item.quantity
    if not 1 <= quantity <= line.quantity:
        raise QuantityNotInLine(order.number, line.title, quantity, line.quantity)
    price = _price(line, quantity, new.price_minor)
    return PlannedSwap(
        line.id,
        line.title,
        quantity,
        line.sku,
        line.options,
        Money(line.unit_price_minor, order.currency),
        new.sku,
        new.options,
        new.price,
        Money(price.difference_minor, order.currency),
    )


def _price(line: OrderLine, quantity: int, new_price_minor: int) -> SwapPrice:
    bought_for = line.unit_price_minor * quantity
    discount = share(line.discount_minor, quantity, line.quantity)
    return swap_price(
        list_minor=bought_for, paid_minor=bought_for - discount, new_list_minor=new_price_minor * quantity
    )


async def _apply(
    session: AsyncSession, order: Order, variants: dict[str, Variant], plan: ItemsPlan, clock: Clock
) -> None:
    lines = {line.id: line for line in order.lines}
    position = max(line.position for line in order.lines)
    for swap in plan.swaps:
        old, new = variants[swap.old_sku], variants[swap.new_sku]
        move_stock(session, old, swap.quantity, StockReason.EXCHANGED, order.number)
        move_stock(session, new, -swap.quantity, StockReason.EXCHANGED, order.number)
        line = lines[swap.order_line_id]
        price = _price(line, swap.quantity, new.price_minor)
        if swap.quantity < line.quantity:
            position += 1
            line = _split_off(session, line, swap.quantity, position)
        line.sku, line.options = new.sku, new.options
        line.unit_price_minor, line.discount_minor = new.price_minor, price.discount_minor
    if plan.settlement.charge:
        await make_charge(session, order, plan.settlement.charge, clock=clock)
    await make_refunds(session, order, plan.settlement.refunds, RefundReason.ITEMS_CHANGED, clock=clock)
    order.total_minor = plan.new_total.amount_minor
    order.items_changed_at = clock.now()


def _split_off(session: AsyncSession, line: OrderLine, quantity: int, position: int) -> OrderLine:
    """Move `quantity` of a line to a line of their own, with their share of the discount."""
    discount = share(line.discount_minor, quantity, line.quantity)
    part = OrderLine(
        id=uuid4(),
        order_id=line.order_id,
        position=position,
        sku=line.sku,
        product_id=line.product_id,
        title=line.title,
        options=line.options,
        unit_price_minor=line.unit_price_minor,
        quantity=quantity,
        discount_minor=discount,
    )
    line.quantity -= quantity
    line.discount_minor -= discount
    session.add(part)
    return part
