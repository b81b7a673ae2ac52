"""A shopper's visit in a real browser: from the demo page to the right answer, and back after a reload."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.acceptance.product import ROOT, Product
from tests.browsing import ARGUMENTS, chromium_path

# The picture in README; looked at and copied to docs/ when it has changed.
SCREENSHOT = ROOT / "var" / "widget.png"


@pytest.fixture
def page() -> Iterator[Page]:
    executable = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser.new_page(viewport={"width": 1440, "height": 1000})
        browser.close()


def test_a_visitor_asks_identifies_and_finds_the_talk_again_after_a_reload(
    product: Product, page: Page
) -> None:
    customer, order = next(
        (customer, order)
        for customer in product.demo_customers()
        for order in customer["orders"]
        if order["status"] == "delivered"
    )
    page.goto(product.url)
    page.locator("aisle-chat .launcher").click()
    say(page, "where is my order?")
    expect(page.locator("aisle-chat [role=log]")).to_contain_text("order number")
    say(page, f"it's {order['number']}, {customer['email']}")
    answer = page.locator("aisle-chat .entry.bot .bubble", has_text=order["number"])
    expect(answer.first).to_contain_text("has been delivered")
    page.screenshot(path=SCREENSHOT)

    page.reload()
    expect(page.locator("aisle-chat [role=log]")).to_contain_text("has been delivered")
    expect(page.locator("aisle-chat .entry.shopper .bubble").first).to_contain_text("where is my order?")


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Your message").fill(text)
    page.get_by_role("textbox", name="Your message").press("Enter")
