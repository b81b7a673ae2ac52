"""Changes items of an order that nobody has begun to pack, once, to other variants of the same products."""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.catalogue.models import StockReason, Variant
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import (
    SWAP_REFUSALS,
    require_available,
    require_same_product,
    variants_by_sku,
)
from commerce.changes import Change, Context
from commerce.money import Money
from commerce.orders.amounts import SwapPrice, share, swap_price
from commerce.orders.contents import changed_options, name_among
from commerce.orders.eligibility import require_changeable
from commerce.orders.lines import LINE_REFUSALS, named_lines
from commerce.orders.locking import order_of
from commerce.orders.models import Order, OrderLine
from commerce.orders.payments import RefundReason, make_charge, make_refunds
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotFound, OrderNotPending, QuantityNotInLine
from commerce.orders.settlement import SETTLEMENT_REFUSALS, Settlement, plan_settlement, settling_method


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A line, or `quantity` of it, that becomes another variant."""

    order_line_id: UUID
    new_sku: str
    quantity: int | None = None  # None: all of the line


@dataclass(frozen=True, slots=True)
class PlannedSwap:
    """Units of a line that become another variant, with the prices of one."""

    order_line_id: UUID
    name: str  # told apart from the order's other lines
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


_Rows = tuple[Order, dict[str, Variant]]


@dataclass(frozen=True, slots=True)
class ChangeItems(Change[_Rows, ItemsPlan, ItemsPlan]):
    """Swaps items of a pending order and settles the difference; closes it to further changes.

    All the changes that a shopper wants, since there is only one go.
    """

    outcome: ClassVar = ItemsPlan
    raises: ClassVar = (
        OrderNotFound,
        OrderNotPending,
        ItemsAlreadyChanged,
        *LINE_REFUSALS,
        QuantityNotInLine,
        *SWAP_REFUSALS,
        *SETTLEMENT_REFUSALS,
    )

    order_number: str
    items: tuple[ItemChange, ...]
    payment_method_id: str | None = None  # settles the difference

    def operation(self, _: Context, /) -> Operation:
        return Operation("change_items", "order", self.order_number)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[_Rows, ItemsPlan]:
        """Plan each swap and how the difference is settled."""
        session = context.session
        order = await order_of(session, context.customer_id, self.order_number, lock=lock)
        await require_changeable(context, order)
        lines = named_lines(order, (item.order_line_id for item in self.items))
        method = await settling_method(session, order, self.payment_method_id, lock=lock)
        skus = {line.sku for line in lines.values()} | {item.new_sku for item in self.items}
        variants = await variants_by_sku(session, skus, lock=lock)
        swaps = []
        wanted: Counter[str] = Counter()
        for item in self.items:
            line, new = lines[item.order_line_id], variants[item.new_sku]
            require_same_product(line.title, line.product_id, line.sku, new, order.currency)
            swap = _swap(order, line, item, new)
            wanted[new.sku] += swap.quantity
            swaps.append(swap)
        for sku, quantity in wanted.items():
            require_available(variants[sku], quantity)
        difference = sum(swap.difference.amount_minor for swap in swaps)
        settlement = await plan_settlement(session, order, difference, method, clock=context.clock)
        total = Money(order.total_minor + difference, order.currency)
        return (order, variants), ItemsPlan(order.number, tuple(swaps), settlement, total)

    async def apply(self, context: Context, rows: _Rows, plan: ItemsPlan, /) -> ItemsPlan:
        """Swap the items in the order and in stock, and settle."""
        session, clock, (order, variants) = context.session, context.clock, rows
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
        await make_refunds(
            session, order, plan.settlement.refunds, RefundReason.ITEMS_CHANGED, clock=context.clock
        )
        order.total_minor = plan.new_total.amount_minor
        order.items_changed_at = clock.now()
        return plan


def _swap(order: Order, line: OrderLine, item: ItemChange, new: Variant) -> PlannedSwap:
    quantity = line.quantity if item.quantity is None else item.quantity
    if not 1 <= quantity <= line.quantity:
        raise QuantityNotInLine(order.number, line.title, quantity, line.quantity)
    price = _price(line, quantity, new.price_minor)
    return PlannedSwap(
        line.id,
        name_among(line, order.lines, told=changed_options(line.options, new.options)),
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
