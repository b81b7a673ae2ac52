"""Events are taken once, the good ones whatever the others are, and only from who may tell."""

from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select

from commerce.catalogue.models import Product
from commerce.database import Sessions
from commerce.events.models import ShopEvent
from commerce.events.taking import recently_viewed
from connectors.server.options import GatewayOptions
from tests.factories import a_product
from tests.integration.connectors.running import RunningGateway, running_gateway

KEY = "the-key-of-the-shops-server-in-tests"
AT = "2026-11-28T10:00:00Z"


def an_event(**overrides: object) -> dict[str, object]:
    return {"id": uuid4().hex, "type": "product_viewed", "at": AT, "product": "lamp"} | overrides


@pytest.fixture
async def lamp(sessions: Sessions) -> Product:
    product = a_product(id="lamp")
    async with sessions.begin() as session:
        session.add(product)
    return product


@pytest.fixture
async def shop(database_url: str, sessions: Sessions, lamp: Product):
    async with running_gateway(database_url, sessions, [], GatewayOptions(), events_key=KEY) as gateway:
        yield gateway


async def tell(shop: RunningGateway, *events: dict[str, object], key: str = KEY) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"}
    return await shop.client.post("/events", json={"events": list(events)}, headers=headers)


async def kept(sessions: Sessions) -> int:
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(ShopEvent)) or 0


async def test_twice_is_once(shop: RunningGateway, sessions: Sessions) -> None:
    event = an_event()
    assert (await tell(shop, event, event, an_event())).json() == {
        "accepted": 2, "repeated": 1, "refused": []
    }  # fmt: skip
    assert (await tell(shop, event)).json()["repeated"] == 1
    assert await kept(sessions) == 2


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"type": "danced"}, "type"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-11-28T10:00:00"}, "at"),
        ({"product": None}, "product"),
        ({"product": "gone"}, "no such product"),
        ({"customer": "nobody"}, "no such customer"),
        ({"conversation": str(uuid4())}, "no such conversation"),
        ({"type": "searched", "product": None}, "words"),
        ({"secret": 1}, "secret"),
        ({"id": ""}, "id"),
    ],
)
async def test_a_bad_event_takes_no_other_down(
    shop: RunningGateway, sessions: Sessions, bad: dict[str, object], reason: str
) -> None:
    answer = (await tell(shop, an_event(), an_event(**bad), an_event())).json()
    assert answer["accepted"] == 2
    [refused] = answer["refused"]
    assert refused["place"] == 1
    assert reason in refused["reason"]
    assert await kept(sessions) == 2


async def test_what_is_searched_for_is_kept_without_addresses_and_numbers(
    shop: RunningGateway, sessions: Sessions
) -> None:
    said = ["Lamp for ada@example.com 555 123 4567", "ada@example.com"]
    searched = [an_event(type="searched", product=None, words=words, results=3) for words in said]
    clicked = an_event(type="result_clicked", words=said[0])
    assert (await tell(shop, *searched, clicked)).json()["accepted"] == 3
    async with sessions() as session:
        told = list(await session.scalars(select(ShopEvent.details)))
    words = {"words": "lamp for"}
    assert len(told) == 3
    assert all(each in told for each in (words, {"results": 3}, words | {"results": 3}))


async def test_without_the_key_nothing_is_taken(shop: RunningGateway, sessions: Sessions) -> None:
    for key in ("none", "wrong", KEY[:-1]):
        assert (await tell(shop, an_event(), key=key)).status_code == 401
    assert (await tell(shop)).status_code == 400
    assert await kept(sessions) == 0


async def test_a_page_tells_what_is_looked_at_by_the_conversations_token(
    shop: RunningGateway, sessions: Sessions
) -> None:
    begun = (await shop.client.post("/store/cart/", json={})).json()
    body = {"conversation": begun["conversation"], "product": "lamp"}
    assert (await shop.client.post("/store/viewed", json=body)).status_code == 401
    headers = {"Authorization": f"Bearer {begun['conversation_token']}"}
    assert (await shop.client.post("/store/viewed", json=body, headers=headers)).json() == {"accepted": 1}
    async with sessions() as session:
        assert await recently_viewed(session, UUID(begun["conversation"]), None) == ["lamp"]
        assert await recently_viewed(session, uuid4(), None) == []
