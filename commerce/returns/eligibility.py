"""What of an order could be sent back today, asked before anything is chosen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.payment_methods import MethodOnFile
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.orders.locking import order_of
from commerce.orders.payments import money_of
from commerce.returns.destinations import allowed_destinations
from commerce.returns.line_states import line_states
from commerce.returns.rules import require_returnable


@dataclass(frozen=True, slots=True)
class LineEligibility:
    """Whether a line could come back: `quantity` of it until `closes_on`, or the refusal."""

    order_line_id: UUID
    sku: str
    title: str
    options: dict[str, str]
    quantity: int
    closes_on: date | None
    refusal: CommerceError | None


async def returnable_lines(
    session: AsyncSession, shopper: Shopper, order_number: str, *, clock: Clock
) -> list[LineEligibility]:
    """Every line of the order with what may come back of it; raises OrderNotFound."""
    order = await order_of(session, shopper.verified_customer(), order_number, lock=False)
    states = await line_states(session, order, order.lines, clock=clock)
    found = []
    for line in order.lines:
        state = states[line.id]
        refusal: CommerceError | None = None
        try:
            require_returnable(order, state, max(1, state.returnable), clock.today())
        except CommerceError as error:
            refusal = error
        found.append(
            LineEligibility(
                line.id,
                line.sku,
                line.title,
                line.options,
                0 if refusal else state.returnable,
                state.closes_on,
                refusal,
            )
        )
    return found


async def refund_destinations(
    session: AsyncSession, shopper: Shopper, order_number: str
) -> tuple[MethodOnFile, ...]:
    """Where the refund of a return of this order may go; raises OrderNotFound."""
    order = await order_of(session, shopper.verified_customer(), order_number, lock=False)
    return await allowed_destinations(session, order, await money_of(session, order))
