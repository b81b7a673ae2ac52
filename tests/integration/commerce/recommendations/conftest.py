"""Two groups of shoppers with tastes of their own, and the goods they buy."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from commerce.catalogue.models import Category, Variant
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from commerce.recommendations.training import Trained, train_recommender
from commerce.search.indexing import index_products
from tests.factories import NOON, FixedClock, a_customer, a_line, a_product, a_variant, an_order, store

CAMPERS = ("tent", "stove", "hammock", "lantern")
COOKS = ("pan", "knife", "bowl", "kettle")
_SHOPPERS, _ORDERS_EACH = 24, 3


@dataclass(frozen=True)
class Shop:
    """A store whose recommender has learned."""

    sessions: Sessions
    clock: FixedClock
    shoppers: dict[str, Customer]
    trained: Trained


@pytest.fixture
async def shop(sessions: Sessions) -> Shop:
    clock, shoppers, variants = FixedClock(), {}, {}
    async with sessions.begin() as session:
        await store(session, Category(id="camp", title="Camping"), Category(id="cook", title="Cooking"))
        for place, name in enumerate((*CAMPERS, *COOKS)):
            category = "camp" if name in CAMPERS else "cook"
            product = a_product(id=name, title=f"Plain {name}", category_id=category, created_at=NOON)
            variants[name] = a_variant(product, price_minor=1000 * (place + 1), stock_on_hand=500)
            await store(session, product, variants[name])
        for number in range(_SHOPPERS):
            own = CAMPERS if number % 2 else COOKS
            shopper = a_customer(id=f"{'camper' if number % 2 else 'cook'}{number}")
            shoppers[shopper.id] = shopper
            await store(session, shopper)
            for step in range(_ORDERS_EACH):
                bought = [
                    own[(number + step) % 4],
                    own[(number + step + 1) % 4],
                    own[(number * 3 + step) % 4],
                ]
                lines = [a_line(variants[name]) for name in dict.fromkeys(bought)]
                placed_at = NOON - timedelta(days=200 - 40 * step - number / 10)
                session.add(an_order(shopper, lines, status=OrderStatus.DELIVERED, placed_at=placed_at))
                await session.flush()
    await index_products(sessions, _meaning, "axes", clock)
    return Shop(sessions, clock, shoppers, await train_recommender(sessions, clock, least=50))


def _meaning(text: str) -> list[float]:
    vector = [0.001] * 384
    for place, name in enumerate((*CAMPERS, *COOKS)):
        if name in text.lower():
            vector[place] = 1.0
            vector[20 if name in CAMPERS else 21] = 0.8
    return vector


async def stock(sessions: Sessions, sku: str, units: int) -> None:
    async with sessions.begin() as session:
        (await session.get_one(Variant, sku)).stock_on_hand = units
