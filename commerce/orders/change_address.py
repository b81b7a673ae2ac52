"""Sends an order that nobody has begun to pack to another address."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.customers.addresses import served_address
from commerce.customers.models import PostalAddress
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.orders.locking import order_of, require_changeable
from commerce.orders.models import Order
from commerce.plans import require_agreed


class SameAddress(CommerceError):
    """The order goes to that address already."""

    def __init__(self, order_number: str) -> None:
        super().__init__(f"order {order_number} goes to that address already")
        self.order_number = order_number


@dataclass(frozen=True, slots=True)
class ChangeAddress:
    """Where an order should go, as the shopper wrote it: the fields of `PostalAddress`."""

    order_number: str
    address: dict[str, str]
    agreed: str | None = None


@dataclass(frozen=True, slots=True)
class AddressPlan:
    """The address an order goes to, in its normal form, and the one it went to."""

    order_number: str
    old: PostalAddress
    new: PostalAddress


async def preview_address_change(
    session: AsyncSession, shopper: Shopper, command: ChangeAddress
) -> AddressPlan:
    """What the order's address would become; raises what `change_address` would."""
    _, plan = await _plan(session, shopper.verified_customer(), command, lock=False)
    return plan


async def change_address(
    session: AsyncSession, shopper: Shopper, command: ChangeAddress, *, cause: Cause
) -> AddressPlan:
    """Send a pending order elsewhere.

    Raises OrderNotFound, OrderNotPending, ItemsAlreadyChanged, InvalidAddress, SameAddress or PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> AddressPlan:
        order, plan = await _plan(session, customer_id, command, lock=True)
        require_agreed(plan, command.agreed)
        order.shipping_address = plan.new.as_dict()
        return plan

    operation = Operation("change_address", "order", command.order_number)
    return await once(session, cause, operation, AddressPlan, work, private=frozenset({"old", "new"}))


async def _plan(
    session: AsyncSession, customer_id: str, command: ChangeAddress, *, lock: bool
) -> tuple[Order, AddressPlan]:
    order = await order_of(session, customer_id, command.order_number, lock=lock)
    require_changeable(order)
    new = await served_address(session, command.address)
    if new == order.address:
        raise SameAddress(order.number)
    return order, AddressPlan(order.number, order.address, new)
