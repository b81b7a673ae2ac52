"""What a variant cost before a reduction: the lowest price of the 30 days before, kept by the database."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from commerce.catalogue.models import PriceChange, Variant
from commerce.money import Money
from tests.world import World


async def costs(world: World, minor: int, before: int | None = None) -> Variant:
    """Give the black lamp another price, in euros, and read it back."""

    async def change(session) -> Variant:
        values = {"price_minor": minor, "compare_at_minor": before, "currency": "EUR"}
        await session.execute(update(Variant).where(Variant.sku == world.black.sku).values(**values))
        return await session.get_one(Variant, world.black.sku, populate_existing=True)

    return await world.run(change)


@pytest.fixture(autouse=True)
async def euros(world: World) -> None:
    """A price in euros, and nothing before it."""
    await costs(world, 6000)
    await world.run(lambda session: session.execute(delete(PriceChange)))


async def time_passes(world: World, days: int) -> None:
    earlier = update(PriceChange).values(changed_at=PriceChange.changed_at - timedelta(days=days))
    await world.run(lambda session: session.execute(earlier))


async def test_the_lowest_of_the_last_30_days_counts(world: World) -> None:
    for minor in (5000, 4500, 6000):
        await costs(world, minor)
    reduced = await costs(world, 4000, before=6000)
    assert reduced.lowest_before == Money(4500, "EUR")


async def test_what_it_cost_longer_ago_does_not(world: World) -> None:
    for minor in (4500, 6000):
        await costs(world, minor)
    await time_passes(world, 31)
    assert (await costs(world, 5000, before=6000)).lowest_before == Money(6000, "EUR")


async def test_a_further_reduction_keeps_the_price_before_the_first(world: World) -> None:
    await costs(world, 6000)
    await costs(world, 5000, before=6000)
    assert (await costs(world, 4000, before=6000)).lowest_before == Money(6000, "EUR")


async def test_a_price_that_rises_ends_it(world: World) -> None:
    await costs(world, 6000)
    await costs(world, 5000, before=6000)
    assert (await costs(world, 5500, before=6000)).lowest_before is None


@pytest.mark.parametrize("currency", ["USD", "GBP"])
async def test_elsewhere_it_is_not_told(world: World, currency: str) -> None:
    await costs(world, 6000)
    reduced = await costs(world, 5000, before=6000)
    reduced.currency = currency
    assert reduced.lowest_before is None
