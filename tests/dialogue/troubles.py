"""What is stored of the problems that shoppers of the dialogue tests report."""

from typing import Any

from sqlalchemy import select

from commerce.database import Sessions
from commerce.orders.models import Order, OrderLine, OrderStatus, Shipment, ShipmentStatus
from commerce.orders.problem_reports import ProblemReport
from commerce.support.models import Handoff
from tests.dialogue.chat import Chat
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.wares import Rows, Ware, bought, rows_of

Report = tuple[str, str, str, int]


async def reports_of(sessions: Sessions, order: Order) -> list[Report]:
    """Kind, remedy, status and quantity of each report, in the order of the order's lines."""
    query = (
        select(ProblemReport.kind, ProblemReport.remedy, ProblemReport.status, ProblemReport.quantity)
        .outerjoin(OrderLine, OrderLine.id == ProblemReport.order_line_id)
        .where(ProblemReport.order_id == order.id)
        .order_by(OrderLine.position)
    )
    async with sessions() as session:
        rows = await session.execute(query)
        return [(kind.value, remedy.value, status.value, quantity) for kind, remedy, status, quantity in rows]


async def descriptions_of(sessions: Sessions, order: Order) -> list[str]:
    """How the shopper described what is wrong."""
    query = select(ProblemReport.description).where(ProblemReport.order_id == order.id)
    async with sessions() as session:
        return list(await session.scalars(query))


async def everything_of(sessions: Sessions, order: Order) -> tuple[Rows, list[Report], list[Any]]:
    """All rows that a report about `order` could touch; two of them are equal when nothing changed."""
    query = (
        select(Shipment.position, Shipment.status)
        .where(Shipment.order_id == order.id)
        .order_by(Shipment.position)
    )
    async with sessions() as session:
        parcels = [tuple(row) for row in await session.execute(query)]
    return await rows_of(sessions, order), await reports_of(sessions, order), parcels


async def handed_over(sessions: Sessions, chat: Chat) -> str | None:
    """What the person who is asked is told; None when nobody is."""
    async with sessions() as session:
        return await session.scalar(select(Handoff.summary).where(Handoff.conversation_id == chat.id))


async def on_its_way(shopper: ShopperWithOrders, *wares: Ware, late: int = 0, **parcel: Any) -> Order:
    """An order of `wares` in one parcel that left, promised for `late` days ago."""
    order = await bought(
        shopper,
        *wares,
        status=OrderStatus.SHIPPED,
        placed_at=ago(days=late + 6),
        promised_on=ago(days=late).date() if late else None,
        shipping_minor=499,
    )
    await shopper.ships(order, **({"status": ShipmentStatus.IN_TRANSIT} | parcel))
    return order


async def lost(shopper: ShopperWithOrders, *wares: Ware) -> Order:
    """An order whose one parcel the carrier has lost."""
    return await on_its_way(shopper, *wares, late=6, status=ShipmentStatus.LOST)
