"""When a lone "cancel" would be an answer to the bot."""

from datetime import timedelta

import pytest

from commerce.support.asking import Asks, Expects, Subject
from connectors.channels.phone.open_question import has_just_asked_about_order
from tests.unit.connectors.said import a_reply

SOON = timedelta(minutes=5)
ABOUT_ORDER = Asks(Expects.WORDS, Subject.ORDER)


@pytest.mark.parametrize("expects", Expects)
def test_the_bot_asked_about_an_order(expects: Expects) -> None:
    said = [a_reply("Blue?", asks=Asks(expects, Subject.ORDER)), a_reply("And by the way.")]
    assert has_just_asked_about_order(said, said[0].created_at + SOON)


@pytest.mark.parametrize(
    "payloads",
    [
        ['/cancel_order{"order_number": "W1"}'],
        ["/check_order_status", "/cancel_order"],
        ['/inform{"return_reason": "size"}', "/return_items"],
    ],
)
def test_the_bot_offered_something_about_an_order(payloads: list[str]) -> None:
    said = [a_reply("Blue?", *payloads, payloads=payloads)]
    assert has_just_asked_about_order(said, said[0].created_at + SOON)


@pytest.mark.parametrize("text", ["Shall I cancel order #W1?", "Which order do you mean?", ""])
@pytest.mark.parametrize("payloads", [[], ["/affirm", "/deny"], ["/check_order_status", "/help"]])
@pytest.mark.parametrize("asks", [None, Asks(Expects.AGREEMENT)])
def test_words_alone_ask_about_no_order(text: str, payloads: list[str], asks: Asks | None) -> None:
    said = [a_reply(text, *payloads, payloads=payloads, asks=asks)]
    assert not has_just_asked_about_order(said, said[0].created_at + SOON)


def test_what_was_asked_long_ago_was_not_asked_just_now() -> None:
    said = [a_reply(asks=ABOUT_ORDER)]
    assert not has_just_asked_about_order(said, said[0].created_at + timedelta(hours=2))


def test_nothing_said_is_nothing_asked() -> None:
    assert not has_just_asked_about_order([], a_reply().created_at)
