"""Reviews on a product's page: read, sorted out by stars, found helpful, and written by who is signed in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import select

from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from commerce.reviews.models import Review, ReviewStatus
from connectors.server.options import GatewayOptions
from tests.factories import a_customer, a_line, a_product, a_variant, an_order, store
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, running_gateway

pytestmark = pytest.mark.browser
LOVED = "Boils in two minutes, and the handle stays cool."
BROKE = "<b>It broke</b> after a month."


@pytest.fixture
async def gateway(database_url: str, sessions: Sessions) -> AsyncIterator[RunningGateway]:
    dialogue = FakeDialogue()
    dialogue.start()
    async with sessions.begin() as session:
        ada = a_customer(id="ada", first_name="Ada", last_name="Marsh")
        kettle = a_product(id="kettle", title="Tea Kettle", rating=3.5, review_count=2)
        red = a_variant(kettle, sku="kettle-red", price_minor=4850)
        await store(session, ada, kettle, red)
        await store(session, an_order(ada, [a_line(red)], status=OrderStatus.DELIVERED))
        for stars, text, answer in ((5, LOVED, ""), (2, BROKE, "Sorry! A new one is on its way.")):
            session.add(
                Review(
                    product_id="kettle",
                    author="Grace H.",
                    stars=stars,
                    text=text,
                    answer=answer,
                    status=ReviewStatus.PUBLISHED,
                )
            )
    async with AsyncExitStack() as stack:
        options = GatewayOptions(serves_demo=True)
        yield await stack.enter_async_context(
            running_gateway(database_url, sessions, [dialogue.url], options)
        )
    dialogue.held.set()
    dialogue.stop()


async def test_they_are_read_and_one_is_written(
    gateway: RunningGateway, page: Page, sessions: Sessions
) -> None:
    await page.goto(f"http://127.0.0.1:{gateway.port}/")
    await expect(page.locator(".rating")).to_have_text("★ 3.5 (2)")
    await expect(page.locator("#reviews")).to_be_hidden()
    await page.get_by_role("link", name="Tea Kettle").click()
    await expect(page.locator("#reviews-sum")).to_have_text("3.5 of 5, 2 reviews")
    reviews = page.locator("#reviews-list > li")
    await expect(reviews).to_have_count(2)
    await expect(page.get_by_text(BROKE)).to_be_visible()  # as it was written
    await expect(page.get_by_text("A new one is on its way.")).to_be_visible()

    await page.get_by_role("button", name="5 stars: 1").click()
    await expect(reviews).to_have_count(1)
    await expect(reviews).to_contain_text(LOVED)
    await page.get_by_role("button", name="5 stars: 1").click()
    await expect(reviews).to_have_count(2)
    helpful = reviews.filter(has_text=LOVED).get_by_role("button")
    await helpful.click()
    await expect(helpful).to_have_text("Helpful (1)")

    await expect(page.locator("#review-form")).to_be_hidden()
    await page.locator("#account").click()
    await page.get_by_role("button", name="Ada Marsh").click()
    form = page.locator("#review-form")
    await form.get_by_label("4").check()
    await form.get_by_label("Title").fill("Nearly perfect")
    await form.get_by_label("What do you think of it?").fill("A little loud.")
    await form.get_by_role("button", name="Send the review").click()
    await expect(page.locator("#review-note")).to_contain_text("once it has been checked")
    async with sessions() as session:
        written = (await session.scalars(select(Review).where(Review.customer_id == "ada"))).one()
    assert (written.stars, written.title, written.text) == (4, "Nearly perfect", "A little loud.")
    assert (written.status, written.order_id is not None) == (ReviewStatus.PENDING, True)
