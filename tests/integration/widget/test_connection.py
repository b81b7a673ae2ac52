"""Whatever the network does, nothing is missed and nothing doubled."""

import asyncio

import pytest
from playwright.async_api import BrowserContext, expect

from tests.integration.widget.chat_server import Refusal
from tests.integration.widget.conftest import Shop, Widget, eventually

pytestmark = pytest.mark.browser


async def begin(widget: Widget) -> None:
    await widget.open()
    await widget.say("hello")
    await expect(widget.bot).to_have_count(1)


async def test_what_came_while_the_socket_was_down_is_replayed_once(shop: Shop, widget: Widget) -> None:
    await begin(widget)
    conversation = shop.chat.only
    for number in range(3):
        await shop.chat.cut_sockets()
        await eventually(lambda: not conversation.sockets)
        conversation.store("agent", f"missed {number}")
        await eventually(lambda: conversation.sockets)
        await shop.chat.say(conversation, "agent", f"seen {number}")

    expected = [text for n in range(3) for text in (f"missed {n}", f"seen {n}")]
    await expect(widget.page.locator("aisle-chat .entry.agent .bubble")).to_have_text(expected)
    await expect(widget.own).to_have_count(1)


async def test_an_unacknowledged_message_is_sent_again_with_its_id(shop: Shop, widget: Widget) -> None:
    await begin(widget)
    shop.chat.faults.drop_before_accepted = 1
    await widget.say("did you get this")

    await expect(widget.bot).to_have_text(["You said: hello", "You said: did you get this"])
    await expect(widget.own).to_have_text(["hello", "did you get this"])
    await eventually(lambda: shop.chat.only.sockets)
    stored = [each["text"] for each in shop.chat.only.messages if each["from"] == "shopper"]
    assert stored == ["hello", "did you get this"]
    ids = {client_id for client_id, text in shop.chat.received if text == "did you get this"}
    assert len(ids) == 1


async def test_own_messages_appear_once_whether_the_server_echoes_them_or_not(
    shop: Shop, widget: Widget
) -> None:
    shop.chat.faults.echo_own = False
    await begin(widget)
    await shop.chat.cut_sockets()
    await eventually(lambda: len(shop.chat.hellos) == 2 and shop.chat.only.sockets)
    shop.chat.faults.echo_own = True
    await widget.say("again")
    await expect(widget.bot).to_have_count(2)
    await expect(widget.own).to_have_text(["hello", "again"])


async def test_everything_works_where_websockets_are_blocked(shop: Shop, widget: Widget) -> None:
    shop.chat.faults.websocket_blocked = True
    await widget.open()
    await widget.say("one")
    await expect(widget.bot).to_have_text(["You said: one"])
    await widget.say("two")
    await expect(widget.bot).to_have_text(["You said: one", "You said: two"])
    shop.chat.only.store("agent", "Hi, this is Mira.")
    await expect(widget.page.locator("aisle-chat .entry.agent .bubble")).to_have_text(["Hi, this is Mira."])
    await expect(widget.own).to_have_text(["one", "two"])
    await expect(widget.notice).to_have_text("")
    assert len(shop.chat.only.messages) == 5


async def test_the_socket_is_used_again_when_it_is_let_through(shop: Shop, widget: Widget) -> None:
    shop.chat.faults.websocket_blocked = True
    await begin(widget)
    shop.chat.faults.websocket_blocked = False
    await eventually(lambda: shop.chat.only.sockets)
    await widget.say("over the socket")
    await expect(widget.bot).to_have_text(["You said: hello", "You said: over the socket"])
    await expect(widget.own).to_have_count(2)


async def test_what_is_written_offline_goes_out_when_back(
    shop: Shop, widget: Widget, context: BrowserContext
) -> None:
    await begin(widget)
    await context.set_offline(True)
    await eventually(lambda: not shop.chat.only.sockets)
    await widget.say("from the tunnel")
    await expect(widget.notice).to_contain_text("Reconnecting")
    await expect(widget.own).to_have_text(["hello", "from the tunnel"])
    assert len(shop.chat.received) == 1

    await context.set_offline(False)
    await expect(widget.bot).to_have_text(["You said: hello", "You said: from the tunnel"])
    await expect(widget.notice).to_have_text("")


async def test_an_unsent_message_survives_the_page(shop: Shop, widget: Widget) -> None:
    await begin(widget)
    shop.chat.faults.websocket_blocked = shop.chat.faults.fail_http = True
    await shop.chat.cut_sockets()
    await widget.say("still in my pocket")
    await widget.page.reload()
    await expect(widget.own.last).to_have_text("still in my pocket")

    shop.chat.faults.websocket_blocked = shop.chat.faults.fail_http = False
    await expect(widget.bot).to_have_text(["You said: hello", "You said: still in my pocket"])
    await expect(widget.own).to_have_text(["hello", "still in my pocket"])


async def test_a_message_refused_can_be_tried_again(shop: Shop, widget: Widget) -> None:
    await begin(widget)
    shop.chat.faults.refuse_messages = Refusal(400, "invalid_request")
    await widget.say("not now")
    await expect(widget.log).to_contain_text("Not sent.")
    shop.chat.faults.refuse_messages = None
    await widget.page.get_by_role("button", name="Try again").click()

    await expect(widget.bot).to_have_text(["You said: hello", "You said: not now"])
    await expect(widget.own).to_have_text(["hello", "not now"])
    await expect(widget.log).not_to_contain_text("Not sent.")


async def test_a_message_the_server_finds_too_long_comes_back_to_be_edited(
    shop: Shop, widget: Widget
) -> None:
    await begin(widget)
    shop.chat.faults.refuse_messages = Refusal(413, "body_too_large")
    await widget.say("a long story")
    await expect(widget.log).to_contain_text("this message is too long")
    await widget.page.get_by_role("button", name="Edit").click()
    await expect(widget.input).to_have_value("a long story")
    await expect(widget.own).to_have_text(["hello"])


@pytest.mark.parametrize("websocket_blocked", [False, True])
async def test_a_shopper_who_is_too_fast_is_asked_to_wait_and_loses_nothing(
    shop: Shop, widget: Widget, websocket_blocked: bool
) -> None:
    shop.chat.faults.websocket_blocked = websocket_blocked
    await begin(widget)
    shop.chat.faults.refuse_messages = Refusal(429, "rate_limited", {"Retry-After": "1"})
    await widget.say("quick")
    await expect(widget.notice).to_contain_text("Your message goes out in a moment")
    shop.chat.faults.refuse_messages = None
    await expect(widget.bot).to_have_text(["You said: hello", "You said: quick"])
    await expect(widget.notice).to_have_text("")


async def test_messages_keep_their_order(shop: Shop, widget: Widget) -> None:
    await begin(widget)
    shop.chat.faults.hold_replies = asyncio.Event()
    for number in range(8):
        await widget.say(f"line {number}")
    await eventually(lambda: len(shop.chat.received) == 9)
    shop.chat.faults.hold_replies.set()
    await expect(widget.bot).to_have_count(9)
    said = [each["text"] for each in shop.chat.only.messages if each["from"] == "shopper"]
    assert said == ["hello", *(f"line {number}" for number in range(8))]


async def test_a_page_put_away_lets_go_of_its_socket(shop: Shop, widget: Widget) -> None:
    await begin(widget)
    await eventually(lambda: shop.chat.only.sockets)
    await widget.page.evaluate(
        "() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
    )
    await eventually(lambda: not shop.chat.only.sockets)
    shop.chat.only.store("agent", "while you were away")
    await widget.page.evaluate(
        "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    )
    await expect(widget.log).to_contain_text("while you were away")
