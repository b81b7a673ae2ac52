"""Buying on the store's own pages: from a signed link to an order, on any device."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select, update

from commerce.carts.changing import ChangeCart, change_cart
from commerce.carts.finding import find_cart
from commerce.carts.models import Cart
from commerce.catalogue.models import Variant
from commerce.checkout.holding import hold
from commerce.checkout.links import checkout_ref
from commerce.checkout.models import Checkout
from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.identity import IdentityLevel, Shopper
from commerce.links.documents import DocumentLinks
from commerce.orders.models import Order
from commerce.payments.models import PaymentAttempt
from commerce.support.conversations import begin_conversation
from tests.conftest import add_job_queue
from tests.factories import (
    FixedClock,
    a_cause,
    a_customer,
    a_default_address,
    a_product,
    a_shopper,
    a_variant,
    store,
)
from tests.integration.connectors.running import CONVERSATION_SECRET, RunningGateway

LINKS = DocumentLinks("", CONVERSATION_SECRET)
CLOCK = SystemClock()
ADA = {
    "email": "ada@example.com", "full_name": "Ada Moss", "line1": "12 Elm Street", "line2": "",
    "city": "Denver", "region": "CO", "postcode": "80202", "country": "US", "delivery": "standard",
}  # fmt: skip


@dataclass
class Visit:
    """A browser on a checkout link."""

    client: httpx.AsyncClient
    path: str
    page: httpx.Response | None = None

    @property
    def text(self) -> str:
        assert self.page is not None
        return re.sub(r"\s+", " ", self.page.text)

    async def opens(self) -> str:
        self.page = await self.client.get(self.path)
        return self.text

    async def sends(self, step: str, **form: str) -> str:
        self.page = await self.client.post(f"{self.path}/{step}", data=form, follow_redirects=True)
        return self.text

    async def pays(self, card: str = "visa-4242") -> str:
        agreed = re.search(r'name="agreed" value="(\w+)"', self.text)
        assert agreed, self.text
        opened = await self.client.post(f"{self.path}/pay", data={"agreed": agreed[1]})
        assert opened.status_code == 303, opened.text
        place = httpx.URL(opened.headers["location"]).path
        self.page = await self.client.post(place, data={"card": card}, follow_redirects=True)
        return self.text


@pytest.fixture(autouse=True)
def jobs(database_url: str) -> None:
    """The job queue, by which the news of an order leave."""
    add_job_queue(database_url)


@pytest.fixture
async def lamp(sessions: Sessions) -> Variant:
    product = a_product(title="Lamp <b>")
    variant = a_variant(product, stock_on_hand=3)
    async with sessions.begin() as session:
        await store(session, product, variant)
    return variant


async def a_cart(sessions: Sessions, shopper: Shopper, variant: Variant, *, is_held: bool = True) -> UUID:
    async with sessions.begin() as session:
        await begin_conversation(session, shopper.conversation_id, "web")
        command = ChangeCart(adds={variant.sku: 2})
        await change_cart(session, shopper, command, cause=a_cause(shopper), clock=CLOCK)
        cart = await find_cart(session, shopper, clock=CLOCK)
        assert cart is not None
        if is_held:
            await hold(session, cart.id, clock=CLOCK)
    return cart.id


def visit(gateway: RunningGateway, cart_id: UUID, level: IdentityLevel = IdentityLevel.ANONYMOUS) -> Visit:
    url = LINKS.url(checkout_ref(cart_id, None, level), clock=CLOCK)
    return Visit(gateway.client, httpx.URL(url).path)


def a_guest() -> Shopper:
    return replace(a_shopper(""), customer_id=None, level=IdentityLevel.ANONYMOUS)


async def orders(sessions: Sessions) -> int:
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(Order)) or 0


async def test_a_guest_buys_from_the_link_to_the_order(
    gateway: RunningGateway, sessions: Sessions, lamp: Variant
):
    shown = visit(gateway, await a_cart(sessions, a_guest(), lamp))
    first = await shown.opens()
    assert "Lamp &lt;b&gt; (black)" in first
    assert "held for 15 more minutes" in first
    assert "Order and pay" not in first
    assert "Order and pay $80.00" in await shown.sends("details", **ADA)
    done = await shown.pays()
    assert "Thank you!" in done
    assert re.search(r"Your order #A\d+ is placed", done)
    assert "Thank you!" in await shown.opens()
    assert await orders(sessions) == 1


async def test_a_declined_card_buys_nothing_and_another_does(
    gateway: RunningGateway, sessions: Sessions, lamp: Variant
):
    shown = visit(gateway, await a_cart(sessions, a_guest(), lamp))
    await shown.opens()
    await shown.sends("details", **ADA)
    assert "The card was declined" in await shown.pays("visa-0002")
    assert await orders(sessions) == 0
    await shown.opens()
    assert "Thank you!" in await shown.pays()
    assert await orders(sessions) == 1


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("email", "nowhere", "E-mail is needed"),
        ("full_name", "", "Full name is needed"),
        ("postcode", "1", "Postal code doesn&#39;t look right"),
        ("city", "", "City is needed"),
        ("country", "FR", "isn&#39;t one we deliver to"),
    ],
)
async def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(  # noqa: PLR0917  fixtures
    gateway: RunningGateway, sessions: Sessions, lamp: Variant, field: str, value: str, told: str
):
    async with sessions.begin() as session:
        from commerce.policies.models import Policy

        span = {"min": 3, "max": 5}
        session.add(Policy(name="delivery_times", country="US", value={"standard": span, "express": span}))
    shown = visit(gateway, await a_cart(sessions, a_guest(), lamp))
    answer = await shown.sends("details", **(ADA | {field: value}))
    assert told in answer
    assert 'value="12 Elm Street"' in answer
    assert shown.page is not None
    assert shown.page.status_code == 422


async def test_the_hold_ended_and_is_taken_up_again(
    gateway: RunningGateway, sessions: Sessions, lamp: Variant
):
    cart_id = await a_cart(sessions, a_guest(), lamp)
    async with sessions.begin() as session:
        await session.execute(update(Checkout).values(held_until=CLOCK.now() - timedelta(minutes=1)))
    shown = visit(gateway, cart_id)
    assert "Hold my items and go on" in await shown.opens()
    assert "held for 15 more minutes" in await shown.sends("hold")


async def test_a_link_restores_a_cart_that_was_never_checked_out(
    gateway: RunningGateway, sessions: Sessions, lamp: Variant
):
    shown = visit(gateway, await a_cart(sessions, a_guest(), lamp, is_held=False))
    assert "2 ×" in await shown.opens()
    assert "held for" in await shown.sends("hold")


async def test_a_price_that_changed_is_shown_before_anything_is_taken(
    gateway: RunningGateway, sessions: Sessions, lamp: Variant
):
    shown = visit(gateway, await a_cart(sessions, a_guest(), lamp))
    await shown.opens()
    await shown.sends("details", **ADA)
    async with sessions.begin() as session:
        await session.execute(update(Variant).values(price_minor=4500))
    agreed = re.search(r'name="agreed" value="(\w+)"', shown.text)
    assert agreed
    told = await shown.sends("pay", agreed=agreed[1])
    assert "Something changed since you looked" in told
    assert "was $40.00 each when you put it in" in told
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(PaymentAttempt)) == 0


async def test_a_customers_address_is_there_only_for_their_own_link(
    gateway: RunningGateway, sessions: Sessions, lamp: Variant
):
    customer = a_customer()
    async with sessions.begin() as session:
        await store(session, customer, a_default_address(customer))
    cart_id = await a_cart(sessions, a_shopper(customer), lamp)
    assert 'value="12 Elm Street"' in await visit(gateway, cart_id, IdentityLevel.VERIFIED).opens()
    stranger = await visit(gateway, cart_id).opens()
    assert "12 Elm Street" not in stranger
    assert customer.email not in stranger


async def test_links_that_lead_nowhere(gateway: RunningGateway, sessions: Sessions, lamp: Variant):
    cart_id = await a_cart(sessions, a_guest(), lamp)
    assert (await gateway.client.get("/checkout/forged")).status_code == 404
    old = FixedClock(CLOCK.now() - timedelta(days=8))
    path = LINKS.url(checkout_ref(cart_id, None, IdentityLevel.ANONYMOUS), clock=old)
    assert (await gateway.client.get(path)).status_code == 410
    async with sessions.begin() as session:
        await session.delete(await session.get_one(Cart, await a_cart(sessions, a_guest(), lamp)))
    document = path.replace("/checkout/", "/documents/")
    assert (await gateway.client.get(document)).status_code in (404, 410)
    assert (await gateway.client.get("/pay/demo/forged")).status_code == 404


async def test_the_page_can_do_nothing_but_be_shown_and_sent(
    gateway: RunningGateway, sessions: Sessions, lamp: Variant
):
    shown = visit(gateway, await a_cart(sessions, a_guest(), lamp))
    await shown.opens()
    assert shown.page is not None
    policy = shown.page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert shown.page.headers["cache-control"] == "no-store"
