"""Pages of a gateway in Chromium, as somebody sees them who is signed in, or not."""

import os
from pathlib import Path

from playwright.async_api import Browser as Chromium
from playwright.async_api import Page

from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.staff.people import Browser

LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]


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


async def keep(page: Page, name: str, look: tuple[str, int]) -> None:
    """A picture for whoever wants to look: AISLE_PICTURES names the folder."""
    folder = os.environ.get("AISLE_PICTURES")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}-{look[0]}-{look[1]}.png")
