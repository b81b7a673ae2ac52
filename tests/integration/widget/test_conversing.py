"""A shopper talks to the assistant through the widget."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.integration.widget.conftest import Shop, Widget, eventually

pytestmark = pytest.mark.browser

ORDER_CARD = {
    "title": "Order #W1000001",
    "subtitle": "Shipped",
    "image": "/storefront/mark.svg",
    "facts": [{"label": "Carrier", "value": "Northway Parcel"}],
    "link": {"title": "Track the parcel", "url": "https://track.example/1"},
}


async def test_a_message_is_answered(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("where is my order")

    await expect(widget.bot).to_have_text(["You said: where is my order"])
    await expect(widget.own).to_have_text(["where is my order"])
    assert [text for _, text in shop.chat.received] == ["where is my order"]


async def test_nothing_is_asked_of_the_server_before_the_first_message(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await expect(widget.log).to_contain_text("Hi! Ask me about an order")
    assert shop.chat.hellos == []
    assert shop.chat.conversations == {}


async def test_a_starter_is_sent_as_its_words(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.choices.get_by_text("Where is my order?").click()

    await expect(widget.own).to_have_text(["Where is my order?"])
    await expect(widget.choices).to_have_count(0)


async def test_shift_enter_begins_a_line_and_enter_sends(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.input.press_sequentially("one")
    await widget.input.press("Shift+Enter")
    await widget.input.press_sequentially("two")
    await widget.input.press("Enter")

    await expect(widget.own).to_have_text(["one\ntwo"], use_inner_text=True)
    await expect(widget.input).to_have_value("")


async def test_a_word_being_composed_is_not_sent(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.input.fill("か")
    await widget.input.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await expect(widget.input).to_have_value("か")
    assert shop.chat.received == []


async def test_the_box_grows_with_the_text_up_to_a_limit(widget: Widget) -> None:
    await widget.open()
    heights = []
    for lines in (1, 4, 40):
        await widget.input.fill("\n".join(["line"] * lines))
        box = await widget.input.bounding_box()
        assert box is not None
        heights.append(box["height"])
    assert heights[0] < heights[1] < heights[2] <= 144


async def test_the_last_message_stays_in_sight_while_the_box_grows(shop: Shop, widget: Widget) -> None:
    shop.chat.bot = lambda _: [{"text": "\n".join(["a long answer"] * 40)}, {"text": "the end"}]
    await widget.open()
    await widget.say("tell me everything")
    await expect(widget.bot.last).to_be_in_viewport(ratio=1)
    await widget.input.fill("\n".join(["line"] * 6))
    await expect(widget.bot.last).to_be_in_viewport(ratio=1)

    latest = widget.page.get_by_role("button", name="Go to the latest message")
    await expect(latest).to_be_hidden()
    await widget.log.evaluate("node => node.parentNode.scrollTo(0, 0)")
    await shop.chat.say(shop.chat.only, "bot", "one more")
    await expect(widget.bot.last).to_have_text("one more")
    await expect(widget.bot.last).not_to_be_in_viewport()
    await latest.click()
    await expect(widget.bot.last).to_be_in_viewport(ratio=1)


async def test_a_choice_sends_its_payload_and_shows_its_title(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("choices")
    await widget.choices.get_by_text("Yes, please").click()

    await expect(widget.own).to_have_text(["choices", "Yes, please"])
    await expect(widget.bot).to_have_text(["Shall I?", "You said: /affirm"])
    assert shop.chat.received[-1][1] == "/affirm"


async def test_only_the_last_bot_message_offers_choices(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("choices")
    await expect(widget.choices).to_have_text(["Yes, please", "No, thanks"])
    await shop.chat.say(shop.chat.only, "bot", "By the way: we close at six.")
    await expect(widget.choices).to_have_count(0)

    await widget.say("choices")
    await expect(widget.choices).to_have_count(2)
    await widget.page.reload()
    await expect(widget.choices).to_have_count(2)


async def test_a_card_shows_everything_it_holds(shop: Shop, widget: Widget) -> None:
    shop.chat.bot = lambda _: [{"text": "Here it is.", "cards": [ORDER_CARD]}]
    await widget.open()
    await widget.say("where is it")

    card = widget.page.get_by_role("article")
    await expect(card.get_by_role("heading", name="Order #W1000001")).to_be_visible()
    await expect(card).to_contain_text("Shipped")
    await expect(card.get_by_role("term")).to_have_text("Carrier")
    await expect(card.get_by_role("definition")).to_have_text("Northway Parcel")
    await expect(card.locator("img")).to_have_attribute("src", f"{shop.url}/storefront/mark.svg")
    link = card.get_by_role("link", name="Track the parcel")
    await expect(link).to_have_attribute("href", "https://track.example/1")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_typing_shows_until_the_answer_comes(shop: Shop, widget: Widget) -> None:
    shop.chat.faults.hold_replies = asyncio.Event()
    typing = widget.page.locator("aisle-chat .typing")
    await widget.open()
    await expect(typing).to_be_hidden()
    await widget.say("hello")
    await expect(typing).to_be_visible()

    shop.chat.faults.hold_replies.set()
    await expect(widget.bot).to_have_count(1)
    await expect(typing).to_be_hidden()


async def test_a_person_taking_over_is_said(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await expect(widget.dialog).to_contain_text("Automated assistant")
    await shop.chat.hand_to(shop.chat.only, "agent")
    await shop.chat.say(shop.chat.only, "agent", "Hi, this is Mira.")

    await expect(widget.dialog).to_contain_text("You are chatting with a person")
    await expect(widget.page.locator("aisle-chat .entry.agent")).to_contain_text("Support")
    await widget.page.get_by_role("button", name="Chat menu").click()
    await expect(widget.page.get_by_role("menuitem", name="Talk to a person")).to_be_hidden()


async def test_the_menu_asks_for_a_person(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.choose_from_menu("Talk to a person")
    await expect(widget.own).to_have_text(["I want to talk to a person"])
    await eventually(lambda: shop.chat.received)
    assert shop.chat.received[0][1] == "I want to talk to a person"


async def test_starting_over_begins_another_conversation(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("first")
    await expect(widget.bot).to_have_count(1)
    await widget.choose_from_menu("Start over")
    await expect(widget.own).to_have_count(0)

    await widget.say("second")
    await expect(widget.bot).to_have_text(["You said: second"])
    assert [len(each.messages) for each in shop.chat.conversations.values()] == [2, 2]


async def test_a_message_that_is_too_long_is_not_sent(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.input.fill("a" * 1990)
    await expect(widget.dialog).to_contain_text("10 characters left")
    await widget.input.fill("a" * 2001)
    await expect(widget.dialog).to_contain_text("1 character too long")
    await widget.input.press("Enter")
    await expect(widget.input).to_have_value("a" * 2001)
    assert shop.chat.received == []


async def test_messages_carry_their_day_and_time(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("hello")
    await expect(widget.log).to_contain_text("Today")
    stamps = await widget.log.locator("time").evaluate_all(
        "all => all.map(time => Date.parse(time.dateTime))"
    )
    assert stamps
    assert all(stamp > 1_700_000_000_000 for stamp in stamps)


async def test_the_page_translates_everything(shop: Shop, page: Page) -> None:
    await page.goto(
        f"{shop.url}/bare?lang=de&strings=%7B%22title%22:%22Hilfe%22,%22welcome%22:%22Hallo%21%22%7D"
    )
    widget = Widget(page)
    await widget.open()
    await expect(widget.dialog).to_have_accessible_name("Hilfe")
    await expect(widget.log).to_contain_text("Hallo!")
    await expect(page.locator("aisle-chat .root")).to_have_attribute("lang", "de")

    await widget.run("chat => { chat.strings = { send: 'Senden', from: { bot: 'Helfer' } }; }")
    await expect(page.get_by_role("button", name="Senden")).to_be_visible()
    await widget.say("na")
    await expect(widget.log).to_contain_text("Helfer")
    await expect(widget.dialog).to_have_accessible_name("Store assistant")


async def test_unread_messages_show_on_the_launcher_and_in_the_title(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)
    await widget.page.keyboard.press("Escape")
    await shop.chat.say(shop.chat.only, "agent", "Are you there?")
    await shop.chat.say(shop.chat.only, "agent", "Hello?")

    await expect(widget.badge).to_have_text("2")
    await expect(widget.launcher).to_have_accessible_name("Open chat, 2 new messages")
    await expect(widget.page).to_have_title("(2) Some shop")
    await widget.page.reload()
    await expect(widget.badge).to_have_text("2")
    await widget.open()
    await expect(widget.badge).to_be_hidden()
    await expect(widget.page).to_have_title("Some shop")
