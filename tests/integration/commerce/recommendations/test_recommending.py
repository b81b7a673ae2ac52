"""What is recommended can be had, satisfies the filters, is not just bought, and says why."""

from sqlalchemy import func, select

from commerce.catalogue.models import Variant
from commerce.orders.models import OrderStatus
from commerce.recommendations.models import IN_USE, ProductNeighbours, RecommenderVersion
from commerce.recommendations.recommending import (
    Occasion,
    Recommended,
    Why,
    best_rated,
    for_shopper,
    going_with,
    newest,
    popular,
    similar_to,
)
from commerce.recommendations.training import train_recommender
from commerce.search.wanted import Wanted
from tests.factories import a_customer, a_line, an_order, store
from tests.integration.commerce.recommendations.conftest import CAMPERS, COOKS, Shop, stock


def ids(found: list[Recommended]) -> list[str]:
    return [each.product_id for each in found]


async def sku_of(shop: Shop, product_id: str) -> str:
    async with shop.sessions() as session:
        return str(await session.scalar(select(Variant.sku).where(Variant.product_id == product_id)))


async def for_(shop: Shop, occasion: Occasion) -> list[Recommended]:
    async with shop.sessions() as session:
        return await for_shopper(session, occasion, shop.clock)


async def test_it_learned_and_is_in_use(shop: Shop) -> None:
    assert shop.trained.refused is None
    assert shop.trained.figures["ours"]["ndcg"] >= shop.trained.figures["popularity"]["ndcg"]
    async with shop.sessions() as session:
        assert await session.scalar(select(func.count()).where(IN_USE)) == 1


async def test_a_newcomers_first_look_counts_at_once(shop: Shop) -> None:
    found = await for_(shop, Occasion(viewed=["tent"]))
    assert set(ids(found)[:2]) <= set(CAMPERS) - {"tent"}
    assert (found[0].why, found[0].because_of) == (Why.BECAUSE_OF, "tent")
    cooking = await for_(shop, Occasion(viewed=["pan"]))
    assert set(ids(cooking)[:2]) <= set(COOKS) - {"pan"}


async def test_who_is_unknown_sees_what_sells(shop: Shop) -> None:
    assert all(each.why is Why.POPULAR for each in await for_(shop, Occasion()))


async def test_nothing_that_was_bought_is_recommended(shop: Shop) -> None:
    shopper = a_customer(id="new")
    async with shop.sessions.begin() as session:
        await store(session, shopper)
        variant = await session.scalar(select(Variant).where(Variant.product_id == "tent"))
        session.add(an_order(shopper, [a_line(variant)], status=OrderStatus.DELIVERED))
    found = await for_(shop, Occasion("new"))
    assert "tent" not in ids(found)
    assert found[0].product_id in CAMPERS


async def test_the_cut_comes_after_the_filters(shop: Shop) -> None:
    found = await for_(shop, Occasion(viewed=["tent"], wanted=Wanted(highest=2000)))
    assert ids(found) == ["stove"]  # the tent is what they look at
    await stock(shop.sessions, await sku_of(shop, "stove"), 0)
    assert ids(await for_(shop, Occasion(viewed=["tent"], wanted=Wanted(highest=2000)))) == []


async def test_what_goes_with_a_thing_is_bought_with_it(shop: Shop) -> None:
    async with shop.sessions() as session:
        found = await going_with(session, ["knife"], Wanted())
    assert found[0].why is Why.TOGETHER
    assert {each.product_id for each in found if each.why is Why.TOGETHER} <= set(COOKS)
    assert "knife" not in ids(found)


async def test_similar_is_what_it_is_like(shop: Shop) -> None:
    async with shop.sessions() as session:
        found = await similar_to(session, "kettle", Wanted())
    assert set(ids(found)[:3]) == set(COOKS) - {"kettle"}


async def test_popular_new_and_rated(shop: Shop) -> None:
    async with shop.sessions() as session:
        assert len(await popular(session, Wanted())) == 8
        assert {each.why for each in await newest(session, Wanted(), shop.clock)} == {Why.NEW}
        assert await best_rated(session, Wanted()) == []  # nobody has reviewed anything


async def test_a_worse_version_is_refused_and_the_old_one_stays(shop: Shop) -> None:
    async with shop.sessions.begin() as session:
        used = await session.scalar(select(RecommenderVersion).where(IN_USE))
        used.figures = {**used.figures, "ours": {**used.figures["ours"], "ndcg": 2.0}}
    again = await train_recommender(shop.sessions, shop.clock, least=50)
    assert again.refused is not None
    assert "version in use" in again.refused
    async with shop.sessions() as session:
        assert await session.scalar(select(RecommenderVersion.id).where(IN_USE)) == shop.trained.version_id
        held = set(await session.scalars(select(ProductNeighbours.version_id).distinct()))
    assert held == {shop.trained.version_id}


async def test_too_little_teaches_nothing(shop: Shop) -> None:
    trained = await train_recommender(shop.sessions, shop.clock, least=10_000)
    assert trained.version_id is None
