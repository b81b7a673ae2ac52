"""A shopper talks to the assistant through the widget."""

from playwright.async_api import expect

from tests.integration.widget.conftest import Shop, Widget


async def test_a_message_is_answered(shop: Shop, widget: Widget) -> None:
    await widget.open()
    await widget.say("where is my order")

    await expect(widget.bot).to_have_text(["You said: where is my order"])
    await expect(widget.own).to_have_text(["where is my order"])
    assert [text for _, text in shop.chat.received] == ["where is my order"]
