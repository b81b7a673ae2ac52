"""What is found satisfies everything that was said; the rest is a matter of order."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from commerce.catalogue.models import Product, Variant
from commerce.search import finding
from commerce.search.relaxing import Gave
from tests.integration.commerce.search.conftest import SmallShop


async def test_one_variant_satisfies_all_that_was_said(shop: SmallShop) -> None:
    results = await shop.results("black running shoes under 80 in size 9")
    [(title, variant)] = await shop.found(results)
    assert results.relaxed is None
    assert title == "Tempo Running Shoes"
    assert variant.options == {"size": "9", "color": "black"}


async def test_options_of_different_variants_do_not_add_up(shop: SmallShop) -> None:
    results = await shop.results("blue running shoes in size 9")
    assert results.relaxed is not None  # blue is there in 10, size 9 in white


@pytest.mark.parametrize(
    ("said", "titles"),
    [
        ("hiking boots without leather", {"Mews Hiking Boots"}),
        ("leather boots", {"Summit Hiking Boots"}),
        ("running shoes with 4 stars", {"Tempo Running Shoes"}),
        ("shoes by northlea", {"Tempo Running Shoes"}),
        ("runing shoos under 60", {"Court Running Shoes"}),
        ("white or blue running shoes", {"Tempo Running Shoes", "Court Running Shoes"}),
        ("boots, not brown", {"Mews Hiking Boots"}),
        (
            "footwear stuff",
            {"Tempo Running Shoes", "Court Running Shoes", "Summit Hiking Boots", "Mews Hiking Boots"},
        ),
        ("300ml mug", {"Potter's Mug"}),
    ],
)
async def test_filters(said: str, titles: set[str], shop: SmallShop) -> None:
    results = await shop.results(said)
    assert results.relaxed is None
    assert {title for title, _ in await shop.found(results)} == titles


async def test_what_is_meant_is_found_without_its_words(shop: SmallShop) -> None:
    nearest = (await shop.titles("something to jog in"))[:2]
    assert set(nearest) == {"Court Running Shoes", "Tempo Running Shoes"}
    assert (await shop.titles("for my tea"))[0] == "Potter's Mug"


async def test_orders(shop: SmallShop) -> None:
    assert (await shop.titles("the cheapest shoes"))[0] == "Court Running Shoes"
    assert (await shop.titles("best rated shoes"))[0] == "Tempo Running Shoes"


async def test_what_cannot_be_had_is_not_offered_before_what_can(shop: SmallShop) -> None:
    assert await shop.titles("desk lamps") == ["Quill Desk Lamp"]
    sold_out = await shop.results("white desk lamp")
    assert sold_out.sold_out
    assert [title for title, _ in await shop.found(sold_out)] == ["Arden Desk Lamp"]


@pytest.mark.parametrize(
    ("said", "gave", "title"),
    [
        ("blue hiking boots", Gave.NEAR_COLOR, "Mews Hiking Boots"),
        ("black running shoes under 70 in size 9", Gave.PRICE, "Tempo Running Shoes"),
        ("purple running shoes", Gave.COLOR, "Court Running Shoes"),
        ("hiking boots in size 15", Gave.SIZE, "Mews Hiking Boots"),
        ("mugs under 2 dollars", Gave.PRICE, "Potter's Mug"),
    ],
)
async def test_the_nearest_is_found_where_nothing_fits(
    said: str, gave: Gave, title: str, shop: SmallShop
) -> None:
    results = await shop.results(said)
    assert results.relaxed is not None
    assert results.relaxed.gave is gave
    assert title in [found for found, _ in await shop.found(results)]


async def test_like_another(shop: SmallShop) -> None:
    async with shop.sessions() as session:
        wanted = replace(await shop.search.read(session, ""), near="p1")
        results = await shop.search.search(session, wanted)
    assert results.ids[0] == "p2"
    assert "p1" not in results.ids


async def test_few_and_many_are_searched_alike(shop: SmallShop, monkeypatch: pytest.MonkeyPatch) -> None:
    said = ("running shoes", "something to jog in", "boots under 100", "lamp for reading")
    few = [await shop.titles(each) for each in said]
    monkeypatch.setattr(finding, "_FEW", 0)
    assert [await shop.titles(each) for each in said] == few


async def test_only_what_changed_is_embedded_anew(shop: SmallShop) -> None:
    assert await shop.index() == 0
    async with shop.sessions.begin() as session:
        await session.execute(update(Product).where(Product.id == "p7").values(title="Potter's Beaker"))
        await session.execute(update(Variant).where(Variant.product_id == "p2").values(compare_at_minor=9900))
    assert await shop.index() == 1
    assert await shop.titles("beakers") == ["Potter's Beaker"]
    assert await shop.titles("shoes on sale") == ["Court Running Shoes"]


@pytest.mark.parametrize("said", ["'; DROP TABLE products; --", "a & !b | (c", "\\", "%_", "🙂", "x" * 2_000])
async def test_anything_can_be_asked(said: str, shop: SmallShop) -> None:
    await shop.titles(said)
