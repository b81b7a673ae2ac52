"""When a lone "cancel" would be an answer to the bot."""

from datetime import timedelta

import pytest

from connectors.sms.orders_talk import has_just_asked_about_order
from tests.unit.connectors.said import a_reply

SOON = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("text", "payloads"),
    [
        ("I would cancel the whole order #W1. Shall I cancel it?", ["/affirm", "/deny"]),
        ("I'll send order #W1 to 12 Elm Street. Shall I?", ["/affirm", "/deny"]),
        ("Why would you like to cancel it?", ['/inform{"cancel_reason": "other"}']),
        ("Order #W1 is paid and not packed yet.", ['/cancel_order{"order_number": "W1"}']),
        ("Which order do you mean?", []),
        ("Which items do you mean?", []),
        ("What can I do for you?", ["/check_order_status", "/cancel_order"]),
        ("Why do you want to send back the lamp?", ['/inform{"return_reason": "size"}', "/return_items"]),
    ],
)
def test_the_bot_asked_about_an_order(text: str, payloads: list[str]) -> None:
    said = [a_reply(text, *payloads, payloads=payloads)]
    assert has_just_asked_about_order(said, said[0].created_at + SOON)


@pytest.mark.parametrize(
    ("text", "payloads"),
    [
        ("You're welcome. Is there anything else?", []),
        (
            "Hello! I can find your orders. What do you need?",
            ["/check_order_status", "/list_orders", "/help"],
        ),
        ("Order #W1 is cancelled.", []),
        ("", []),
    ],
)
def test_the_bot_asked_about_no_order(text: str, payloads: list[str]) -> None:
    said = [a_reply(text, *payloads, payloads=payloads)]
    assert not has_just_asked_about_order(said, said[0].created_at + SOON)


def test_what_was_asked_long_ago_was_not_asked_just_now() -> None:
    said = [a_reply("Which order do you mean?")]
    assert not has_just_asked_about_order(said, said[0].created_at + timedelta(hours=2))


def test_nothing_said_is_nothing_asked() -> None:
    assert not has_just_asked_about_order([], a_reply().created_at)
