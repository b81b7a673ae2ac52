"""What a shopper of the dialogue tests has bought, and what it also comes in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import select

from commerce.catalogue.models import Variant
from commerce.database import Sessions
from commerce.orders.models import Order, OrderLine, OrderStatus, Payment, Refund
from commerce.returns.models import ReturnLine, ReturnRequest
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.factories import a_line, a_payment, a_product, a_variant, an_order, earned_points

_numbers = count(1)


@dataclass(frozen=True)
class Ware:
    """A line of an order; `others` are the product's other variants: options, price and stock."""

    title: str
    options: dict[str, str] = field(default_factory=lambda: {"color": "black"})
    price_minor: int = 4000
    quantity: int = 1
    others: Sequence[tuple[dict[str, str], int, int]] = ()
    is_final_sale: bool = False


LAMP = Ware(
    "Desk Lamp",
    others=[({"color": "white"}, 4500, 5), ({"color": "red"}, 3500, 5), ({"color": "blue"}, 4000, 0)],
)
MUG = Ware(
    "Mug", {"color": "white"}, 1000, others=[({"color": "green"}, 1000, 5), ({"color": "black"}, 1000, 5)]
)
HEADPHONES = Ware("Headphones", {"type": "over-ear", "color": "blue"}, 9000)
_SHIRTS = [
    ({"size": size, "color": color}, 2500 if size == "XL" else 2400, 5)
    for color in ("blue", "red", "black")
    for size in ("S", "M", "L", "XL")
]
BLUE_SHIRT = Ware(
    "T-Shirt",
    {"size": "M", "color": "blue"},
    2400,
    others=[o for o in _SHIRTS if o[0] != {"size": "M", "color": "blue"}],
)
RED_SHIRT = Ware(
    "T-Shirt",
    {"size": "L", "color": "red"},
    2400,
    others=[o for o in _SHIRTS if o[0] != {"size": "L", "color": "red"}],
)
SHOES = Ware(
    "Running Shoes",
    {"size": "9", "color": "grey"},
    8900,
    others=[
        ({"size": size, "color": color}, 8900, 5)
        for size in ("8", "9", "10")
        for color in ("grey", "white")
        if (size, color) != ("9", "grey")
    ],
)


async def bought(shopper: ShopperWithOrders, *wares: Ware, points: int = 0, **overrides: Any) -> Order:
    """A paid order of `wares`, placed and not packed yet unless it is said."""
    lines, rows = [], []
    for ware in wares:
        product = a_product(title=ware.title, is_final_sale=ware.is_final_sale)
        variant = a_variant(product, options=ware.options, price_minor=ware.price_minor)
        others = [
            a_variant(product, options=options, price_minor=price, stock_on_hand=stock)
            for options, price, stock in ware.others
        ]
        rows += [product, variant, *others]
        lines.append(a_line(variant, title=ware.title, quantity=ware.quantity))
    fields = {
        "number": f"A{400000 + next(_numbers)}",
        "placed_at": ago(days=2),
        "payment_method_id": shopper.card.id,
    }
    order = an_order(shopper.customer, lines, **(fields | overrides))
    earned = [earned_points(order, points)] if points else []
    await shopper.add(*rows, order, a_payment(order, shopper.card), *earned)
    return order


async def received(shopper: ShopperWithOrders, *wares: Ware, days: int = 5, **overrides: Any) -> Order:
    """An order of `wares` that was delivered some days ago."""
    fields = {
        "status": OrderStatus.DELIVERED,
        "placed_at": ago(days=days + 5),
        "delivered_at": ago(days=days),
    }
    return await bought(shopper, *wares, **(fields | overrides))


@dataclass(frozen=True)
class Rows:
    """What is stored of an order and its returns; two of them are equal when nothing changed."""

    order: tuple[Any, ...]
    lines: list[tuple[Any, ...]]
    payments: list[tuple[Any, ...]]
    refunds: list[tuple[Any, ...]]
    returns: list[tuple[Any, ...]]
    stock: list[tuple[Any, ...]]


async def rows_of(sessions: Sessions, order: Order) -> Rows:
    """All rows that a request about the items of `order` could touch."""
    queries = {
        "order": select(Order.status, Order.total_minor, Order.items_changed_at).where(Order.id == order.id),
        "lines": select(OrderLine.id, OrderLine.sku, OrderLine.quantity, OrderLine.returned_quantity)
        .where(OrderLine.order_id == order.id)
        .order_by(OrderLine.position),
        "payments": select(Payment.id, Payment.amount_minor)
        .where(Payment.order_id == order.id)
        .order_by(Payment.id),
        "refunds": select(Refund.id, Refund.amount_minor, Refund.status)
        .where(Refund.order_id == order.id)
        .order_by(Refund.id),
        "returns": select(ReturnRequest.rma_number, ReturnRequest.status)
        .where(ReturnRequest.order_id == order.id)
        .order_by(ReturnRequest.rma_number),
        "stock": select(Variant.sku, Variant.stock_on_hand)
        .where(Variant.product_id.in_(select(OrderLine.product_id).where(OrderLine.order_id == order.id)))
        .order_by(Variant.sku),
    }
    async with sessions() as session:
        found = {
            name: [tuple(row) for row in await session.execute(query)] for name, query in queries.items()
        }
    return Rows(**(found | {"order": found["order"][0]}))


async def returns_of(sessions: Sessions, order: Order) -> list[tuple[ReturnRequest, list[ReturnLine]]]:
    """The returns and exchanges of an order with their lines, the oldest first."""
    async with sessions() as session:
        requests = (
            await session.scalars(
                select(ReturnRequest)
                .where(ReturnRequest.order_id == order.id)
                .order_by(ReturnRequest.created_at)
            )
        ).all()
        lines = [
            (
                await session.scalars(
                    select(ReturnLine)
                    .join(OrderLine, OrderLine.id == ReturnLine.order_line_id)
                    .where(ReturnLine.return_request_id == request.id)
                    .order_by(OrderLine.position)
                )
            ).all()
            for request in requests
        ]
    return [(request, list(each)) for request, each in zip(requests, lines, strict=True)]


async def items_returned(sessions: Sessions, order: Order) -> list[tuple[str, int]]:
    """Title and quantity of everything that comes back of an order."""
    async with sessions() as session:
        rows = await session.execute(
            select(OrderLine.title, OrderLine.returned_quantity)
            .where(OrderLine.order_id == order.id, OrderLine.returned_quantity > 0)
            .order_by(OrderLine.position)
        )
        return [tuple(row) for row in rows]
