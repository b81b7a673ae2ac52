"""The label of a return: printed and put on the parcel that comes back."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import (
    Customer,
)
from commerce.documents.rendering import render
from commerce.orders.contents import name_among
from commerce.policies.service import return_address
from commerce.postal import PostalAddress
from commerce.returns.finding import return_of
from commerce.returns.models import ReturnStatus
from commerce.returns.refusals import ReturnNotOpen


@dataclass(frozen=True, slots=True)
class ReturnLabel:
    """What a label shows."""

    rma_number: str
    order_number: str
    sender_name: str
    sender: PostalAddress
    receiver: PostalAddress
    items: tuple[str, ...]

    def as_html(self, store_name: str) -> str:
        """The label as a page to print."""
        return render("label.html", label=self, store_name=store_name)


async def label_of(session: AsyncSession, customer_id: str, rma_number: str) -> ReturnLabel:
    """The label of an approved return; raises ReturnNotFound, or ReturnNotOpen for any other."""
    order, request = await return_of(session, rma_number, customer_id, lock=False)
    if request.status is not ReturnStatus.APPROVED:
        raise ReturnNotOpen(rma_number, request.status)
    customer = await session.get_one(Customer, customer_id)
    return ReturnLabel(
        rma_number,
        order.display_number,
        customer.full_name,
        order.address,
        await return_address(session, order.address.country),
        tuple(f"{line.quantity} x {name_among(line.order_line, order.lines)}" for line in request.lines),
    )
