"""Reviews on the product's page and at the desk."""

import csv
from collections.abc import Awaitable, Callable
from io import StringIO
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from commerce.catalogue.models import Variant
from commerce.clock import SystemClock
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.locks.models import AccountLock
from commerce.orders.models import OrderStatus
from commerce.plans import fingerprint
from commerce.reviews.models import Review, ReviewStatus
from commerce.reviews.moderating import PAGE, SeenReview
from commerce.staff.models import Role
from tests.conftest import add_job_queue
from tests.factories import a_customer, a_line, a_product, a_variant, an_order, store
from tests.integration.connectors.running import RunningGateway, shopper_token
from tests.integration.connectors.staff.people import Browser

Enter = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def jane(sessions: Sessions) -> Customer:
    customer = a_customer(first_name="Jane", last_name="Doe")
    async with sessions.begin() as session:
        await store(session, customer)
    return customer


@pytest.fixture
async def kettle(sessions: Sessions, jane: Customer) -> Variant:
    """A kettle that Jane has got."""
    product = a_product(title="Kettle")
    variant = a_variant(product)
    async with sessions.begin() as session:
        await store(session, product, variant)
        await store(session, an_order(jane, [a_line(variant)], status=OrderStatus.DELIVERED))
    return variant


@pytest.fixture(autouse=True)
def jobs(database_url: str) -> None:
    """Where mails wait until the worker takes them."""
    add_job_queue(database_url)


class Page:
    """The product's page in a shopper's browser."""

    def __init__(self, gateway: RunningGateway, product: str, customer: Customer | None = None) -> None:
        self.client, self.product = gateway.client, product
        self.known = {"shopper_token": shopper_token(customer.id)} if customer else {}

    async def write(self, stars: int, **words: Any) -> httpx.Response:
        body = {"product": self.product, "stars": stars} | words | self.known
        return await self.client.post("/store/reviews/write", json=body)

    async def read(self, **query: Any) -> dict[str, Any]:
        answer = await self.client.get("/store/reviews/", params={"product": self.product} | query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def helpful(self, review: str, **known: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {known.pop('token')}"} if known else {}
        return await self.client.post(
            "/store/reviews/helpful", json={"review": review} | known, headers=headers
        )


async def kept(sessions: Sessions) -> Review:
    async with sessions() as session:
        return (await session.scalars(select(Review))).one()


async def decide(browser: Browser, review: Review, deed: str, **fields: str) -> httpx.Response:
    """Press a button beside the review as it is on the page now."""
    seen = {"seen": fingerprint(SeenReview.of(review))}
    return await browser.submit(f"/desk/reviews/{review.id}/{deed}", key=str(uuid4()), **(seen | fields))


async def test_from_the_page_to_the_desk_and_back(
    gateway: RunningGateway, sessions: Sessions, jane: Customer, kettle: Variant, enter: Enter
):
    page = Page(gateway, kettle.product_id, jane)
    written = await page.write(4, title="Quick", text="Boils in two minutes.")
    assert written.json()["is_verified_purchase"] is True
    assert (await page.read())["count"] == 0
    browser = await enter(Role.AGENT)
    waiting = (await browser.open("/desk/reviews/")).text
    assert "Boils in two minutes." in waiting
    assert "verified purchase" in waiting
    review = await kept(sessions)
    await decide(browser, review, "publish")
    await decide(browser, review, "answer", text="Thank you!")
    told = await page.read()
    assert (told["rating"], told["count"], told["by_stars"]["4"]) == (4, 1, 1)
    [shown] = told["reviews"]
    assert (shown["author"], shown["answer"], shown["is_verified_purchase"]) == (
        "Jane D.",
        "Thank you!",
        True,
    )
    assert (await page.read(stars=5))["reviews"] == []


async def test_whose_account_is_locked_is_told_so(
    gateway: RunningGateway, sessions: Sessions, jane: Customer, kettle: Variant
):
    async with sessions.begin() as session:
        session.add(
            AccountLock(
                customer_id=jane.id, score=100, reasons=[], code_hash="x", locked_at=SystemClock().now()
            )
        )
    refused = await Page(gateway, kettle.product_id, jane).write(5)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "account_locked")


async def test_a_refused_review_is_not_shown(
    gateway: RunningGateway, sessions: Sessions, jane: Customer, kettle: Variant, enter: Enter
):
    page = Page(gateway, kettle.product_id, jane)
    await page.write(1, text="<b>Bad</b>")
    browser, review = await enter(Role.AGENT), await kept(sessions)
    assert "&lt;b&gt;Bad&lt;/b&gt;" in (await browser.open("/desk/reviews/")).text
    unsaid = await decide(browser, review, "refuse", reason="because")
    assert unsaid.status_code == 422
    await decide(browser, review, "refuse", reason="abuse")
    assert (await kept(sessions)).status is ReviewStatus.REFUSED
    assert (await page.read())["reviews"] == []
    assert (await browser.submit(f"/desk/reviews/{uuid4()}/publish", key=str(uuid4()))).status_code == 404


async def test_words_that_nobody_has_read_are_not_published(
    gateway: RunningGateway, sessions: Sessions, jane: Customer, kettle: Variant, enter: Enter
):
    page, browser = Page(gateway, kettle.product_id, jane), await enter(Role.AGENT)
    await page.write(4, text="Boils.")
    read = await kept(sessions)
    assert f'value="{fingerprint(SeenReview.of(read))}"' in (await browser.open("/desk/reviews/")).text
    await page.write(4, text="Buy elsewhere!")
    refused = await decide(browser, read, "publish")
    assert refused.status_code == 409
    assert "written anew" in refused.text
    assert "Buy elsewhere!" in refused.text
    assert (await decide(browser, read, "publish", seen="")).status_code == 409
    assert (await kept(sessions)).status is ReviewStatus.PENDING
    await decide(browser, await kept(sessions), "publish")
    assert (await kept(sessions)).status is ReviewStatus.PUBLISHED


async def test_all_that_wait_are_reached_page_by_page(sessions: Sessions, kettle: Variant, enter: Enter):
    async with sessions.begin() as session:
        session.add_all(
            Review(product_id=kettle.product_id, stars=5, text=f"No. {n}.") for n in range(PAGE + 1)
        )
    browser = await enter(Role.AGENT)
    first, second = [(await browser.open(f"/desk/reviews/?page={number}")).text for number in (1, 2)]
    assert "page=2" in first
    assert (first.count('class="said"'), second.count('class="said"')) == (PAGE, 1)
    assert (await browser.open("/desk/reviews/?page=99")).text.count('class="said"') == 1


async def test_who_is_not_signed_in_writes_none(gateway: RunningGateway, kettle: Variant):
    assert (await Page(gateway, kettle.product_id).write(5)).status_code == 403


@pytest.mark.parametrize(
    "body",
    [{"stars": 0}, {"stars": 6}, {"stars": "5"}, {"stars": 5, "text": "x" * 3_001}, {"stars": 5, "x": 1}],
)
async def test_what_no_form_sends_is_refused(
    gateway: RunningGateway, jane: Customer, kettle: Variant, body: dict[str, Any]
):
    page = Page(gateway, kettle.product_id, jane)
    assert (await page.write(**body)).status_code in {400, 422}


async def test_unknown_and_not_arrived_goods(gateway: RunningGateway, sessions: Sessions, jane: Customer):
    product = a_product()
    variant = a_variant(product)
    async with sessions.begin() as session:
        await store(session, product, variant)
        await store(session, an_order(jane, [a_line(variant)], status=OrderStatus.SHIPPED))
    assert (await Page(gateway, product.id, jane).write(5)).status_code == 409
    assert (await Page(gateway, "nothing", jane).write(5)).status_code == 404


async def test_a_guest_finds_it_helpful_once(
    gateway: RunningGateway, sessions: Sessions, jane: Customer, kettle: Variant, enter: Enter
):
    page = Page(gateway, kettle.product_id, jane)
    await page.write(4, text="Good.")
    waiting = await kept(sessions)
    review = str(waiting.id)
    assert (await page.helpful(review)).status_code == 404
    await decide(await enter(Role.AGENT), waiting, "publish")
    first = (await page.helpful(review)).json()
    again = await page.helpful(review, conversation=first["conversation"], token=first["conversation_token"])
    assert (first["helpful"], again.json()["helpful"]) == (1, 1)
    stranger = await page.helpful(review, conversation=first["conversation"], token="x.y.z")
    assert stranger.status_code == 401


async def test_all_of_them_as_a_file(
    gateway: RunningGateway, sessions: Sessions, jane: Customer, kettle: Variant, enter: Enter
):
    await Page(gateway, kettle.product_id, jane).write(4, title="=1+1", text="Good,\nreally.")
    rows = list(
        csv.DictReader(StringIO((await (await enter(Role.LEAD)).open("/desk/reviews/reviews.csv")).text))
    )
    assert [(each["stars"], each["title"], each["text"]) for each in rows] == [
        ("4", "'=1+1", "Good,\nreally.")
    ]


async def test_an_agent_gets_no_file(enter: Enter):
    assert (await (await enter(Role.AGENT)).open("/desk/reviews/reviews.csv")).status_code == 403
