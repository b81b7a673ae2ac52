"""The desk in a real Chromium: everybody can use it, nothing of it breaks its own policy, it is alive."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright, expect

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.alarms import raise_alarm
from commerce.desk.models import AlarmKind, DeskNote
from commerce.staff.models import Role
from commerce.support.handoffs import queue_handoff
from commerce.support.models import Conversation, Escalation, IdentityLevel
from tests.integration.connectors.running import ChatClient, RunningGateway
from tests.integration.connectors.staff.people import Browser
from tests.integration.widget.conftest import CHROMIUM_ARGUMENTS
from tests.world import World, a_world

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]
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
async def world(sessions: Sessions) -> World:
    return await a_world(sessions)


@pytest.fixture
async def busy_shopper(gateway: RunningGateway, sessions: Sessions, world: World) -> ChatClient:
    """A customer with an order and a return, who has talked and waits for a person."""
    await world.delivered()
    await world.order()
    chat = gateway.chat()
    await chat.say("Hi, my lamp arrived broken :(")
    await chat.say("offer")
    async with sessions.begin() as session:
        conversation = await session.get_one(Conversation, chat.conversation)
        conversation.customer_id, conversation.identity_level = world.customer.id, IdentityLevel.VERIFIED
        await queue_handoff(
            session, conversation.id, Escalation.POLICY, summary="A lamp came broken.", clock=SystemClock()
        )
        session.add(DeskNote(conversation_id=conversation.id, text="Check the carrier's photo."))
    return chat


class Tab:
    """A signed-in page that remembers what its console says."""

    def __init__(self, page: Page) -> None:
        self.page, self.console = page, list[str]()
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))


async def open_tab(
    chromium: Chromium, gateway: RunningGateway, staff: Browser | None, look: tuple[str, int]
) -> Tab:
    scheme, width = look
    context = await chromium.new_context(
        base_url=f"http://127.0.0.1:{gateway.port}",
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 860},
        reduced_motion="reduce",
    )
    if staff is not None:
        token = staff.client.cookies["aisle-staff"]
        await context.add_cookies(
            [{"name": "aisle-staff", "value": token, "url": f"http://127.0.0.1:{gateway.port}"}]
        )
    return Tab(await context.new_page())


async def found_by_axe(page: Page) -> list[str]:
    await page.evaluate(AXE)
    report: Any = await page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", STANDARD
    )
    return [
        f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in report["violations"]
    ]


async def keep(page: Page, name: str, look: tuple[str, int]) -> None:
    """A picture for whoever wants to look: AISLE_PICTURES names the folder."""
    folder = os.environ.get("AISLE_PICTURES")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}-{look[0]}-{look[1]}.png")


@pytest.mark.parametrize("look", LOOKS)
async def test_axe_finds_nothing(  # noqa: PLR0917  fixtures
    chromium: Chromium,
    gateway: RunningGateway,
    enter: Enter,
    busy_shopper: ChatClient,
    world: World,
    sessions: Sessions,
    look: tuple[str, int],
) -> None:
    lead = await enter(Role.LEAD)
    case = f"/desk/conversations/{busy_shopper.conversation}"
    signed_out = await open_tab(chromium, gateway, None, look)
    tab = await open_tab(chromium, gateway, lead, look)
    await lead.submit(f"{case}/claim")
    await lead.submit(f"{case}/tags", tags="vip, lamp")
    await lead.submit("/desk/replies/keep", name="refund-time", text="Hi {first_name}, it takes 5 days.")
    async with sessions.begin() as session:
        subject, text = str(busy_shopper.conversation), "The first reply is due soon."
        await raise_alarm(
            session,
            AlarmKind.CLOCK_NEAR,
            subject,
            text,
            conversation_id=UUID(busy_shopper.conversation),
            clock=SystemClock(),
        )
    pages = {
        "queue": "/desk/",
        "replies": "/desk/replies/",
        "case": case,
        "customer": f"/desk/customers/{world.customer.id}",
        "search": "/desk/search?q=ada",
        "account": "/staff/account",
        "overview": "/desk/overview",
    }
    for name, path in pages.items():
        await tab.page.goto(path)
        await tab.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert await found_by_axe(tab.page) == [], name
        width = await tab.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{name} is {width} px too wide"
        await tab.page.reload()
        await keep(tab.page, name, look)
    await signed_out.page.goto("/staff/sign-in")
    assert await found_by_axe(signed_out.page) == []
    await keep(signed_out.page, "sign-in", look)
    assert tab.console + signed_out.console == []


async def test_an_agent_answers_a_shopper_without_reloading(
    chromium: Chromium, gateway: RunningGateway, enter: Enter, busy_shopper: ChatClient
) -> None:
    tab = await open_tab(chromium, gateway, await enter(), ("light", 1280))
    await tab.page.goto("/desk/")
    await tab.page.get_by_role("button", name="Claim").click()
    await tab.page.wait_for_url(f"**/desk/conversations/{busy_shopper.conversation}")
    await tab.page.get_by_label("Your reply to").fill("I'm looking at it now.")
    await tab.page.get_by_label("Your reply to").press("Control+Enter")
    log = tab.page.get_by_role("log")
    await expect(log).to_contain_text("I'm looking at it now.")
    await busy_shopper.post(text="thank you so much")
    await expect(log).to_contain_text("thank you so much")  # by itself
    assert [each["text"] for each in await busy_shopper.messages() if each["from"] == "agent"] == [
        "I'm looking at it now."
    ]
    assert tab.console == []
