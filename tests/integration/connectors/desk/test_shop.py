"""The pages of searches and of low stock, and what a page of the shop tells of a search."""

import csv
from io import StringIO
from uuid import uuid4

import pytest

from commerce.catalogue.models import Product
from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from commerce.staff.models import Role
from tests.factories import a_customer, a_line, a_product, a_variant, an_order, store
from tests.integration.connectors.conftest import Enter
from tests.integration.connectors.running import RunningGateway


@pytest.fixture
async def lamp(sessions: Sessions) -> Product:
    """A lamp that has nearly run out: 20 were sold lately, 3 are left."""
    customer, product = a_customer(), a_product(title="Arc Lamp")
    variant = a_variant(product, stock_on_hand=3, sku="ARC-1")
    async with sessions.begin() as session:
        await store(session, customer, product, variant)
        sold = [a_line(variant, quantity=20)]
        order = an_order(customer, sold, status=OrderStatus.SHIPPED, placed_at=SystemClock().now())
        await store(session, order)
    return product


async def test_what_a_page_tells_is_at_the_desk(gateway: RunningGateway, enter: Enter, lamp: Product) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    for words, found in (("=arc lamp", [lamp.id]), ("teleporter", [])):
        body = {"conversation": chat.conversation, "words": words, "found": found}
        answer = await gateway.client.post("/store/searched", json=body, headers=chat.headers)
        assert answer.status_code == 200, answer.text
    lead = await enter(Role.LEAD)
    page = (await lead.open("/desk/searches")).text
    assert "teleporter" in page
    [arc, nothing] = csv.DictReader(StringIO((await lead.open("/desk/searches.csv?days=1")).text))
    assert (arc["words"], arc["without_result"]) == ("'=arc lamp", "0")
    assert (nothing["words"], nothing["without_result"]) == ("teleporter", "1")


async def test_what_runs_out_is_listed(enter: Enter, lamp: Product) -> None:
    operator = await enter(Role.OPERATOR)
    page = (await operator.open("/desk/stock")).text
    assert "Arc Lamp" in page
    [row] = csv.DictReader(StringIO((await operator.open("/desk/stock.csv")).text))
    assert (row["sku"], row["left"], row["sold"], row["reorder"]) == ("ARC-1", "3", "20", "27")


async def test_an_unknown_conversation_tells_nothing(gateway: RunningGateway) -> None:
    conversation = uuid4()
    token = gateway.parts.tokens.conversation_token(conversation)
    body = {"conversation": str(conversation), "words": "lamp", "found": []}
    headers = {"Authorization": f"Bearer {token}"}
    assert (await gateway.client.post("/store/searched", json=body, headers=headers)).status_code == 404


async def test_agents_see_neither(enter: Enter) -> None:
    agent = await enter(Role.AGENT)
    for page in ("searches", "searches.csv", "stock", "stock.csv"):
        assert (await agent.open(f"/desk/{page}")).status_code == 403
