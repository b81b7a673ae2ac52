"""The widget and the storefront on the real gateway, with a fake dialogue server behind it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import select

from commerce.catalogue.models import Category, Product, Variant
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.events.models import EventKind, ShopEvent
from connectors.server.options import GatewayOptions
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, running_gateway, shopper_token, until
from tests.integration.widget.conftest import Widget

pytestmark = pytest.mark.browser


@pytest.fixture
async def dialogue() -> AsyncIterator[FakeDialogue]:
    fake = FakeDialogue()
    fake.start()
    yield fake
    fake.held.set()
    fake.stop()


@pytest.fixture
async def gateway(
    database_url: str, sessions: Sessions, dialogue: FakeDialogue
) -> AsyncIterator[RunningGateway]:
    async with sessions.begin() as session:
        for name in ("ada", "grace"):
            email = f"{name}@example.com"
            session.add(Customer(id=name, first_name=name.title(), last_name="Marsh", email=email))
        session.add(Category(id="kitchen", title="Kitchen"))
        session.add(Product(id="kettle", category_id="kitchen", title="Tea Kettle"))
        session.add(Variant(sku="kettle-red", product_id="kettle", price_minor=4850, currency="USD"))
    async with AsyncExitStack() as stack:
        options = GatewayOptions(serves_demo=True)
        yield await stack.enter_async_context(
            running_gateway(database_url, sessions, [dialogue.url], options)
        )


@pytest.fixture
async def widget(gateway: RunningGateway, page: Page) -> Widget:
    await page.goto(f"http://127.0.0.1:{gateway.port}/")
    return Widget(page)


async def test_a_conversation_over_the_socket_survives_a_reload(widget: Widget) -> None:
    await widget.open()
    await widget.say("offer")
    await widget.choices.get_by_text("Yes, please").click()
    await expect(widget.bot).to_have_text(["Shall I?", "You said: /affirm"])
    await expect(widget.own).to_have_text(["offer", "Yes, please"])
    await widget.say("show")
    await expect(widget.page.get_by_role("article")).to_contain_text("Order #W1")

    await widget.page.reload()
    await expect(widget.own).to_have_text(["offer", "Yes, please", "show"])
    await expect(widget.bot).to_have_text(["Shall I?", "You said: /affirm", "Here it is.", "Anything else?"])


async def test_a_conversation_over_http_where_websockets_are_blocked(
    gateway: RunningGateway, page: Page
) -> None:
    await page.add_init_script("window.WebSocket = class { constructor() { throw new Error('blocked'); } };")
    await page.goto(f"http://127.0.0.1:{gateway.port}/")
    widget = Widget(page)
    await widget.open()
    await widget.say("offer")
    await widget.choices.get_by_text("No", exact=True).click()
    await expect(widget.bot).to_have_text(["Shall I?", "You said: /deny"])
    await expect(widget.own).to_have_text(["offer", "No"])


async def test_another_verified_customer_gets_a_conversation_of_their_own(widget: Widget) -> None:
    await widget.open()
    await widget.run("(chat, token) => chat.setShopperToken(token)", shopper_token("ada"))
    await widget.say("I am Ada")
    await expect(widget.bot).to_have_count(1)
    await widget.run("(chat, token) => chat.setShopperToken(token)", shopper_token("grace"))
    await widget.say("I am Grace")
    await expect(widget.bot).to_have_text(["You said: I am Grace"])


async def test_a_conversation_that_turns_out_to_be_anothers_is_left(widget: Widget) -> None:
    await widget.open()
    await widget.run("(chat, token) => chat.setShopperToken(token)", shopper_token("ada"))
    await widget.say("I am Ada")
    await expect(widget.bot).to_have_count(1)
    await widget.page.evaluate(
        """() => {
            for (const key of Object.keys(localStorage).filter(key => key.startsWith('aisle:'))) {
                localStorage.setItem(key.replace(/^aisle:[^:]+/, 'aisle:guest'), localStorage.getItem(key));
                localStorage.removeItem(key);
            }
        }"""
    )
    await widget.page.reload()
    await expect(widget.own).to_have_text(["I am Ada"])
    await widget.run("(chat, token) => chat.setShopperToken(token)", shopper_token("grace"))
    await expect(widget.own).to_have_count(0)
    await widget.say("I am Grace")
    await expect(widget.bot).to_have_text(["You said: I am Grace"])


async def test_a_shopper_token_nobody_believes_leaves_an_anonymous_chat(widget: Widget) -> None:
    await widget.run("(chat, token) => chat.setShopperToken(token)", shopper_token("nobody"))
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_text(["You said: hello"])


async def test_the_store_shows_its_products_and_signs_a_demo_customer_in(
    gateway: RunningGateway, widget: Widget
) -> None:
    product = widget.page.locator(".product")
    await expect(product).to_contain_text("Tea Kettle")
    await expect(product.locator(".price")).to_have_text("$48.50")
    await expect(widget.page.get_by_role("button", name="Kitchen")).to_be_visible()
    await expect(widget.page.locator("#account")).to_be_visible()


async def test_a_search_is_told_by_a_page_that_is_left_at_once(
    gateway: RunningGateway, sessions: Sessions, widget: Widget
) -> None:
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await widget.page.get_by_role("search").get_by_role("combobox").fill("kettle")
    await expect(widget.page.locator("#count")).to_have_text("1 found for “kettle”")
    await widget.page.get_by_role("link", name="Tea Kettle").click()

    async def are_told() -> bool:
        async with sessions() as session:
            found = await session.scalars(select(ShopEvent).where(ShopEvent.kind == EventKind.SEARCHED))
            return [each.details["words"] for each in found] == ["kettle"]

    await until(are_told)
