"""The trainers' place in a real Chromium: everybody can use it, by keyboard too, and a whole round works."""

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import expect

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.staff.models import Role
from commerce.support.understandings import text_key
from commerce.training.inbox import keep_notes
from commerce.training.models import TrainedModel
from tests.browsing import found_by_axe
from tests.integration.connectors.conftest import Enter
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.tabs import LOOKS, keep, open_tab
from tests.integration.connectors.trainer.conftest import hear
from tests.integration.connectors.trainer.test_words import place  # noqa: F401  a fixture
from tests.integration.training.test_candidates import REPORT
from training.place import Place

pytestmark = pytest.mark.browser
SAID = [
    ("where the heck is my lamp", "greet", 0.31),
    ("wheres my stuff", "greet", 0.38),
    ("stop the petrol kayak", "check_order_status", 0.42),
]
DOUBT = {
    "text": "stop it now",
    "intent": "greet",
    "suggested": "cancel_order",
    "nearest": "stop it please",
    "cosine": 0.93,
}
CHANGE = {
    "text": "is it on its way",
    "wanted": "check_order_status",
    "before": {"intent": "greet", "confidence": 0.61, "is_fallback": False},
    "after": {"intent": "check_order_status", "confidence": 0.93, "is_fallback": False},
}


@pytest.fixture
async def trainers_day(sessions: Sessions, place: Place) -> str:  # noqa: F811
    """Messages to decide, a candidate that is refused, and the conversation."""
    conversation = await hear(sessions, *SAID)
    nearest = {"intent": "check_order_status", "share": 0.87, "nearest": "where is my order"}
    other = {"intent": "cancel_order", "share": 0.91, "nearest": "cancel my order"}
    (place.models / "20261101-080000.tar.gz").touch()
    rows = [{"intent": "greet", "messages": 9, "before": 9, "after": 8}]
    real = [CHANGE | {"times": 4}]
    report = REPORT | {
        "doubts": [DOUBT],
        "changes": [CHANGE],
        "real": real,
        "real_messages": 40,
        "intents": rows,
    }
    async with sessions.begin() as session:
        await keep_notes(
            session,
            [
                {
                    "key": text_key(text),
                    "group": 1 if intent == "greet" else 2,
                    "suggestions": [nearest if intent == "greet" else other],
                    "is_disputed": intent == "greet",
                }
                for text, intent, _ in SAID
            ],
        )
        session.add(
            TrainedModel(
                name="20261128-090000",
                state="refused",
                report=report,
                sentences=21_882,
                data_version="3f9c1d2ab001",
                compared_with="20261101-080000",
                measured_at=SystemClock().now(),
            )
        )
    return str(conversation)


@pytest.mark.parametrize("look", LOOKS)
async def test_axe_finds_nothing(
    chromium: Chromium,
    gateway: RunningGateway,
    enter: Enter,
    trainers_day: str,
    look: tuple[str, int],
) -> None:
    tab = await open_tab(chromium, gateway, await enter(Role.OPERATOR), look)
    pages = {
        "trainer-inbox": "/trainer/",
        "trainer-sentences": "/trainer/sentences?intent=cancel_order",
        "trainer-doubts": "/trainer/doubts",
        "trainer-models": "/trainer/models",
        "trainer-model": "/trainer/models/20261128-090000",
        "trainer-conversations": "/trainer/conversations",
        "trainer-conversation": f"/trainer/conversations/{trainers_day}",
        "trainer-words": "/trainer/words?q=hello",
        "trainer-help": "/trainer/help",
        "trainer-article": "/trainer/help/gifts",
        "trainer-intent": "/trainer/intents",
    }
    for name, path in pages.items():
        await tab.page.goto(path)
        assert await tab.page.locator("h1").count() == 1, path
        assert await found_by_axe(tab.page) == [], path
        await keep(tab.page, name, look)
    assert tab.console == []


async def test_a_round_by_keyboard(
    chromium: Chromium,
    gateway: RunningGateway,
    enter: Enter,
    trainers_day: str,
    place: Place,  # noqa: F811
) -> None:
    tab = await open_tab(chromium, gateway, await enter(Role.TRAINER), ("light", 1280))
    page = tab.page
    await page.goto("/trainer/")
    await expect(page.locator("[data-group]")).to_have_count(2)
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await expect(page.locator("[data-group]", has_text="kayak")).to_be_focused()
    await page.keyboard.press("e")
    line = page.locator("[data-group]", has_text="kayak").locator("[data-line]")
    await expect(line).to_be_focused()
    await line.evaluate("each => each.setSelectionRange(9, 15)")
    await page.locator("[data-group]", has_text="kayak").locator("[data-mark=colour]").click()
    await expect(line).to_have_value("stop the [petrol](colour) kayak")
    await page.keyboard.press("Escape")
    await page.keyboard.press("1")
    await expect(page.locator(".done")).to_contain_text("1 message taught as cancel_order")
    orders = place.sentences / "orders.yml"
    assert "    - stop the [petrol](colour) kayak\n" in orders.read_text()

    await page.wait_for_load_state()  # until then nobody hears the keys
    await page.keyboard.press("j")
    await page.keyboard.press("r")
    await expect(page.locator(".done")).to_contain_text("2 messages left out")
    await expect(page.get_by_text("Nothing waits to be decided.")).to_be_visible()
    await page.wait_for_load_state()
    await page.keyboard.press("u")
    await expect(page.locator("[data-group]")).to_have_count(1)
    await page.wait_for_load_state()
    await page.keyboard.press("j")
    await expect(page.locator("[data-group]")).to_be_focused()
    await page.keyboard.press("1")
    await expect(page.locator(".done")).to_contain_text("2 messages taught as check_order_status")
    assert "    - wheres my stuff\n" in orders.read_text()
    assert tab.console == []


async def test_a_closed_gate_says_why_and_opens_when_a_label_is_confirmed(
    chromium: Chromium,
    gateway: RunningGateway,
    enter: Enter,
    trainers_day: str,
) -> None:
    tab = await open_tab(chromium, gateway, await enter(Role.TRAINER), ("light", 1280))
    await tab.page.goto("/trainer/models/20261128-090000")
    promote = tab.page.get_by_role("button", name="Promote")
    await expect(promote).to_be_disabled()
    await expect(tab.page.locator(".gates")).to_contain_text("“stop it now” is greet")
    await tab.page.get_by_role("button", name="It is meant so").click()
    await expect(promote).to_be_enabled()
