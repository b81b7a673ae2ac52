"""Products of a test's own, to be put into a cart by names that no other test uses."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.catalogue.models import Product, Variant
from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.promotions.models import Promotion, PromotionKind
from tests.factories import a_product, a_variant, store

_numbers = count(1)
_CONSONANTS, _VOWELS = "bdfglmnprtvz", "aeiou"


@dataclass(frozen=True)
class Ware:
    """A product with its variants."""

    product: Product
    variants: list[Variant]

    @property
    def title(self) -> str:
        return self.product.title

    def sku(self, **options: str) -> str:
        return next(each.sku for each in self.variants if options.items() <= each.options.items())


def a_name() -> str:
    """A word that is no other's: "Zobavi"."""
    number, word = next(_numbers) * 7919 % 216_000, ""
    for _ in range(3):
        number, at = divmod(number, 60)
        word += _CONSONANTS[at % 12] + _VOWELS[at // 12]
    return word.capitalize()


async def a_ware(sessions: Sessions, kind: str, *variants: dict[str, Any], price_minor: int = 2000) -> Ware:
    """A product called by a name of its own and its kind; in one variant unless they are given."""
    product = a_product(title=f"{a_name()} {kind}")
    made = [
        a_variant(product, **({"price_minor": price_minor} | each)) for each in variants or [{"options": {}}]
    ]
    async with sessions.begin() as session:
        await store(session, product, *made)
    return Ware(product, made)


async def a_code(sessions: Sessions, **fields: Any) -> str:
    """A running promotion's code: ten percent off unless it is said."""
    code = f"SAVE{a_name().upper()}{next(_numbers)}"
    given = {
        "code": code, "description": "Ten percent off", "kind": PromotionKind.PERCENTAGE, "percent_off": 10,
        "starts_at": SystemClock().now() - timedelta(days=1),
    }  # fmt: skip
    async with sessions.begin() as session:
        session.add(Promotion(**(given | fields)))
    return code


async def in_cart(sessions: Sessions, ware: Ware) -> dict[str, int]:
    """How many of each variant of the ware are in open carts."""
    skus = [each.sku for each in ware.variants]
    async with sessions() as session:
        rows = await session.execute(
            select(CartLine.sku, CartLine.quantity)
            .join(Cart, Cart.id == CartLine.cart_id)
            .where(CartLine.sku.in_(skus), Cart.status == CartStatus.OPEN)
        )
        return {row[0]: row[1] for row in rows}
