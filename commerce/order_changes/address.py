"""Sends an order that nobody has begun to pack to another address."""

from dataclasses import dataclass
from typing import ClassVar

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.customers.addresses import InvalidAddress, served_address
from commerce.errors import CommerceError
from commerce.orders.eligibility import require_changeable
from commerce.orders.locking import order_of
from commerce.orders.models import Order
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotFound, OrderNotPending
from commerce.postal import PostalAddress


@dataclass(eq=False)
class SameAddress(CommerceError):
    """order {order_number} goes to that address already"""

    order_number: str


@dataclass(frozen=True, slots=True)
class AddressPlan:
    """The address an order goes to, in its normal form, and the one it went to."""

    order_number: str
    old: PostalAddress
    new: PostalAddress


@dataclass(frozen=True, slots=True)
class ChangeAddress(Change[Order, AddressPlan, AddressPlan]):
    """Sends a pending order elsewhere, as the shopper wrote it: the fields of `PostalAddress`."""

    outcome: ClassVar = AddressPlan
    raises: ClassVar = (OrderNotFound, OrderNotPending, ItemsAlreadyChanged, InvalidAddress, SameAddress)
    private: ClassVar = frozenset({"old", "new"})

    order_number: str
    address: dict[str, str]

    def operation(self, _: Context, /) -> Operation:
        return Operation("change_address", "order", self.order_number)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Order, AddressPlan]:
        """Check the address."""
        order = await order_of(context.session, context.customer_id, self.order_number, lock=lock)
        await require_changeable(context, order)
        new = await served_address(context.session, self.address)
        if new == order.address:
            raise SameAddress(order.number)
        return order, AddressPlan(order.number, order.address, new)

    async def apply(self, _: Context, order: Order, plan: AddressPlan, /) -> AddressPlan:
        """Write it."""
        order.shipping_address = plan.new.as_dict()
        return plan
