"""The conversation outlives pages and tabs, and belongs to one person."""

import pytest
from playwright.async_api import BrowserContext, Route, expect

from tests.integration.widget.chat_server import Refusal
from tests.integration.widget.conftest import Console, Shop, Widget, eventually
from tests.integration.widget.shop_server import shopper_token

pytestmark = pytest.mark.browser

STORED_KEYS = "() => Object.keys(localStorage).filter(key => key.startsWith('aisle:'))"


async def another_tab(context: BrowserContext, shop: Shop, console: Console) -> Widget:
    page = await context.new_page()
    console.watch(page)
    await page.goto(f"{shop.url}/bare")
    return Widget(page)


async def attach(widget: Widget) -> None:
    async with widget.page.expect_file_chooser() as chooser:
        await widget.page.get_by_role("button", name="Attach a file").click()
    await (await chooser.value).set_files({"name": "lamp.txt", "mimeType": "text/plain", "buffer": b"lamp"})


async def test_a_reload_shows_what_was_said(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("remember me")
    await expect(widget.bot).to_have_count(1)
    await widget.page.reload()

    await expect(widget.dialog).to_be_visible()
    await expect(widget.own).to_have_text(["remember me"])
    await expect(widget.bot).to_have_text(["You said: remember me"])
    await widget.say("still here")
    await expect(widget.bot).to_have_text(["You said: remember me", "You said: still here"])
    assert len(shop.chat.conversations) == 1


async def test_another_page_keeps_the_conversation_and_the_draft(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await widget.input.fill("half a thou")
    await widget.page.get_by_role("link", name="Another page").click()

    await expect(widget.input).to_have_value("half a thou")
    await expect(widget.bot).to_have_count(1)
    assert not await widget.run("chat => Boolean(chat.shadowRoot.activeElement)")


async def test_a_closed_chat_stays_closed(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await widget.page.keyboard.press("Escape")
    await widget.page.reload()
    await expect(widget.launcher).to_be_visible()
    await expect(widget.dialog).to_be_hidden()


async def test_two_tabs_show_one_conversation(
    shop: Shop, widget: Widget, context: BrowserContext, console: Console
) -> None:
    await widget.open()
    await widget.say("from the first tab")
    await expect(widget.bot).to_have_count(1)
    second = await another_tab(context, shop, console)
    await second.open()
    await expect(second.own).to_have_text(["from the first tab"])

    await second.say("from the second tab")
    await expect(second.bot).to_have_count(2)
    await expect(widget.own).to_have_text(["from the first tab", "from the second tab"])
    await expect(widget.bot).to_have_count(2)
    assert len(shop.chat.conversations) == 1


async def test_two_tabs_begin_one_conversation(
    shop: Shop, widget: Widget, context: BrowserContext, console: Console
) -> None:
    second = await another_tab(context, shop, console)
    await widget.run("chat => chat.send('one')")
    await second.run("chat => chat.send('two')")
    await expect(widget.bot).to_have_count(2)
    await expect(second.bot).to_have_count(2)
    assert sorted(text for _, text in set(shop.chat.received)) == ["one", "two"]
    assert len(shop.chat.conversations) == 1


async def test_starting_over_in_one_tab_starts_over_in_the_other(
    shop: Shop, widget: Widget, context: BrowserContext, console: Console
) -> None:
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    second = await another_tab(context, shop, console)
    await expect(second.page.locator("aisle-chat .entry.shopper")).to_have_count(1)
    await widget.choose_from_menu("Start over")
    await expect(second.page.locator("aisle-chat .entry.shopper")).to_have_count(0)


async def test_reading_in_one_tab_clears_the_badge_in_the_other(
    shop: Shop, widget: Widget, context: BrowserContext, console: Console
) -> None:
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await widget.page.keyboard.press("Escape")
    await shop.chat.say(shop.chat.only, "agent", "Hi!")
    await expect(widget.badge).to_have_text("1")
    second = await another_tab(context, shop, console)
    await second.open()
    await expect(widget.badge).to_be_hidden()


async def test_signing_in_continues_what_was_begun(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("where is my order")
    await expect(widget.bot).to_have_count(1)
    token = shopper_token("ada")
    await widget.run("(chat, token) => chat.setShopperToken(token)", token)

    await eventually(lambda: shop.chat.only.shopper_token == token)
    await expect(widget.own).to_have_text(["where is my order"])


async def test_a_renewed_token_of_the_same_customer_keeps_the_conversation(
    shop: Shop, widget: Widget
) -> None:
    await widget.run("(chat, token) => chat.setShopperToken(token)", shopper_token("ada"))
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    renewed = shopper_token("ada", exp=4102444801)
    await widget.run("(chat, token) => chat.setShopperToken(token)", renewed)
    await eventually(lambda: shop.chat.only.shopper_token == renewed)
    await expect(widget.own).to_have_text(["hello"])


async def test_another_customer_never_sees_the_conversation(shop: Shop, widget: Widget) -> None:
    await widget.run("(chat, token) => chat.setShopperToken(token)", shopper_token("ada"))
    await widget.open()
    await widget.say("a secret of Ada's")
    await expect(widget.bot).to_have_count(1)
    await widget.input.fill("Ada's draft")
    await widget.run("(chat, token) => chat.setShopperToken(token)", shopper_token("bo"))

    await expect(widget.own).to_have_count(0)
    await expect(widget.input).to_have_value("")
    assert await widget.page.evaluate(STORED_KEYS) == []
    await widget.say("I am Bo")
    await expect(widget.bot).to_have_text(["You said: I am Bo"])
    assert len(shop.chat.conversations) == 2


async def test_signing_out_leaves_nothing_behind(shop: Shop, widget: Widget) -> None:
    await widget.run("(chat, token) => chat.setShopperToken(token)", shopper_token("ada"))
    await widget.open()
    await widget.say("a secret of Ada's")
    await expect(widget.bot).to_have_count(1)
    await widget.run("chat => chat.setShopperToken(null)")
    await expect(widget.own).to_have_count(0)
    assert await widget.page.evaluate(STORED_KEYS) == []
    await widget.page.reload()
    await expect(widget.dialog).to_be_visible()
    await expect(widget.own).to_have_count(0)


async def test_a_page_that_signs_in_late_shows_the_customers_own_conversation(
    shop: Shop, widget: Widget
) -> None:
    token = shopper_token("ada")
    await widget.run("(chat, token) => chat.setShopperToken(token)", token)
    await widget.open()
    await widget.say("Ada again")
    await expect(widget.bot).to_have_count(1)
    await widget.page.reload()
    await expect(widget.own).to_have_count(0)
    await widget.run("(chat, token) => chat.setShopperToken(token)", token)
    await expect(widget.own).to_have_text(["Ada again"])


async def test_storage_never_names_the_customer(shop: Shop, widget: Widget) -> None:
    token = shopper_token("ada.marsh@example.com")
    await widget.run("(chat, token) => chat.setShopperToken(token)", token)
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    stored = await widget.page.evaluate("() => JSON.stringify({...localStorage})")
    assert "ada" not in stored
    assert token not in stored


async def test_an_expired_conversation_is_replaced_and_the_text_kept(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await widget.input.fill("typed already")
    shop.chat.conversations.clear()
    await widget.page.reload()

    await expect(widget.log).to_contain_text("Your last conversation had ended")
    await expect(widget.input).to_have_value("typed already")
    await widget.input.press("Enter")
    await expect(widget.bot).to_have_text(["You said: typed already"])
    assert len(shop.chat.conversations) == 1


async def test_a_message_refused_with_its_conversation_goes_to_the_next_one(
    shop: Shop, widget: Widget
) -> None:
    shop.chat.faults.websocket_blocked = True
    await widget.open()
    await widget.say("choices")
    await expect(widget.choices).to_have_count(2)
    shop.chat.conversations.clear()
    await widget.choices.get_by_text("Yes, please").click()

    await expect(widget.bot).to_have_text(["You said: Yes, please"])
    await expect(widget.own).to_have_text(["Yes, please"])
    assert shop.chat.only.messages[0]["text"] == "Yes, please"


async def test_a_file_that_is_refused_says_why_and_one_of_an_ended_conversation_begins_another(
    shop: Shop, widget: Widget
) -> None:
    full = {"error": {"code": "too_many_files", "reason": "This conversation can't take more files."}}
    ended = {"error": {"code": "conversation_ended", "reason": "its shopper has signed out of it"}}
    answers = [(422, full), (409, ended)]

    async def refuse(route: Route) -> None:
        status, body = answers.pop(0)
        await route.fulfill(status=status, json=body)

    await widget.page.route("**/files?*", refuse)
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await attach(widget)
    await expect(widget.dialog).to_contain_text("This conversation can't take more files.")
    await attach(widget)
    await expect(widget.log).to_contain_text("Your last conversation had ended")
    await expect(widget.dialog).to_contain_text("lamp.txt could not be sent.")
    await expect(widget.own).to_have_count(0)


async def test_a_refused_shopper_token_is_told_to_the_page(shop: Shop, widget: Widget) -> None:
    await widget.page.evaluate(
        "() => { window.refused = 0; document.addEventListener('aisle-token-refused', () => refused += 1); }"
    )
    await widget.run("chat => chat.setShopperToken('expired')")
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_text(["You said: hello"])
    assert await widget.page.evaluate("() => refused") == 1


async def test_a_server_that_refuses_a_new_conversation_is_not_asked_for_ever(
    shop: Shop, widget: Widget
) -> None:
    shop.chat.faults.websocket_blocked = True
    shop.chat.faults.refuse_messages = Refusal(401, "conversation_token_missing")
    await widget.open()
    await widget.say("hello")
    await expect(widget.page.get_by_role("button", name="Try again")).to_be_visible()
    assert len(shop.chat.received) == 1
