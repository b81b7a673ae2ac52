"""What somebody who follows a checkout link is shown: the cart, whether it is held, and the terms."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.finding import load_cart
from commerce.carts.models import Cart, CartStatus
from commerce.carts.quote import Contents, Quote, quote
from commerce.checkout.holding import checkout_of, quote_checkout
from commerce.checkout.models import Checkout, CheckoutStatus
from commerce.checkout.paying import terms_of_checkout
from commerce.checkout.refusals import AlreadyOrdered, CartIsEmpty, CheckoutNotFound
from commerce.checkout.terms import Terms
from commerce.clock import Clock
from commerce.customers.addresses import default_address
from commerce.customers.models import (
    Customer,
)
from commerce.orders.models import Order
from commerce.plans import fingerprint
from commerce.policies.service import countries_served
from commerce.postal import PostalAddress

_SOLD_TO = ("US", "CA", "GB")
_FIELDS = ("email", "full_name", *(each.name for each in fields(PostalAddress)))


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """The checkout of a cart; `until` is None where nothing is held, `terms` until it is known who buys."""

    checkout_id: UUID | None
    until: datetime | None
    quote: Quote
    terms: Terms | None
    given: dict[str, str]
    countries: tuple[str, ...]

    @property
    def agreed(self) -> str | None:
        """What a press of the button agrees to."""
        return fingerprint(self.terms) if self.terms is not None else None

    def minutes_left(self, clock: Clock) -> int | None:
        """For how many minutes the goods are still held, rounded up; None where they are not."""
        return None if self.until is None else -int((clock.now() - self.until).total_seconds() // 60)


async def checkout_view(
    session: AsyncSession, cart_id: UUID, *, is_private: bool, clock: Clock
) -> CheckoutView:
    """Return what to show of a cart's checkout; what is on file of its customer only where `is_private`.

    Raises CheckoutNotFound, AlreadyOrdered, CartIsEmpty or NoDelivery.
    """
    cart = await load_cart(session, cart_id, lock=False)
    if cart is None:
        raise CheckoutNotFound
    if cart.status is CartStatus.ORDERED:
        raise AlreadyOrdered(await _ordered_as(session, cart_id))
    checkout = await checkout_of(session, cart_id)
    contents = Contents.of(cart)
    is_held = (
        checkout is not None and checkout.status is CheckoutStatus.HELD and checkout.held_until > clock.now()
    )
    if checkout is None:
        quoted = await quote(session, contents, clock=clock)
    else:
        quoted = await quote_checkout(session, checkout, contents, clock=clock)
    if not quoted.lines:
        raise CartIsEmpty
    terms = None
    if checkout is not None and is_held and not quoted.is_empty:
        terms = await terms_of_checkout(session, cart, checkout, clock)
    return CheckoutView(
        checkout.id if checkout else None,
        checkout.held_until if checkout and is_held else None,
        quoted,
        terms,
        await _given(session, cart, checkout, is_private=is_private),
        await countries_served(session) or _SOLD_TO,
    )


async def _ordered_as(session: AsyncSession, cart_id: UUID) -> str:
    number = await session.scalar(
        select(Order.number)
        .join(Checkout, Checkout.order_id == Order.id)
        .where(Checkout.cart_id == cart_id)
        .order_by(Checkout.created_at.desc())
        .limit(1)
    )
    if number is None:
        raise CheckoutNotFound
    return number


async def _given(
    session: AsyncSession, cart: Cart, checkout: Checkout | None, *, is_private: bool
) -> dict[str, str]:
    """What the form is filled with: what was told before, else what is on file."""
    given = dict.fromkeys(_FIELDS, "")
    if cart.customer_id is not None and not is_private:
        return given
    if checkout is not None and checkout.address is not None:
        told = {"email": checkout.email or "", "full_name": checkout.full_name or ""}
        return given | told | checkout.address.as_dict()
    if cart.customer_id is None:
        return given
    customer = await session.get_one(Customer, cart.customer_id)
    address = await default_address(session, cart.customer_id)
    on_file = {"email": customer.email, "full_name": customer.full_name}
    return given | on_file | (address.as_dict() if address else {})
