"""Puts promotion codes on a cart and takes them off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.carts.finding import cart_for_changes, find_cart, owner_of
from commerce.carts.models import Cart, CartCode
from commerce.carts.quote import Contents, quote
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.money import Money
from commerce.promotions.conditions import Failure, Refusal

MOST_CODES = 5


@dataclass(eq=False)
class CodeRefused(CommerceError):
    """code {code}: {refusal.failure}

    A code takes nothing off this cart: `refusal` says why.
    """

    code: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class CodeApplied:
    """A code that takes `amount` off; the codes that gave way to it, which take less."""

    code: str
    description: str
    amount: Money
    total: Money
    replaced: tuple[str, ...] = ()


def normalise_code(written: str) -> str:
    """Return a code as it is stored: upper case, without blanks around or in it."""
    return "".join(written.split()).upper()


@dataclass(frozen=True, slots=True)
class CodesRemoved:
    """The codes that were on the cart and are no more, and what it comes to without them."""

    codes: tuple[str, ...]
    total: Money


async def apply_code(
    session: AsyncSession, shopper: Shopper, written: str, *, cause: Cause, clock: Clock
) -> CodeApplied:
    """Put a code on the shopper's cart, in place of those that it cannot be combined with.

    Raises CodeRefused, and then leaves the cart as it was.
    """
    code = normalise_code(written)

    async def work() -> CodeApplied:
        cart = await cart_for_changes(session, shopper, clock=clock)
        contents = Contents.of(cart)
        others = tuple(each for each in contents.codes if each != code)
        with_it = replace(contents, codes=(*others, code)[-MOST_CODES:])
        quoted = await quote(session, with_it, clock=clock)
        applied = next((each for each in quoted.discounts if each.code == code), None)
        if applied is None:
            raise CodeRefused(code, quoted.refused[code])
        replaced = tuple(
            each
            for each in others
            if each not in with_it.codes
            or (each in quoted.refused and quoted.refused[each].failure is Failure.NOT_COMBINED)
        )
        row = insert(CartCode).values(cart_id=cart.id, code=code, added_at=clock.now())
        await session.execute(row.on_conflict_do_nothing())
        await _take_off(session, cart, replaced)
        cart.updated_at = clock.now()
        return CodeApplied(code, applied.description, applied.amount, quoted.total, replaced)

    return await once(session, cause, Operation("apply_code", "code", code), CodeApplied, work)


async def remove_codes(
    session: AsyncSession, shopper: Shopper, written: str | None, *, cause: Cause, clock: Clock
) -> CodesRemoved:
    """Take a code, None for all of them, off the shopper's cart; one that is not on it is no error."""
    wanted = normalise_code(written) if written is not None else None

    async def work() -> CodesRemoved:
        cart = await cart_for_changes(session, shopper, clock=clock)
        contents = Contents.of(cart)
        there = tuple(each for each in contents.codes if wanted in (None, each))
        await _take_off(session, cart, there)
        cart.updated_at = clock.now()
        rest = tuple(each for each in contents.codes if each not in there)
        return CodesRemoved(there, (await quote(session, replace(contents, codes=rest), clock=clock)).total)

    return await once(session, cause, Operation("remove_codes", "code", wanted or "all"), CodesRemoved, work)


async def check_code(
    session: AsyncSession, shopper: Shopper, written: str, *, clock: Clock
) -> Refusal | None:
    """Return why a code takes nothing off the shopper's cart now; None where it does. Changes nothing."""
    code = normalise_code(written)
    contents = Contents.of(await find_cart(session, shopper, clock=clock))
    if contents.customer_id is None:
        contents = replace(contents, customer_id=owner_of(shopper))
    quoted = await quote(session, replace(contents, codes=(code,)), clock=clock)
    return quoted.refused.get(code)


async def _take_off(session: AsyncSession, cart: Cart, codes: Sequence[str]) -> None:
    await session.execute(delete(CartCode).where(CartCode.cart_id == cart.id, CartCode.code.in_(codes)))
