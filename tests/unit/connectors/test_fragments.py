"""Which messages of a row are parts of one, and how long the first of them waits for the rest."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from commerce.support.messages import LoggedMessage, WaitingMessage
from commerce.support.models import ConversationOwner, MessageAuthor, MessageStatus
from connectors.conversation.fragments import BURST_S, UNFINISHED_S, burst_of, is_begun_by, is_unfinished

BEGAN = datetime(2026, 11, 27, 12, tzinfo=UTC)
CONVERSATION = UUID(int=1)
TRAINED = Path(__file__).parents[3] / "data" / "nlu"

UNFINISHED = (
    "i want to", "I'd like to", "hi, can you", "where is", "where is my", "cancel my", "can you please",
    "could you", "i need", "is there", "do you", "hello i have a", "what about", "how do i",
    "return the lamp and", "because", "i want to return the", "show me", "i was wondering if",
    "I'm looking for", "ok but", "change the address to", "hi,", "tell me", "i would like",
)  # fmt: skip
FINISHED = (
    "cancel my order", "where is my order", "yes", "no", "ok", "hi", "hello there", "how are you",
    "who are you", "are you there", "what can you do", "i do", "i would", "yes i do", "how much",
    "how long", "why", "where", "please", "help", "help me", "thanks", "what is it for",
    "where do i log in", "A100234", "jane@example.com", "Jane Doe", "12 Elm Street, Boston, MA 02110",
    "i want to.", "can you?", "i want it", "when will it come", "the lamp one", "👍", "2", "hold on",
    "i changed my mind", "what do you recommend", "let me know", "who is it from", "...", "message 12",
    "two",
)  # fmt: skip


@pytest.mark.parametrize("text", UNFINISHED)
def test_what_cannot_stand_alone(text: str):
    assert is_unfinished(text, "web")


@pytest.mark.parametrize("text", FINISHED)
def test_what_stands_alone_is_answered_at_once(text: str):
    assert not is_unfinished(text, "web")
    assert burst_of(said(text)).wait_s == 0


def test_hardly_any_whole_message_waits():
    """Of all sentences that the bot is trained on, which stand alone."""
    lines = [line for path in sorted(TRAINED.glob("*.yml")) for line in path.read_text().splitlines()]
    texts = [line.removeprefix("    - ").strip("\"'") for line in lines if line.startswith("    - ")]
    held = [text for text in texts if is_unfinished(text, "web")]
    assert len(texts) > 10_000
    assert len(held) <= len(texts) / 1000, held


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        (("i want to", "cancel", "my order", "the lamp one"), 4),
        (("cancel", "my order", "the lamp one"), 3),
        (("where is my order", "A100234"), 2),
        (("yes", "but not the mug"), 2),
        (("return the lamp", "and the mug"), 2),
        (("where is my order?", "my lamp is broken"), 1),
        (("where is my order", "do you ship to Canada"), 1),
        (("hello", "hello"), 1),
        (("message 1", "message 2", "message 3"), 1),
        (("number 1", "number 2"), 1),
        (("the first message", "the second message"), 1),
        (("a", "b"), 1),
        (("i want to", "cancel"), 2),
        (("I want to return the lamp that I bought last week", "my order"), 1),
    ],
)
def test_the_parts_of_a_burst(texts: tuple[str, ...], parts: int):
    assert len(burst_of(said(*texts)).parts) == parts


def test_only_what_comes_soon_and_by_the_same_channel_belongs_together():
    assert len(burst_of(said("i want to", "cancel", apart_s=7)).parts) == 1
    web, sms = said("i want to", "cancel")[0], said("i want to", "cancel", channel="sms")[1]
    assert len(burst_of([web, sms]).parts) == 1


def test_neither_what_was_pressed_nor_what_an_agent_reads_belongs_to_anything():
    for spoilt in ({"payload": "/affirm"}, {"owner": ConversationOwner.AGENT}):
        burst = burst_of([said("i want to", **spoilt)[0], said("", "cancel")[1]])
        assert (len(burst.parts), burst.wait_s) == (1, 0)


def test_a_beginning_waits_for_the_rest_and_a_burst_for_its_end():
    assert burst_of(said("i want to")).wait_s == pytest.approx(UNFINISHED_S)
    assert burst_of(said("i want to", age_s=1)).wait_s == pytest.approx(UNFINISHED_S - 1)
    assert burst_of(said("i want to", age_s=5)).wait_s == 0
    assert burst_of(said("i want to", "cancel")).wait_s == pytest.approx(BURST_S)
    assert burst_of(said("i want to", "cancel order A100234 since it came broken")).wait_s == 0


def test_a_text_that_a_phone_has_split_goes_on():
    first = (
        "Hello, I have ordered a desk lamp and two mugs with you two weeks ago and the lamp flickers each "
        "time that I switch it on, which is why I would like to send the lamp b"
    )[:153]
    assert is_unfinished(first, "sms")
    assert not is_unfinished(first, "web")
    assert len(burst_of(said(first, "ack and get another one", channel="sms")).parts) == 2


def test_what_comes_after_the_answer_to_a_beginning_is_the_rest_of_it():
    (late,) = said("cancel")
    assert is_begun_by(late, logged("i want to", BEGAN - timedelta(seconds=20)))
    assert not is_begun_by(late, logged("i want to", BEGAN - timedelta(seconds=60)))
    assert not is_begun_by(late, logged("hello", BEGAN - timedelta(seconds=2)))


@pytest.mark.parametrize(
    "text",
    ["no", "No thanks", "yes", "yes, cancel it", "ok", "nope", "never mind", "keep it", "2", "hold on"],
)
def test_an_answer_to_what_came_in_between_is_no_rest(text: str) -> None:
    (late,) = said(text)
    assert not is_begun_by(late, logged("because", BEGAN - timedelta(seconds=9)))


def said(
    *texts: str,
    apart_s: float = 1,
    age_s: float = 0,
    channel: str = "web",
    payload: str | None = None,
    owner: ConversationOwner = ConversationOwner.BOT,
) -> list[WaitingMessage]:
    """Messages that wait, the last of them `age_s` seconds old."""
    return [
        WaitingMessage(
            logged(text, BEGAN + timedelta(seconds=apart_s * place), channel, payload),
            heard=text,
            shown=text,
            owner=owner,
            age_s=age_s + apart_s * (len(texts) - 1 - place),
            meanwhile=[],
        )
        for place, text in enumerate(texts)
    ]


def logged(text: str, at: datetime, channel: str = "web", payload: str | None = None) -> LoggedMessage:
    return LoggedMessage(
        id=uuid4(),
        position=1,
        conversation_id=CONVERSATION,
        author=MessageAuthor.SHOPPER,
        channel=channel,
        external_id=None,
        text=text,
        payload=payload,
        quick_replies=[],
        cards=[],
        asks=None,
        status=MessageStatus.RECEIVED,
        created_at=at,
    )
