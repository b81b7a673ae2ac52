"""Receipts and return labels by signed links: whoever has the link, for as long as it works."""

from datetime import UTC, datetime
from typing import Any

from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.links.documents import DocumentKind, DocumentLinks, DocumentRef
from commerce.orders.models import Order
from tests.factories import (
    FixedClock,
    a_card,
    a_customer,
    a_line,
    a_payment,
    a_product,
    a_variant,
    an_order,
    store,
)
from tests.integration.connectors.running import CONVERSATION_SECRET, RunningGateway

LINKS = DocumentLinks("", CONVERSATION_SECRET)


def now() -> FixedClock:
    return FixedClock(datetime.now(UTC))


async def an_order_of_a_lamp(sessions: Sessions) -> Order:
    customer = a_customer()
    product = a_product(title="Lamp <b>")
    variant, card = a_variant(product), a_card(customer)
    order = an_order(customer, [a_line(variant, title="Lamp <b>")], payment_method_id=card.id)
    async with sessions.begin() as session:
        await store(session, customer, product, variant, card, order, a_payment(order, card))
    return order


def path(order: Order, clock: FixedClock, **fields: Any) -> str:
    ref = {
        "kind": DocumentKind.RECEIPT,
        "subject": order.number,
        "customer_id": order.customer_id,
        "level": IdentityLevel.VERIFIED,
    } | fields
    return LINKS.url(DocumentRef(**ref), clock=clock)


async def test_a_receipt(gateway: RunningGateway, sessions: Sessions):
    order = await an_order_of_a_lamp(sessions)
    answer = await gateway.client.get(path(order, now()))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "Lamp &lt;b&gt;" in answer.text
    assert "ending in 4242" in answer.text


async def test_a_receipt_hides_from_the_merely_claimed_what_the_chat_hides(
    gateway: RunningGateway, sessions: Sessions
):
    order = await an_order_of_a_lamp(sessions)
    answer = await gateway.client.get(path(order, now(), level=IdentityLevel.CLAIMED))
    assert answer.status_code == 200
    assert "Lamp &lt;b&gt;" in answer.text
    assert "Denver, CO" in answer.text
    for private in ("12 Elm Street", "80202", "4242", "Moss"):
        assert private not in answer.text


async def test_a_label_is_for_the_verified_alone(gateway: RunningGateway, sessions: Sessions):
    order = await an_order_of_a_lamp(sessions)
    label = {"kind": DocumentKind.RETURN_LABEL, "subject": "RMA-1", "level": IdentityLevel.CLAIMED}
    assert (await gateway.client.get(path(order, now(), **label))).status_code == 404


async def test_a_link_that_has_expired(gateway: RunningGateway, sessions: Sessions):
    order = await an_order_of_a_lamp(sessions)
    clock = now()
    clock.forward(hours=-25)
    answer = await gateway.client.get(path(order, clock))
    assert answer.status_code == 410
    assert "This link has expired" in answer.text
    assert "Lamp" not in answer.text


async def test_a_link_that_was_tampered_with(gateway: RunningGateway, sessions: Sessions):
    order = await an_order_of_a_lamp(sessions)
    head, body, signature = path(order, now()).split(".")
    for link in (f"{head}.{body}.{signature[::-1]}", "/documents/nonsense"):
        answer = await gateway.client.get(link)
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text


async def test_another_customers_order_is_no_order(gateway: RunningGateway, sessions: Sessions):
    order = await an_order_of_a_lamp(sessions)
    answer = await gateway.client.get(path(order, now(), customer_id="somebody"))
    assert answer.status_code == 404


async def test_a_label_of_no_return(gateway: RunningGateway, sessions: Sessions):
    order = await an_order_of_a_lamp(sessions)
    link = path(order, now(), kind=DocumentKind.RETURN_LABEL, subject="RMA-0000")
    assert (await gateway.client.get(link)).status_code == 404
