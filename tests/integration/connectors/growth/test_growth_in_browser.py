"""The page of figures in a real Chromium: readable by everybody, within its own policy, in every look."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import async_playwright

from commerce.catalogue.models import Category
from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.events.models import EventKind, ShopEvent
from commerce.figures.snapshots import catch_up
from commerce.staff.models import Role
from commerce.support.models import Conversation
from tests.factories import a_customer, a_line, a_product, a_variant, an_order, store
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.staff.people import Browser
from tests.integration.widget.conftest import CHROMIUM_ARGUMENTS

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CLOCK = SystemClock("America/New_York")
pytestmark = pytest.mark.browser
Enter = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("Chromium is not installed (Debian's package `chromium`)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def shop(sessions: Sessions) -> Sessions:
    """Half a year of orders, more at weekends, with one day out of line."""
    dice = Random(5)
    today = CLOCK.today()
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=CLOCK.zone)
    shelves = [Category(id=each.lower(), title=each) for each in ("Lighting", "Kitchen", "Garden")]
    products = [a_product(title=f"{each.title} piece", category_id=each.id) for each in shelves]
    variants = [a_variant(each, price_minor=3000 + 700 * at) for at, each in enumerate(products)]
    customers = [a_customer() for _ in range(60)]
    rows: list[object] = []
    for back in range(200):
        day = noon - timedelta(days=back)
        count = dice.randint(3, 4) + 3 * (day.weekday() >= 5) + 25 * (back == 9)
        for _ in range(count):
            who = customers[min(dice.randrange(60), dice.randrange(60) + back // 10) % 60]
            rows.append(an_order(who, [a_line(dice.choice(variants))], placed_at=day))
        rows.append(Conversation(channel=dice.choice(["web", "sms"]), created_at=day))
        rows.append(
            ShopEvent(
                id=f"s{back}",
                kind=EventKind.SEARCHED,
                at=day,
                details={"words": dice.choice(["garden lamp", "red vase"]), "results": dice.choice([0, 4])},
            )
        )
    async with sessions.begin() as session:
        await store(session, *shelves, *products, *variants, *customers)
        session.add_all(rows)
    await catch_up(sessions, CLOCK)
    return sessions


@pytest.mark.parametrize("look", [("light", 1280), ("dark", 1280), ("light", 390)])
async def test_the_page_can_be_read_by_everybody(
    chromium: Chromium, gateway: RunningGateway, enter: Enter, shop: Sessions, look: tuple[str, int]
) -> None:
    scheme, width = look
    operator = await enter(Role.OPERATOR)
    base = f"http://127.0.0.1:{gateway.port}"
    context = await chromium.new_context(
        base_url=base,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 860},
    )
    token = operator.client.cookies["aisle-staff"]
    await context.add_cookies([{"name": "aisle-staff", "value": token, "url": base}])
    page, console = await context.new_page(), list[str]()
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    await page.goto("/desk/growth?days=90")
    await page.evaluate(AXE)
    report = await page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", STANDARD
    )
    assert [(each["id"], each["nodes"][0]["target"]) for each in report["violations"]] == []
    assert console == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("AISLE_PICTURES"):
        await page.screenshot(path=Path(folder) / f"growth-{scheme}-{width}.png", full_page=False)
    await context.close()
