"""Whose cart it is: a verified shopper's own on every channel, else that of the conversation."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.carts.models import Cart, CartCode, CartLine, CartStatus
from commerce.catalogue.variants import variants_by_sku
from commerce.clock import Clock
from commerce.identity import IdentityLevel, Shopper
from commerce.support.models import Conversation

MOST_OF_ONE = 99  # pieces of a variant


def owner_of(shopper: Shopper) -> str | None:
    """Return the customer whose cart the shopper has; None for a guest, as whoever only knew an order is."""
    return shopper.customer_id if shopper.level is IdentityLevel.VERIFIED else None


async def find_cart(session: AsyncSession, shopper: Shopper, *, clock: Clock) -> Cart | None:
    """Return the shopper's open cart with its lines and codes; None where there is none.

    What a customer has put aside as a guest, in conversations that have turned out to be theirs, is theirs.
    """
    customer_id = owner_of(shopper)
    if customer_id is not None:
        await _take_over(session, customer_id, clock)
    return await _load(session, _is_open_cart_of(shopper), lock=False)


async def cart_for_changes(session: AsyncSession, shopper: Shopper, *, clock: Clock) -> Cart:
    """Return the shopper's open cart, begun if there was none, locked until the transaction ends."""
    customer_id = owner_of(shopper)
    if customer_id is not None:
        await _take_over(session, customer_id, clock)
        owner: dict[str, str | UUID] = {"customer_id": customer_id}
    else:
        owner = {"conversation_id": shopper.conversation_id}
    new = {"id": uuid4(), "status": CartStatus.OPEN, "created_at": clock.now(), "updated_at": clock.now()}
    await session.execute(insert(Cart).values(**new, **owner).on_conflict_do_nothing())
    cart = await _load(session, _is_open_cart_of(shopper), lock=True)
    assert cart is not None
    return cart


async def load_cart(session: AsyncSession, cart_id: UUID, *, lock: bool) -> Cart | None:
    """Return a cart with its lines and codes, whosever it is: for those who hold its signed link."""
    return await _load(session, Cart.id == cart_id, lock=lock)


async def _load(session: AsyncSession, is_meant: ColumnElement[bool], *, lock: bool) -> Cart | None:
    query = (
        select(Cart)
        .where(is_meant)
        .options(selectinload(Cart.lines), selectinload(Cart.codes))
        .execution_options(populate_existing=True)
    )
    return await session.scalar(query.with_for_update(key_share=True) if lock else query)


def _is_open_cart_of(shopper: Shopper) -> ColumnElement[bool]:
    customer_id = owner_of(shopper)
    if customer_id is not None:
        return (Cart.customer_id == customer_id) & (Cart.status == CartStatus.OPEN)
    return (
        (Cart.conversation_id == shopper.conversation_id)
        & Cart.customer_id.is_(None)
        & (Cart.status == CartStatus.OPEN)
    )


async def _take_over(session: AsyncSession, customer_id: str, clock: Clock) -> None:
    """Merge the guest carts of the customer's own conversations into their cart; nothing is lost."""
    theirs = select(Conversation.id).where(
        Conversation.customer_id == customer_id, Conversation.identity_level == IdentityLevel.VERIFIED
    )
    guests = (
        await session.scalars(
            select(Cart)
            .where(
                Cart.conversation_id.in_(theirs),
                Cart.customer_id.is_(None),
                Cart.status == CartStatus.OPEN,
            )
            .options(selectinload(Cart.lines), selectinload(Cart.codes))
            .order_by(Cart.updated_at)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    ).all()
    if not guests:
        return
    is_theirs = (Cart.customer_id == customer_id) & (Cart.status == CartStatus.OPEN)
    own = await _load(session, is_theirs, lock=True)
    if own is None:
        own, *guests = guests
        own.customer_id = customer_id
        await session.flush()
    if guests:
        await _merge(session, own, guests)
    own.updated_at = clock.now()
    await session.flush()


async def _merge(session: AsyncSession, own: Cart, guests: Sequence[Cart]) -> None:
    """Add up what is in both, no more of it than there is, and never less than the customer had."""
    skus = {line.sku for guest in guests for line in guest.lines}
    variants = await variants_by_sku(session, skus, lock=False)
    for guest in guests:
        for line in guest.lines:
            variant = variants[line.sku]
            most = MOST_OF_ONE if variant.stock_on_hand is None else min(MOST_OF_ONE, variant.stock_on_hand)
            row = insert(CartLine).values(
                cart_id=own.id, sku=line.sku, quantity=line.quantity, price_minor=line.price_minor
            )
            both = func.least(CartLine.quantity + row.excluded.quantity, most)
            merged = func.greatest(both, CartLine.quantity)
            await session.execute(
                row.on_conflict_do_update(
                    index_elements=[CartLine.cart_id, CartLine.sku], set_={"quantity": merged}
                )
            )
        for code in guest.codes:
            row = insert(CartCode).values(cart_id=own.id, code=code.code)
            await session.execute(row.on_conflict_do_nothing())
        await session.delete(guest)
    await session.flush()
