"""The demo store is the same every time, and can be made on any day."""

from datetime import UTC, datetime, timedelta

import pytest

from commerce.demo.catalogue import read_catalogue
from commerce.demo.dice import Dice
from commerce.demo.promotions import make_promotions
from commerce.demo.shoppers import open_shop
from commerce.demo.showcase import make_showcase

WEDNESDAY = datetime(2026, 3, 18, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize("days", range(7))
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_every_scene_can_be_set_on_any_day(days: int, hour: int) -> None:
    now = WEDNESDAY.replace(hour=hour) + timedelta(days=days)
    for seed in range(3):
        dice = Dice(seed)
        shop = open_shop(dice, read_catalogue(), make_promotions(now), now)
        _, trade = make_showcase(dice, shop)
        assert len(trade.orders) == 16


def test_the_same_seed_gives_the_same_scenes() -> None:
    def scenes() -> list[tuple[object, ...]]:
        dice = Dice(7)
        shop = open_shop(dice, read_catalogue(), make_promotions(WEDNESDAY), WEDNESDAY)
        _, trade = make_showcase(dice, shop)
        return [(o.id, o.number, o.placed_at, o.total_minor, o.status) for o in trade.orders]

    assert scenes() == scenes()


def test_every_variant_of_a_product_differs() -> None:
    for product in read_catalogue().products:
        options = [tuple(variant.options.items()) for variant in product.variants]
        assert len(set(options)) == len(options) >= 2, product.title
        assert product.description.endswith(".")


def test_a_promotions_parts_add_up() -> None:
    percent, amount, *_ = make_promotions(WEDNESDAY)
    assert sum(percent.discounts([333, 333, 334])) == 100
    assert sum(amount.discounts([9_999, 1, 5_000])) == 1_500
    assert all(part >= 0 for part in amount.discounts([9_999, 1, 5_000]))
