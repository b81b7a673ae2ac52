"""The demo store: its shelves, its demo customers, and the assistant that knows who is shopping."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.integration.widget.conftest import Shop, Widget, eventually
from tests.integration.widget.shop_server import PRODUCTS
from tests.integration.widget.test_accessibility import violations

pytestmark = pytest.mark.browser


@pytest.fixture
async def store(shop: Shop, page: Page) -> Page:
    await page.goto(shop.url)
    await expect(page.locator(".product").first).to_be_visible()
    return page


async def sign_in(page: Page, name: str) -> None:
    await page.locator("#account").click()
    await page.locator("#accounts").get_by_role("button", name=name).click()
    await expect(page.locator("#account")).to_have_accessible_name(f"Account: {name}")


async def test_products_are_on_the_shelves_with_their_prices(store: Page) -> None:
    first = store.locator(".product").first
    await expect(first).to_contain_text(PRODUCTS[0]["title"])
    await expect(first.locator(".price")).to_have_text("from $59.12")
    await expect(first.locator("svg.art path").first).to_be_visible()


async def test_more_products_come_on_demand(store: Page) -> None:
    await expect(store.locator(".product")).to_have_count(24)
    await store.get_by_role("button", name="Show more").click()
    await expect(store.locator(".product")).to_have_count(len(PRODUCTS))
    await expect(store.get_by_role("button", name="Show more")).to_be_hidden()


async def test_a_category_is_chosen_and_kept_in_the_address(store: Page) -> None:
    await store.get_by_role("button", name="Kitchen").click()
    await expect(store.locator(".product")).to_have_count(6)
    await expect(store.get_by_role("button", name="Kitchen")).to_be_focused()
    await store.reload()
    await expect(store.locator(".product")).to_have_count(6)
    await expect(store.get_by_role("button", name="Kitchen")).to_have_attribute("aria-pressed", "true")


async def test_a_search_finds_and_says_how_many(store: Page) -> None:
    field = store.get_by_role("search").get_by_role("combobox")
    await field.fill("lamp")
    await expect(store.locator(".product h3")).to_have_text(["Desk Lamp"])
    await expect(store.get_by_role("status").first).to_contain_text("1 found for “lamp”")
    await field.fill("<b>nothing</b>")
    await expect(store.locator("#count")).to_have_text("Nothing matches “<b>nothing</b>”.")


async def test_products_that_cannot_be_loaded_are_said(shop: Shop, page: Page) -> None:
    async def fail(route: Route) -> None:
        await route.abort()

    await page.route("**/store/products*", fail)
    await page.goto(shop.url)
    await expect(page.locator("#count")).to_contain_text("cannot be loaded now")


async def test_signed_out_the_visitor_is_told_how_to_see_orders(store: Page) -> None:
    await expect(store.locator("#orders")).to_contain_text("You are signed out")
    await store.get_by_role("button", name="Choose a demo customer").click()
    await expect(store.locator("#accounts")).to_be_visible()


async def test_a_demo_customer_sees_their_orders_and_the_assistant_knows_them(
    shop: Shop, store: Page
) -> None:
    await sign_in(store, "Ada Marsh")
    orders = store.locator("#orders li")
    await expect(orders).to_have_count(3)
    await expect(orders.first).to_contain_text("#W1000001")
    await expect(orders.first).to_contain_text("Jan 12, 2026")

    widget = Widget(store)
    await orders.first.get_by_role("button").click()
    await expect(widget.bot).to_have_text(["You said: Where is order #W1000001?"])
    assert shop.chat.only.shopper_token is not None


async def test_another_demo_customer_gets_another_conversation(shop: Shop, store: Page) -> None:
    widget = Widget(store)
    await sign_in(store, "Ada Marsh")
    await store.get_by_role("button", name="Where is order #W1000001?", exact=True).click()
    await expect(widget.bot).to_have_count(1)
    await sign_in(store, "Bo Lindqvist")

    await expect(widget.own).to_have_count(0)
    await widget.say("hello")
    await expect(widget.bot).to_have_text(["You said: hello"])
    assert len(shop.chat.conversations) == 2


async def test_the_account_and_the_conversation_survive_a_reload(shop: Shop, store: Page) -> None:
    widget = Widget(store)
    await sign_in(store, "Ada Marsh")
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await store.reload()
    await expect(store.locator("#account")).to_have_accessible_name("Account: Ada Marsh")
    await expect(widget.bot).to_have_count(1)
    await eventually(lambda: len(shop.chat.conversations) == 1)


async def test_signing_out_ends_the_conversation_here(store: Page) -> None:
    widget = Widget(store)
    await sign_in(store, "Ada Marsh")
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await store.locator("#account").click()
    await store.locator("#accounts").get_by_role("button", name="Nobody").click()
    await expect(widget.own).to_have_count(0)
    await expect(store.locator("#orders")).to_contain_text("You are signed out")


async def test_a_suggested_question_is_asked(store: Page) -> None:
    widget = Widget(store)
    await store.get_by_role("button", name="What is your return policy?").click()
    await expect(widget.dialog).to_be_visible()
    await expect(widget.own).to_have_text(["What is your return policy?"])


async def test_a_store_without_demo_customers_shows_no_switcher(shop: Shop, page: Page) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=404, json={"error": {"code": "not_found", "reason": "no such page"}})

    await page.route("**/store/demo-customers", refuse)
    await page.goto(shop.url)
    await expect(page.locator(".product").first).to_be_visible()
    await expect(page.locator("#account")).to_be_hidden()
    await expect(page.locator("#orders")).to_be_hidden()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
async def test_axe_finds_nothing_in_the_store(
    shop: Shop, browser: Browser, color_scheme: Any, width: int
) -> None:
    context = await browser.new_context(
        color_scheme=color_scheme,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = await context.new_page()
    await page.goto(shop.url)
    await expect(page.locator(".product").first).to_be_visible()
    assert await violations(page) == []
    await sign_in(page, "Ada Marsh")
    await page.locator("#account").click()
    assert await violations(page) == []
    overflow = await page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    await context.close()
