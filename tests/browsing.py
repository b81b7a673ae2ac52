"""A real Chromium for tests, and axe to look at its pages."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
expect.set_options(timeout=20_000)


def chromium_path() -> str:
    """Where Chromium is; without it the test is skipped."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("Chromium is not installed (Debian's package `chromium`)")
    return executable


@asynccontextmanager
async def running_chromium() -> AsyncIterator[Browser]:
    """A browser, as long as the block lasts."""
    executable = chromium_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        await browser.close()


async def found_by_axe(page: Page) -> list[str]:
    """What of the page breaks WCAG 2.2 AA, and where."""
    await page.evaluate(AXE)
    report: Any = await page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", STANDARD
    )
    return [
        f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in report["violations"]
    ]
