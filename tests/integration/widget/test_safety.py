"""A message is never more than text, and the widget asks nothing special of the page's policy."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.integration.widget.conftest import Shop, Widget

pytestmark = pytest.mark.browser

HOSTILE_TEXTS = [
    "<img src=x onerror=\"window.hacked = 'img'\">",
    "<script>window.hacked = 'script'</script>",
    "<svg/onload=\"window.hacked = 'svg'\">",
    "</div></div><iframe srcdoc=\"<script>parent.hacked = 'iframe'</script>\"></iframe>",
    "javascript:window.hacked='text'",
    "${alert(1)} {{constructor.constructor('window.hacked=1')()}}",
]
HOSTILE_ADDRESS = 'https://shop.example/"onmouseover="window.hacked=1'

HOSTILE_URLS = [
    "javascript:window.hacked='link'",
    " \tjava\nscript:window.hacked='spaced'",
    "JaVaScRiPt:window.hacked='case'",
    "data:text/html,<script>opener.hacked='data'</script>",
    "vbscript:window.hacked",
    "blob:https://shop.example/1",
    "http://[broken",
]


@pytest.fixture
async def hacked_page(page: Page) -> AsyncIterator[Page]:
    """A page on which nothing hostile may come true."""
    yield page
    assert await page.evaluate("() => window.hacked") is None


@pytest.mark.usefixtures("hacked_page")
async def test_hostile_text_is_shown_as_text(shop: Shop, widget: Widget) -> None:
    await widget.open()
    shop.chat.bot = lambda said: [{"text": said}]
    for text in HOSTILE_TEXTS:
        await widget.say(text)
    await expect(widget.bot).to_have_text(HOSTILE_TEXTS)
    await expect(widget.own).to_have_text(HOSTILE_TEXTS)
    await widget.say(HOSTILE_ADDRESS)
    await expect(widget.log.get_by_role("link").first).to_have_attribute("href", "https://shop.example/")
    await expect(widget.log.locator("img, script, iframe, svg")).to_have_count(0)


@pytest.mark.usefixtures("hacked_page")
async def test_hostile_cards_and_choices_are_harmless(shop: Shop, widget: Widget) -> None:
    markup = "<b onclick=\"window.hacked='card'\">bold</b>"
    cards = [
        {
            "title": markup,
            "subtitle": markup,
            "image": url,
            "facts": [{"label": markup, "value": markup}],
            "link": {"title": markup, "url": url},
        }
        for url in HOSTILE_URLS
    ]
    choices = [{"title": markup, "payload": "/x"}]
    shop.chat.bot = lambda _: [{"text": "", "cards": cards, "quick_replies": choices}]
    await widget.open()
    await widget.say("attack")

    await expect(widget.page.get_by_role("article")).to_have_count(len(HOSTILE_URLS))
    await expect(widget.log.locator("b, img, a")).to_have_count(0)
    await expect(widget.choices).to_have_text([markup])


async def test_addresses_in_text_become_links(shop: Shop, widget: Widget) -> None:
    shop.chat.bot = lambda _: [
        {
            "text": "See https://shop.example/help?a=1&b=(2). Or www.shop.example, (http://x.example/y) "
            f"or mail help@shop.example! Here: {shop.url}/bare"
        }
    ]
    await widget.open()
    await widget.say("help")
    links = widget.log.get_by_role("link")
    await expect(links).to_have_count(5)
    assert await links.evaluate_all("all => all.map(a => a.href)") == [
        "https://shop.example/help?a=1&b=(2)",
        "https://www.shop.example/",
        "http://x.example/y",
        "mailto:help@shop.example",
        f"{shop.url}/bare",
    ]
    targets = await links.evaluate_all("all => all.map(a => a.target)")
    assert targets == ["_blank", "_blank", "_blank", "", ""]
    assert await links.nth(0).get_attribute("rel") == "noopener noreferrer"


async def test_nothing_breaks_a_strict_policy(shop: Shop, page: Page) -> None:
    await page.add_init_script(
        "window.violations = [];"
        "addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective));"
    )
    response = await page.goto(f"{shop.url}/bare")
    assert response is not None
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy

    widget = Widget(page)
    await widget.open()
    await widget.say("choices")
    await widget.choices.first.click()
    await widget.input.fill("several\nlines\nhere")
    await expect(widget.bot).to_have_count(2)
    background = await widget.dialog.evaluate("node => getComputedStyle(node).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    assert await page.evaluate("() => violations") == []


async def test_the_widget_asks_only_its_own_server(shop: Shop, page: Page) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    await page.goto(f"{shop.url}/bare")
    widget = Widget(page)
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    assert hosts == {urlsplit(shop.url).netloc}


async def test_the_page_keeps_its_styles_and_the_widget_its_own(shop: Shop, widget: Widget) -> None:
    await widget.page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync('* { color: red; font-size: 40px; text-transform: uppercase; line-height: 3 }');
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    await widget.open()
    style = await widget.dialog.locator("h2").evaluate(
        "node => { const { color, fontSize, textTransform } = getComputedStyle(node);"
        " return [color, fontSize, textTransform]; }"
    )
    assert style == ["rgb(23, 32, 29)", "16px", "none"]
