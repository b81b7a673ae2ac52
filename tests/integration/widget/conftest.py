"""A shop on a free port and a real Chromium in front of it."""

import asyncio
import socket
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.browsing import running_chromium
from tests.integration.widget.chat_server import ChatServer
from tests.integration.widget.shop_server import build_shop


@dataclass
class Shop:
    """Where the shop is, and its chat server to look into."""

    url: str
    chat: ChatServer


@pytest.fixture(scope="session")
async def running_shop() -> AsyncIterator[Shop]:
    chat = ChatServer()
    app = build_shop(f"shop_{uuid.uuid4().hex}", chat)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.after_start()
    yield Shop(f"http://127.0.0.1:{port}", chat)
    await server.before_stop()
    await server.close()
    await server.after_stop()


@pytest.fixture
def shop(running_shop: Shop) -> Shop:
    """A shop nobody has talked to yet."""
    running_shop.chat.reset()
    return running_shop


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with running_chromium() as browser:
        yield browser


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """One shopper's browser."""
    context = await browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    yield context
    await context.close()


class Widget:
    """The widget on a page, in a shopper's words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = page.locator("aisle-chat")
        self.launcher = page.locator("aisle-chat .launcher")
        self.dialog = page.locator("aisle-chat [role=dialog]")
        self.input = page.get_by_role("textbox", name="Your message")
        self.log = page.locator("aisle-chat [role=log]")
        self.bot = page.locator("aisle-chat .entry.bot:not(.welcome):not(.typing) .bubble")
        self.own = page.locator("aisle-chat .entry.shopper .bubble")
        self.choices = page.locator("aisle-chat .choice")
        self.notice = page.locator("aisle-chat .notice")
        self.badge = page.locator("aisle-chat .badge")

    async def open(self) -> None:
        await self.launcher.click()
        await expect(self.dialog).to_be_visible()

    async def say(self, text: str) -> None:
        await self.input.fill(text)
        await self.input.press("Enter")

    async def choose_from_menu(self, name: str) -> None:
        await self.page.get_by_role("button", name="Chat menu").click()
        await self.page.get_by_role("menuitem", name=name).click()

    async def run(self, script: str, argument: Any = None) -> Any:
        """Run a function of the element on the page."""
        return await self.element.evaluate(script, argument)


class Console:
    """What a page prints, errors included, save what the browser itself reports of the network."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self._on_message)
        page.on("pageerror", lambda error: self.lines.append(f"uncaught: {error}"))

    def _on_message(self, message: ConsoleMessage) -> None:
        is_browsers_own = message.text.startswith(("Failed to load resource", "WebSocket connection to"))
        if not is_browsers_own:
            self.lines.append(message.text)


@pytest.fixture
def console() -> Console:
    return Console()


@pytest.fixture
async def page(context: BrowserContext, console: Console) -> AsyncIterator[Page]:
    """A tab in which nothing may be printed to the console."""
    page = await context.new_page()
    console.watch(page)
    yield page
    assert console.lines == []


@pytest.fixture
async def widget(shop: Shop, page: Page) -> Widget:
    """The widget on somebody's page."""
    await page.goto(f"{shop.url}/bare")
    return Widget(page)


async def eventually(condition: Callable[[], object], seconds: float = 15) -> None:
    """Wait until the server's state is as it must be."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the condition is the server's plain state
            await asyncio.sleep(0.02)
