"""Keyboard, screen reader, contrast, small screens: WCAG 2.2 AA, as far as a machine can tell."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browsing import AXE, STANDARD
from tests.integration.widget.conftest import Shop, Widget

pytestmark = pytest.mark.browser

CARD = {
    "title": "Order #W1000001",
    "subtitle": "Shipped",
    "facts": [{"label": "Carrier", "value": "Northway Parcel"}],
    "link": {"title": "Track the parcel", "url": "https://track.example/1"},
}
PICTURED = CARD | {"image": "/storefront/mark.svg"}
CHOICES = [{"title": "Yes, please", "payload": "/affirm"}, {"title": "No, thanks", "payload": "/deny"}]
FOCUSED = """chat => {
    const node = chat.shadowRoot.activeElement;
    return node && (node.getAttribute('aria-label') ?? node.textContent ?? node.id) || node?.id || null;
}"""


async def violations(page: Page) -> list[str]:
    """What axe finds on the page, the widget's shadow tree included."""
    await page.evaluate(AXE)
    result: dict[str, Any] = await page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", [*STANDARD, "best-practice"]
    )
    return [f"{each['id']}: {node['html'][:160]}" for each in result["violations"] for node in each["nodes"]]


async def fill_with_everything(shop: Shop, widget: Widget) -> None:
    """Every kind of thing a conversation can hold, on the screen at once."""
    shop.chat.bot = lambda _: [
        {"text": "Look: https://shop.example/help", "cards": [CARD]},
        {"text": "Or these.", "cards": [PICTURED, PICTURED], "quick_replies": CHOICES},
    ]
    if not await widget.dialog.is_visible():
        await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(2)
    conversation = shop.chat.only
    await shop.chat.say(conversation, "system", "Mira has joined.")
    await shop.chat.say(conversation, "agent", "Hi!")
    await shop.chat.say(conversation, "bot", "Shall I?", quick_replies=CHOICES)
    await shop.chat.typing(conversation, "bot", on=True)
    await widget.input.fill("a" * 1950)
    await expect(widget.choices).to_have_count(2)


async def test_axe_sees_into_the_widget(shop: Shop, browser: Browser) -> None:
    context = await browser.new_context(reduced_motion="reduce", bypass_csp=True)
    page = await context.new_page()
    await page.goto(f"{shop.url}/bare")
    widget = Widget(page)
    await widget.open()
    await widget.run("chat => chat.style.setProperty('--aisle-muted', '#bbb')")
    assert "color-contrast" in " ".join(await violations(page))
    await context.close()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_axe_finds_nothing(shop: Shop, browser: Browser, color_scheme: Any, width: int) -> None:
    context = await browser.new_context(
        color_scheme=color_scheme,
        viewport={"width": width, "height": 860},
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = await context.new_page()
    await page.goto(f"{shop.url}/bare")
    widget = Widget(page)
    assert await violations(page) == []
    await widget.open()
    assert await violations(page) == []
    await fill_with_everything(shop, widget)
    assert await violations(page) == []
    await page.get_by_role("button", name="Chat menu").click()
    assert await violations(page) == []
    await context.close()


async def test_the_theme_can_be_set_against_the_systems(shop: Shop, page: Page) -> None:
    await page.goto(f"{shop.url}/bare?theme=dark")
    widget = Widget(page)
    await widget.open()
    assert await widget.dialog.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(22, 25, 24)"


async def test_a_page_sets_the_colours(widget: Widget) -> None:
    await widget.run("chat => chat.style.setProperty('--aisle-accent', 'rgb(90, 20, 120)')")
    assert (
        await widget.launcher.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(90, 20, 120)"
    )


async def test_the_keyboard_reaches_everything_in_order(shop: Shop, widget: Widget) -> None:
    await widget.page.keyboard.press("Tab")
    await widget.page.keyboard.press("Tab")
    assert await widget.run(FOCUSED) == "Open chat"
    await widget.page.keyboard.press("Enter")
    assert await widget.run(FOCUSED) == "message"

    await widget.page.keyboard.type("choices")
    await widget.page.keyboard.press("Enter")
    await expect(widget.choices).to_have_count(2)
    for name in ("Attach a file", "No, thanks", "Yes, please"):
        await widget.page.keyboard.press("Shift+Tab")
        assert await widget.run(FOCUSED) == name
    await widget.page.keyboard.press("Enter")
    await expect(widget.own).to_have_text(["choices", "Yes, please"])
    assert await widget.run(FOCUSED) == "message"


async def test_escape_closes_and_returns_to_the_launcher(widget: Widget) -> None:
    await widget.open()
    await expect(widget.input).to_be_focused()
    await widget.page.keyboard.press("Escape")
    await expect(widget.dialog).to_be_hidden()
    await expect(widget.launcher).to_be_focused()
    await expect(widget.launcher).to_have_attribute("aria-expanded", "false")


async def test_the_menu_follows_the_arrows_and_escape_closes_only_it(widget: Widget) -> None:
    await widget.open()
    button = widget.page.get_by_role("button", name="Chat menu")
    await button.press("Enter")
    await expect(widget.page.get_by_role("menuitem", name="Talk to a person")).to_be_focused()
    await widget.page.keyboard.press("ArrowDown")
    await expect(widget.page.get_by_role("menuitem", name="Start over")).to_be_focused()
    await widget.page.keyboard.press("ArrowDown")
    await expect(widget.page.get_by_role("menuitem", name="Talk to a person")).to_be_focused()
    await widget.page.keyboard.press("Escape")
    await expect(button).to_be_focused()
    await expect(widget.dialog).to_be_visible()


async def test_what_arrives_is_announced_and_history_is_not(shop: Shop, widget: Widget) -> None:
    await widget.page.add_init_script(
        """window.modes = [];
        customElements.whenDefined('aisle-chat').then(() => requestAnimationFrame(function look() {
            const log = document.querySelector('aisle-chat')?.shadowRoot.querySelector('[role=log]');
            const shown = log?.querySelectorAll('.entry.bot .bubble').length;
            if (log) modes.push([log.getAttribute('aria-live'), shown]);
            requestAnimationFrame(look);
        }));"""
    )
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await widget.page.reload()
    await expect(widget.bot).to_have_count(1)
    await expect(widget.log).to_have_attribute("aria-live", "polite")
    modes = await widget.page.evaluate("() => modes")
    assert ["off", 2] in modes
    await expect(widget.log).to_have_role("log")
    await expect(widget.log).to_have_accessible_name("Conversation")


async def test_the_dialog_is_named_and_leaves_the_page_usable(widget: Widget) -> None:
    await widget.open()
    await expect(widget.dialog).to_have_accessible_name("Store assistant")
    await expect(widget.dialog).to_have_attribute("aria-modal", "false")
    await widget.page.get_by_role("link", name="Another page").focus()
    await expect(widget.page.get_by_role("link", name="Another page")).to_be_focused()


async def test_targets_are_large_enough(shop: Shop, widget: Widget) -> None:
    await fill_with_everything(shop, widget)
    small = await widget.run(
        """chat => [...chat.shadowRoot.querySelectorAll('button, .card a')]
            .filter(node => node.checkVisibility())
            .map(node => [node.textContent || node.ariaLabel, node.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < 24 || height < 24).map(([name]) => name)"""
    )
    assert small == []


async def test_on_a_phone_it_fills_the_screen_and_keeps_the_focus(shop: Shop, browser: Browser) -> None:
    context = await browser.new_context(
        viewport={"width": 390, "height": 760}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.goto(f"{shop.url}/bare")
    widget = Widget(page)
    await widget.launcher.tap()
    box = await widget.dialog.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 760}
    await expect(widget.dialog).to_have_attribute("aria-modal", "true")
    await expect(widget.launcher).to_be_hidden()
    assert await widget.input.evaluate("node => getComputedStyle(node).fontSize") == "16px"

    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await widget.run(FOCUSED) is not None
    await page.get_by_role("button", name="Close chat").first.tap()
    await expect(widget.dialog).to_be_hidden()
    await expect(widget.launcher).to_be_visible()
    await context.close()


async def test_the_composer_stays_above_the_on_screen_keyboard(shop: Shop, browser: Browser) -> None:
    context = await browser.new_context(
        viewport={"width": 390, "height": 760}, is_mobile=True, has_touch=True, reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.add_init_script(
        """const viewport = Object.assign(new EventTarget(), { height: 760, offsetTop: 0 });
        Object.defineProperty(window, 'visualViewport', { value: viewport });"""
    )
    await page.goto(f"{shop.url}/bare")
    widget = Widget(page)
    await widget.launcher.tap()
    await page.evaluate(
        "() => { Object.assign(visualViewport, { height: 420, offsetTop: 30 });"
        " visualViewport.dispatchEvent(new Event('resize')); }"
    )
    box = await widget.dialog.bounding_box()
    assert box == {"x": 0, "y": 30, "width": 390, "height": 420}
    await context.close()


@pytest.mark.parametrize("reduced_motion", ["reduce", "no-preference"])
async def test_motion_stops_for_who_asks(shop: Shop, browser: Browser, reduced_motion: Any) -> None:
    context = await browser.new_context(reduced_motion=reduced_motion)
    page = await context.new_page()
    await page.goto(f"{shop.url}/bare")
    widget = Widget(page)
    await widget.open()
    duration = await widget.dialog.evaluate("node => getComputedStyle(node).animationDuration")
    assert (duration == "0s") == (reduced_motion == "reduce")
    await context.close()
