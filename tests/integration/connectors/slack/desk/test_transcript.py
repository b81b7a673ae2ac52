"""The transcript in Slack is the message log, character for character, within Slack's limits."""

import pytest
from sqlalchemy import select

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.models import DeskNote
from commerce.support.handoffs import queue_handoff
from commerce.support.models import Conversation, Escalation, Message, MessageAuthor, MessageStatus
from connectors.staff.desk.slack.mirror import SlackDesk
from tests.fakes.slack import FakeSlack
from tests.integration.connectors.slack.desk.floor import SUPPORT, entries

ODD_TEXTS = [
    "plain words",
    "emoji 👩‍👩‍👧‍👦🏳️‍🌈 and :smile: in words",
    "see https://a.example/?q=1&b=<2>|3 now",
    "<@U123> <!channel> <!here> @here #general",
    "code `x = 1` and ```\nblock\n```",
    "*bold* _it_ ~no~ > quote",
    "&amp; &lt;b&gt; stays as typed",
    "שלום, איפה ההזמנה שלי? #W123",
    "مرحبا، أين طلبي؟ 123",
    "two\n\nempty lines\n",
    "tabs\tand   many  spaces",
    "  leading and trailing  ",
    "1. a list\n- of\n• things",
    "x" * 6_500,
    "🙂" * 3_200,
    "zero\u200bwidth \u202ertl\u202c marks",
    "a\u0301 combining",
    "'quotes' \"double\" \\ backslash",
    "…",
    ".",
]
_AUTHORS = (MessageAuthor.SHOPPER, MessageAuthor.BOT, MessageAuthor.AGENT, MessageAuthor.SYSTEM)


@pytest.mark.parametrize("count", [5, 200, 2_000])
async def test_the_thread_is_the_log(
    sessions: Sessions, slack: FakeSlack, slack_desk: SlackDesk, count: int
) -> None:
    async with sessions.begin() as session:
        conversation = Conversation(channel="web")
        session.add(conversation)
        await session.flush()
        session.add_all(
            Message(
                conversation_id=conversation.id,
                author=_AUTHORS[number % 4],
                channel="web",
                text=ODD_TEXTS[number % len(ODD_TEXTS)] if number % 50 < 20 else f"message {number} ✓",
                status=MessageStatus.DELIVERED,
                quick_replies=[{"title": "Yes & <no>", "payload": "/affirm"}] if number % 7 == 1 else [],
                cards=[{"title": "Lamp <b>", "subtitle": "a & b"}] if number % 11 == 1 else [],
            )
            for number in range(count)
        )
        await queue_handoff(session, conversation.id, Escalation.ASKED, clock=SystemClock())
    while not await slack_desk.follow(conversation.id):
        pass
    async with sessions() as session:
        log = await session.scalars(
            select(Message.text).where(Message.conversation_id == conversation.id).order_by(Message.position)
        )
        assert entries(slack.posted[SUPPORT][1:]) == log.all()
    assert all(each["thread_ts"] == slack.posted[SUPPORT][0]["ts"] for each in slack.posted[SUPPORT][1:])


async def test_notes_stand_where_they_were_written(
    sessions: Sessions, slack: FakeSlack, slack_desk: SlackDesk
) -> None:
    conversation = Conversation(channel="web")
    async with sessions.begin() as session:
        session.add(conversation)
        await session.flush()
        await queue_handoff(session, conversation.id, Escalation.ASKED, clock=SystemClock())
    for text in ("first", "note", "second"):
        async with sessions.begin() as session:
            row = (
                DeskNote(conversation_id=conversation.id, text=text)
                if text == "note"
                else Message(
                    conversation_id=conversation.id,
                    author=MessageAuthor.SHOPPER,
                    channel="web",
                    text=text,
                    status=MessageStatus.ANSWERED,
                )
            )
            session.add(row)
    await slack_desk.follow(conversation.id)
    assert entries(slack.posted[SUPPORT][1:]) == ["first", "note", "second"]
