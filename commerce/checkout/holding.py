"""Holds the goods of a cart for a while, so that nobody else buys them, and lets them go.

Rows are always locked in this sequence: cart, checkout, payment methods, variants.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from pydantic import Field
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.carts.finding import load_cart
from commerce.carts.models import Cart, CartStatus
from commerce.carts.quote import Contents, Quote, quote
from commerce.catalogue.models import StockReason
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import variants_by_sku
from commerce.checkout.models import Checkout, CheckoutStatus, HeldLine
from commerce.checkout.refusals import AlreadyOrdered, CartIsEmpty, CheckoutNotFound
from commerce.clock import Clock
from commerce.orders.models import Order
from commerce.policies.service import PolicyValue, read_policy
from commerce.promotions.uses import hold_codes, release_codes


class Reservation(PolicyValue):
    """For how long checking out holds the goods."""

    minutes: int = Field(gt=0)


@dataclass(frozen=True, slots=True)
class Held:
    """A checkout whose goods are held, and what they come to."""

    checkout_id: UUID
    cart_id: UUID
    until: datetime
    quote: Quote


async def hold(session: AsyncSession, cart_id: UUID, *, clock: Clock) -> Held:
    """Hold everything in the cart that can be had, from now on for the store's time, also when held before.

    Raises CartIsEmpty, AlreadyOrdered, CheckoutNotFound or NoDelivery.
    """
    cart, checkout = await _locked(session, cart_id)
    if checkout is None:
        checkout = Checkout(
            id=uuid4(),
            cart_id=cart.id,
            customer_id=cart.customer_id,
            status=CheckoutStatus.LET_GO,
            held_until=clock.now(),
            held=[],
        )
        session.add(checkout)
        await session.flush()
    checkout.customer_id = cart.customer_id
    held = {line.sku: line.quantity for line in checkout.held}
    await variants_by_sku(session, {*held, *(line.sku for line in cart.lines)}, lock=True)
    found = await quote_checkout(session, checkout, Contents.of(cart), clock=clock)
    if found.is_empty:
        raise CartIsEmpty
    await hold_exactly(session, checkout, held, {line.sku: line.quantity for line in found.bought})
    minutes = (await read_policy(session, "reservation", Reservation)).minutes
    checkout.status = CheckoutStatus.HELD
    checkout.held_until = clock.now() + timedelta(minutes=minutes)
    typed = [each.code for each in found.discounts if each.code is not None]
    await hold_codes(session, typed, checkout.id, checkout.held_until)
    await session.flush()
    return Held(checkout.id, cart.id, checkout.held_until, found)


async def quote_checkout(
    session: AsyncSession, checkout: Checkout, contents: Contents, *, clock: Clock
) -> Quote:
    """Quote what a checkout's cart comes to, with what it holds and where it goes. Raises NoDelivery."""
    return await quote(
        session,
        contents,
        clock=clock,
        address=checkout.address,
        delivery=checkout.delivery,
        reserved={line.sku: line.quantity for line in checkout.held},
        checkout_id=checkout.id,
    )


async def let_go(session: AsyncSession, checkout: Checkout) -> None:
    """Give back what a locked checkout holds; it can be held again while there is some."""
    held = {line.sku: line.quantity for line in checkout.held}
    await hold_exactly(session, checkout, held, {})
    await release_codes(session, checkout.id)
    if checkout.status is CheckoutStatus.HELD:
        checkout.status = CheckoutStatus.LET_GO
    await session.flush()


async def ended_holds(session: AsyncSession, *, clock: Clock, limit: int) -> list[UUID]:
    """Return the checkouts that have held their goods long enough."""
    found = await session.scalars(
        select(Checkout.id)
        .where(Checkout.status == CheckoutStatus.HELD, Checkout.held_until <= clock.now())
        .order_by(Checkout.held_until)
        .limit(limit)
    )
    return list(found)


async def let_go_if_ended(session: AsyncSession, checkout_id: UUID, *, clock: Clock) -> Checkout | None:
    """Let go what the checkout holds if its time is over, and return it; None where it is not."""
    checkout = await lock_checkout(session, checkout_id)
    is_over = checkout.status is CheckoutStatus.HELD and checkout.held_until <= clock.now()
    if not is_over:
        return None
    await let_go(session, checkout)
    return checkout


async def checkout_of(session: AsyncSession, cart_id: UUID) -> Checkout | None:
    """Return the checkout of a cart that is not ordered yet; None where it was never checked out."""
    return await session.scalar(
        select(Checkout)
        .where(Checkout.cart_id == cart_id, Checkout.status != CheckoutStatus.ORDERED)
        .options(selectinload(Checkout.held))
        .execution_options(populate_existing=True)
    )


async def lock_checkout(session: AsyncSession, checkout_id: UUID) -> Checkout:
    """Load a checkout as it stands, locked until the transaction ends. Raises CheckoutNotFound."""
    found = await _load(session, Checkout.id == checkout_id)
    if found is None:
        raise CheckoutNotFound
    return found


async def _load(session: AsyncSession, *is_meant: object) -> Checkout | None:
    return await session.scalar(
        select(Checkout)
        .where(*is_meant)  # type: ignore[arg-type]
        .options(selectinload(Checkout.held))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


async def _locked(session: AsyncSession, cart_id: UUID) -> tuple[Cart, Checkout | None]:
    cart = await load_cart(session, cart_id, lock=True)
    if cart is None:
        raise CheckoutNotFound
    if cart.status is CartStatus.ORDERED:
        ordered = await session.scalar(
            select(Order.number)
            .join(Checkout, Checkout.order_id == Order.id)
            .where(Checkout.cart_id == cart_id)
        )
        raise AlreadyOrdered(ordered or "") if ordered else CheckoutNotFound
    checkout = await _load(session, Checkout.cart_id == cart_id, Checkout.status != CheckoutStatus.ORDERED)
    return cart, checkout


async def hold_exactly(
    session: AsyncSession, checkout: Checkout, held: Mapping[str, int], wanted: Mapping[str, int]
) -> None:
    """Move stock between the shelf and the checkout until it holds just what is wanted."""
    variants = await variants_by_sku(session, {*held, *wanted}, lock=True)
    for sku, variant in variants.items():
        more = wanted.get(sku, 0) - held.get(sku, 0)
        move_stock(session, variant, -more, StockReason.HELD if more > 0 else StockReason.LET_GO, None)
    await session.execute(delete(HeldLine).where(HeldLine.checkout_id == checkout.id))
    lines = [HeldLine(checkout_id=checkout.id, sku=sku, quantity=count) for sku, count in wanted.items()]
    session.add_all(lines)
    await session.flush()
    await session.refresh(checkout, ["held"])
