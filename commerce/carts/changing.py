"""Changes a cart: puts variants in, sets how many of them there are, takes them out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.carts.finding import MOST_OF_ONE, cart_for_changes, owner_of
from commerce.carts.models import Cart, CartLine
from commerce.catalogue.models import Variant
from commerce.catalogue.variants import variants_by_sku
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.money import Money
from commerce.plans import fingerprint

MOST_LINES = 100


@dataclass(eq=False)
class CartFull(CommerceError):
    """a cart holds at most {most} variants

    A cart holds no more than `most` different variants.
    """

    most: int


@dataclass(frozen=True, slots=True)
class ChangeCart:
    """How many more of each variant are wanted (`adds`), and how many there are to be (`sets`), by SKU."""

    adds: Mapping[str, int] = field(default_factory=dict)
    sets: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineChange:
    """What became of one variant in the cart: `wanted` pieces were asked for, `after` are in it now."""

    sku: str
    title: str
    options: dict[str, str]
    unit_price: Money
    before: int
    wanted: int
    after: int

    @property
    def is_short(self) -> bool:
        """Whether fewer are in the cart than were asked for."""
        return self.after < self.wanted


@dataclass(frozen=True, slots=True)
class CartChanged:
    """Every variant that was spoken of, in that order."""

    lines: tuple[LineChange, ...]


async def change_cart(
    session: AsyncSession, shopper: Shopper, command: ChangeCart, *, cause: Cause, clock: Clock
) -> CartChanged:
    """Change the shopper's cart, no more of a variant than can be had; what is short is told.

    Raises VariantNotFound and CartFull.
    """

    async def work() -> CartChanged:
        cart = await cart_for_changes(session, shopper, clock=clock)
        there = {line.sku: line.quantity for line in cart.lines}
        wanted = dict(command.sets)
        for sku, more in command.adds.items():
            wanted[sku] = wanted.get(sku, there.get(sku, 0)) + more
        variants = await variants_by_sku(session, wanted, lock=False)
        changes = tuple(
            _change(variants[sku], there.get(sku, 0), max(0, count)) for sku, count in wanted.items()
        )
        await _write(session, cart, changes, clock)
        cart.updated_at = clock.now()
        return CartChanged(changes)

    whose = owner_of(shopper) or str(shopper.conversation_id)
    operation = Operation("change_cart", "cart", f"{whose}/{fingerprint(command)}")
    return await once(session, cause, operation, CartChanged, work)


def _change(variant: Variant, before: int, wanted: int) -> LineChange:
    """Bound what is wanted by what there is; what was in the cart before does not fall by adding to it."""
    if not variant.is_offered:
        most = 0
    elif variant.stock_on_hand is None:
        most = MOST_OF_ONE
    else:
        most = min(MOST_OF_ONE, variant.stock_on_hand)
    after = min(wanted, max(most, min(before, wanted)))
    title = variant.product.title
    return LineChange(variant.sku, title, variant.options, variant.price, before, wanted, after)


async def _write(session: AsyncSession, cart: Cart, changes: tuple[LineChange, ...], clock: Clock) -> None:
    new = sum(1 for each in changes if each.after and not each.before)
    if new and len(cart.lines) + new > MOST_LINES:
        raise CartFull(MOST_LINES)
    for place, each in enumerate(changes):
        if each.after == 0:
            await session.execute(
                delete(CartLine).where(CartLine.cart_id == cart.id, CartLine.sku == each.sku)
            )
        elif each.after != each.before:
            row = insert(CartLine).values(
                cart_id=cart.id,
                sku=each.sku,
                quantity=each.after,
                price_minor=each.unit_price.amount_minor,
                added_at=clock.now() + timedelta(microseconds=place),  # in the order they were named
            )
            await session.execute(
                row.on_conflict_do_update(
                    index_elements=[CartLine.cart_id, CartLine.sku], set_={"quantity": each.after}
                )
            )
