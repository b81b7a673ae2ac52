"""The checker of `make chaos` finds texts that were lost, doubled, out of order or never answered."""

from random import Random
from uuid import UUID, uuid4

import pytest

from commerce.database import Sessions
from commerce.support.models import (
    Conversation,
    Delivery,
    DeliveryStatus,
    Message,
    MessageAuthor,
    MessageStatus,
)
from tests.chaos.checker import check
from tests.chaos.texters import Texter
from tests.chaos.vendors import Vendors

NUMBER = "+14155550142"


async def add(sessions: Sessions, *rows: object) -> None:
    async with sessions.begin() as session:
        for row in rows:
            session.add(row)
            await session.flush()


def said(conversation: UUID, name: str) -> Message:
    return Message(
        id=uuid4(), conversation_id=conversation, author=MessageAuthor.SHOPPER, channel="sms", text=name,
        external_id=f"AC1:{name}", status=MessageStatus.ANSWERED,
    )  # fmt: skip


def delivered(answer: Message, name: str, **fields: object) -> Delivery:
    return Delivery(
        **{
            "message_id": answer.id, "number": 0, "conversation_id": answer.conversation_id, "channel": "sms",
            "address": NUMBER, "part": {}, "status": DeliveryStatus.SENT, "provider_id": name,
        } | fields
    )  # fmt: skip


@pytest.fixture
async def texter(sessions: Sessions) -> Texter:
    """Somebody whose two texts were answered by a text each."""
    conversation = Conversation(id=uuid4(), channel="sms", address=NUMBER)
    await add(sessions, conversation)
    for number in (1, 2):
        text = said(conversation.id, f"SM{number}")
        answer = Message(
            id=uuid4(), conversation_id=conversation.id, author=MessageAuthor.BOT, channel="sms", text="Hi.",
            in_reply_to=text.id, reply_position=0, status=MessageStatus.DELIVERED,
        )  # fmt: skip
        await add(sessions, text, answer, delivered(answer, f"OUT{number}"))
    return Texter((), NUMBER, Vendors(), Random(1), [("SM1", "SM1"), ("SM2", "SM2")])


LEFT = [(NUMBER, "OUT1"), (NUMBER, "OUT2")]


async def test_it_has_nothing_to_say_of_texts_that_are_well(texter: Texter, database_url: str) -> None:
    report = check(database_url, [], [texter], LEFT)
    assert (report.messages, report.wrong) == (2, [])


@pytest.mark.parametrize("sent", [LEFT[:1], LEFT[::-1], [*LEFT, LEFT[0]], [LEFT[0], LEFT[0], LEFT[1]]])
async def test_it_finds_what_left_otherwise(texter: Texter, database_url: str, sent: list) -> None:
    (wrong,) = check(database_url, [], [texter], sent).wrong
    assert "lost, doubled or out of order" in wrong


async def test_it_finds_texts_that_were_taken_and_are_not_there(texter: Texter, database_url: str) -> None:
    texter.said.append(("SM3", "SM3"))
    texter.unanswered.append("SM4")
    wrong = check(database_url, [], [texter], LEFT).wrong
    assert any("2 of 3" in each for each in wrong)
    assert any("no reply to: SM4" in each for each in wrong)


async def test_it_finds_what_was_given_up(texter: Texter, database_url: str, sessions: Sessions) -> None:
    conversation = Conversation(id=uuid4(), channel="sms", address="+14155550143")
    await add(sessions, conversation)
    message = said(conversation.id, "SM9")
    await add(
        sessions, message, delivered(message, "OUT9", address="+14155550143", status=DeliveryStatus.FAILED)
    )
    assert any("not delivered" in each for each in check(database_url, [], [texter], LEFT).wrong)
