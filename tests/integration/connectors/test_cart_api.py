"""The cart that the storefront and the assistant share."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from commerce.catalogue.models import Variant
from commerce.database import Sessions
from tests.factories import a_customer, a_product, a_variant, store
from tests.integration.connectors.running import RunningGateway, shopper_token


@pytest.fixture
async def mug(sessions: Sessions) -> Variant:
    product = a_product(title="Mug")
    variant = a_variant(product, price_minor=1000)
    async with sessions.begin() as session:
        await store(session, product, variant)
    return variant


class CartClient:
    """A storefront with a cart."""

    def __init__(self, gateway: RunningGateway) -> None:
        self.client = gateway.client
        self.conversation: str | None = None
        self.token = ""

    async def post(self, path: str = "", **body: Any) -> httpx.Response:
        if self.conversation:
            body["conversation"] = self.conversation
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        answer = await self.client.post(f"/store/cart/{path}", json=body, headers=headers)
        if answer.is_success and "conversation_token" in answer.json():
            self.conversation, self.token = answer.json()["conversation"], answer.json()["conversation_token"]
        return answer

    async def lines(self, **body: Any) -> dict[str, int]:
        answer = await self.post(**body)
        assert answer.status_code == 200, answer.text
        return {line["sku"]: line["quantity"] for line in answer.json()["cart"]["lines"]}


async def test_a_guest_fills_it_and_checks_out(gateway: RunningGateway, mug: Variant):
    cart = CartClient(gateway)
    assert await cart.lines(product=mug.product_id) == {mug.sku: 1}
    assert await cart.lines(adds={mug.sku: 2}) == {mug.sku: 3}
    assert await cart.lines(sets={mug.sku: 1}) == {mug.sku: 1}
    answer = await cart.post("checkout")
    assert answer.status_code == 200
    page = await gateway.client.get(httpx.URL(answer.json()["url"]).path)
    assert "Mug (black)" in page.text


async def test_a_product_in_several_variants_is_asked_about(gateway: RunningGateway, sessions: Sessions):
    product = a_product(title="Lamp")
    red, blue = (a_variant(product, options={"color": each}) for each in ("red", "blue"))
    async with sessions.begin() as session:
        await store(session, product, red, blue)
    cart = CartClient(gateway)
    answer = await cart.post(product=product.id)
    assert {each["title"] for each in answer.json()["choices"]} == {"red", "blue"}
    assert await cart.lines() == {}


async def test_a_guests_cart_comes_along_when_they_sign_in(
    gateway: RunningGateway, sessions: Sessions, mug: Variant
):
    customer = a_customer()
    async with sessions.begin() as session:
        await store(session, customer)
    cart = CartClient(gateway)
    await cart.lines(adds={mug.sku: 2})
    token = shopper_token(customer.id)
    assert await cart.lines(shopper_token=token) == {mug.sku: 2}
    elsewhere = CartClient(gateway)
    assert await elsewhere.lines(shopper_token=token) == {mug.sku: 2}


async def test_nobody_sees_anothers(gateway: RunningGateway, mug: Variant):
    cart, stranger = CartClient(gateway), CartClient(gateway)
    await cart.lines(adds={mug.sku: 1})
    assert await stranger.lines() == {}
    stranger.conversation = cart.conversation
    assert (await stranger.post()).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"adds": {"nothing": 1}}, 404),
        ({"product": "nothing"}, 404),
        ({"sets": {"x": -1}}, 400),
        ({"sets": {"x": 100}}, 400),
        ({"more": 1}, 400),
        ({"conversation": str(uuid4())}, 401),
    ],
)
async def test_what_is_refused(gateway: RunningGateway, body: dict[str, Any], status: int):
    assert (await CartClient(gateway).post(**body)).status_code == status


async def test_an_empty_cart_is_not_checked_out(gateway: RunningGateway):
    assert (await CartClient(gateway).post("checkout")).status_code == 409
