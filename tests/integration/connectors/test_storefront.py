"""The demo storefront's data, and the API's description."""

import re
from datetime import UTC, datetime, timedelta
from typing import get_args

import jwt
import pytest

from commerce.catalogue.models import Category, Product, Variant
from commerce.clock import SystemClock
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.orders.models import Order, OrderStatus
from commerce.search.indexing import index_products
from connectors.edge.schemas import ClientFrame
from connectors.pages.api_docs import openapi_document
from connectors.server.access import routes_of
from tests.integration.connectors.running import SHOPPER_SECRET, RunningGateway

ADDRESS = {"line1": "1 Road", "line2": "", "city": "X", "region": "", "postcode": "1", "country": "US"}


@pytest.fixture
async def shelves(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add_all([Category(id="lamps", title="Lamps"), Category(id="mugs", title="Mugs")])
        await session.flush()
        for number, (title, category) in enumerate(
            [("Desk lamp", "lamps"), ("Floor lamp 100%", "lamps"), ("Blue mug", "mugs"), ("Gone mug", "mugs")]
        ):
            product = Product(id=f"p{number}", category_id=category, title=title)
            session.add(product)
            await session.flush()
            for size, price in (("s", 1500), ("l", 2500)):
                session.add(
                    Variant(
                        sku=f"p{number}-{size}",
                        product_id=product.id,
                        price_minor=price,
                        currency="USD",
                        is_offered=title != "Gone mug",
                    )
                )


@pytest.fixture
async def buyers(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for name, statuses in (("dull", ["delivered"]), ("rich", ["pending", "shipped", "delivered"])):
            session.add(Customer(id=name, first_name=name, last_name="X", email=f"{name}@example.com"))
            await session.flush()
            for number, status in enumerate(statuses):
                session.add(
                    Order(
                        number=f"{name.upper()}{number}",
                        customer_id=name,
                        status=OrderStatus(status),
                        placed_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
                        currency="USD",
                        total_minor=100,
                        shipping_address=ADDRESS,
                    )
                )


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Desk lamp", "Floor lamp 100%", "Blue mug"]),
        ("?category=mugs", ["Blue mug"]),
        ("?q=LAMP", ["Desk lamp", "Floor lamp 100%"]),
        ("?q=lamp+floor", ["Floor lamp 100%"]),
        ("?q=%25", ["Floor lamp 100%"]),
        ("?category=none", []),
    ],
)
async def test_products_by_category_and_words(
    gateway: RunningGateway, shelves: None, query: str, titles: list[str]
) -> None:
    body = (await gateway.client.get(f"/store/products{query}")).json()
    assert [product["title"] for product in body["products"]] == titles
    assert [category["id"] for category in body["categories"]] == ["lamps", "mugs"]
    assert body["next"] is None


@pytest.fixture
async def indexed(shelves: None, sessions: Sessions) -> None:
    await index_products(sessions, lambda text: [0.1] * 384, "none", SystemClock())


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?q=LAMPS", {"Desk lamp", "Floor lamp 100%"}),
        ("?q=floor+lamp+under+20", {"Floor lamp 100%"}),
        ("?q=mug&category=mugs", {"Blue mug"}),
        ("?product=p2", {"Blue mug"}),
        ("?product=p9", set()),
    ],
)
async def test_the_search_field_finds_as_the_chat_does(
    gateway: RunningGateway, indexed: None, query: str, titles: set[str]
) -> None:
    body = (await gateway.client.get(f"/store/products{query}")).json()
    assert {product["title"] for product in body["products"]} == titles


async def test_what_is_only_near_is_said_to_be(gateway: RunningGateway, indexed: None) -> None:
    near = (await gateway.client.get("/store/products?q=lamps+under+2+dollars")).json()
    assert near["is_near"]
    assert not (await gateway.client.get("/store/products?q=lamps")).json()["is_near"]


async def test_suggestions_begin_like_what_is_typed(gateway: RunningGateway, indexed: None) -> None:
    found = (await gateway.client.get("/store/suggestions?q=la")).json()["suggestions"]
    assert [each["text"] for each in found] == ["lamp", "Desk lamp", "Floor lamp 100%"]
    assert (await gateway.client.get("/store/suggestions?q=l")).json()["suggestions"] == []
    for odd in ("%27%3A%2A%26", "%22%29%29", "%20"):
        assert (await gateway.client.get(f"/store/suggestions?q={odd}")).status_code == 200


async def test_products_page_by_page(gateway: RunningGateway, shelves: None) -> None:
    first = (await gateway.client.get("/store/products?limit=2")).json()
    rest = (await gateway.client.get(f"/store/products?limit=2&after={first['next']}")).json()
    assert [each["id"] for each in first["products"] + rest["products"]] == ["p0", "p1", "p2"]
    assert rest["next"] is None
    lamp = first["products"][0]
    assert (lamp["price_minor"], lamp["currency"], lamp["variants"]) == (1500, "USD", 2)


async def test_demo_customers_with_the_most_to_show_come_first(gateway: RunningGateway, buyers: None) -> None:
    customers = (await gateway.client.get("/store/demo-customers")).json()["customers"]
    assert [each["id"] for each in customers] == ["rich", "dull"]
    assert customers[0]["orders"][0] == {
        "number": "RICH2",
        "status": "delivered",
        "placed_on": "2026-01-03",
    }


async def test_demo_token_signs_a_customer_in(gateway: RunningGateway, buyers: None) -> None:
    answer = await gateway.client.post("/store/demo-token", json={"customer": "rich"})
    token = answer.json()["shopper_token"]
    assert jwt.decode(token, SHOPPER_SECRET, algorithms=["HS256"], audience="aisle")["sub"] == "rich"
    assert (await gateway.chat().post(text="hi", shopper_token=token)).status_code == 200
    assert (await gateway.client.post("/store/demo-token", json={"customer": "x"})).status_code == 404


async def test_demo_routes_are_not_there_in_production(start_gateway) -> None:
    gateway = await start_gateway(serves_demo=False)
    assert (await gateway.client.get("/store/demo-customers")).status_code == 404
    assert (await gateway.client.post("/store/demo-token", json={"customer": "x"})).status_code == 404
    assert (await gateway.client.get("/store/products")).status_code == 200


async def test_api_description_covers_every_chat_route(gateway: RunningGateway) -> None:
    described = (await gateway.client.get("/docs/openapi.json")).json()
    assert described == openapi_document()
    assert described["openapi"] == "3.1.0"
    served = {
        (each.method.lower(), "/" + re.sub(r"<(\w+?)(_id)?:\w+>", r"{\1}", each.path))
        for each in routes_of(gateway.app)
        if each.path.startswith("chat/") and each.method != "OPTIONS"
    }
    assert served == {(method, path) for path, methods in described["paths"].items() for method in methods}
    frames = described["paths"]["/chat/ws"]["get"]["description"]
    for kind in get_args(ClientFrame):
        assert f"`{get_args(kind.model_fields['type'].annotation)[0]}`" in frames
    for path, methods in described["paths"].items():
        real = path.replace("{conversation}", "6f0c1c0e-58b5-4b0a-9d7e-000000000000")
        for method in methods:
            answer = await gateway.client.request(method.upper(), real)
            assert answer.status_code not in (404, 405), (method, path)


async def test_api_page_needs_nothing_from_elsewhere(gateway: RunningGateway) -> None:
    page = await gateway.client.get("/docs/")
    assert page.status_code == 200
    assert "POST /chat/messages" in page.text
    assert "ConversationView" in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert "<script" not in page.text
    assert (await gateway.client.get("/docs/docs.css")).headers["content-type"].startswith("text/css")


async def test_a_plain_request_is_told_that_a_socket_is_wanted(gateway: RunningGateway) -> None:
    answer = await gateway.client.get("/chat/ws")
    assert answer.status_code == 426
    assert answer.json()["error"]["code"] == "websocket_required"
