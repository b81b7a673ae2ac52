"""The page of figures in a real Chromium: readable by everybody, within its own policy, in every look."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from playwright.async_api import Browser as Chromium

from commerce.catalogue.models import Category
from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.events.models import EventKind, ShopEvent
from commerce.figures.snapshots import catch_up
from commerce.staff.models import Role
from commerce.support.models import Conversation
from tests.browsing import found_by_axe
from tests.factories import a_customer, a_line, a_product, a_variant, an_order, store
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.staff.people import Browser
from tests.integration.connectors.tabs import keep, open_tab

CLOCK = SystemClock("America/New_York")
pytestmark = pytest.mark.browser
Enter = Callable[..., Awaitable[Browser]]


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
    tab = await open_tab(chromium, gateway, await enter(Role.OPERATOR), look)
    await tab.page.goto("/desk/growth?days=90")
    assert await found_by_axe(tab.page) == []
    assert tab.console == []
    assert await tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await keep(tab.page, "growth", look)
    await tab.page.context.close()
