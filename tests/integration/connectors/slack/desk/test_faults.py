"""Slack fails in every way it does: nothing is lost, nothing is there twice, and the web desk goes on."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from sqlalchemy import select, update

from commerce.database import Sessions
from commerce.desk.alarms import standing_alarms
from commerce.desk.models import AlarmKind, DeskNote, DeskThread
from commerce.desk.rules import DeskRules
from commerce.support.handoffs import queue_handoff
from commerce.support.models import Conversation, Escalation, Message, MessageAuthor, MessageStatus
from connectors.channels.slack.setup import SlackApp
from connectors.conversation.locks import ConversationLocks
from connectors.staff.desk.slack.mirror import SlackDesk
from connectors.staff.desk.slack.setup import slack_desk_of
from tests.factories import FixedClock
from tests.fakes.slack import LOST, FakeSlack
from tests.fakes.slack_desk_events import thread_event
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.desk.floor import PUBLIC_URL, SUPPORT, entries


class Hand:
    """One case, and the desk to follow it with by hand, on a clock that is moved by hand."""

    def __init__(self, desk: SlackDesk, slack: FakeSlack, sessions: Sessions, clock: FixedClock) -> None:
        self.desk, self.slack, self.sessions, self.clock = desk, slack, sessions, clock
        self.case = UUID(int=0)

    async def say(self, *texts: str) -> None:
        async with self.sessions.begin() as session:
            for text in texts:
                session.add(
                    Message(
                        conversation_id=self.case,
                        author=MessageAuthor.SHOPPER,
                        channel="web",
                        text=text,
                        status=MessageStatus.ANSWERED,
                    )
                )
                await session.flush()

    async def follow(self) -> None:
        while not await self.desk.follow(self.case):
            pass

    async def later(self, **duration: int) -> None:
        self.clock.forward(**duration)
        for case in await self.desk.behind():
            assert case == self.case
        await self.follow()

    def thread(self) -> list[str]:
        posted = self.slack.posted[SUPPORT]
        return entries(posted[1:])

    def cards(self) -> int:
        return len([each for each in self.slack.posted[SUPPORT] if "thread_ts" not in each])

    async def alarms(self) -> list[AlarmKind]:
        async with self.sessions() as session:
            return [each.kind for each in await standing_alarms(session)]

    async def row(self) -> DeskThread:
        async with self.sessions() as session:
            return await session.scalar(select(DeskThread))


@pytest.fixture
async def hand(
    database_url: str, sessions: Sessions, slack: FakeSlack, slack_app: SlackApp
) -> AsyncIterator[Hand]:
    clock = FixedClock()
    async with ConversationLocks(database_url, "desk") as locks:
        desk = slack_desk_of(
            slack_app,
            sessions=sessions,
            locks=locks,
            rules=DeskRules(),
            clock=clock,
            public_url=PUBLIC_URL,
        )
        assert desk is not None
        hand = Hand(desk, slack, sessions, clock)
        async with sessions.begin() as session:
            conversation = Conversation(channel="web")
            session.add(conversation)
            await session.flush()
            hand.case = conversation.id
            await queue_handoff(session, conversation.id, Escalation.ASKED, clock=clock)
        await hand.say("one", "two")
        yield hand


async def test_following_again_posts_nothing_again(hand: Hand) -> None:
    for _ in range(3):
        await hand.follow()
    await hand.say("three")
    await hand.follow()
    assert (hand.cards(), hand.thread()) == (1, ["one", "two", "three"])


@pytest.mark.parametrize("what", ["card", "entry"])
async def test_a_post_whose_answer_was_lost_is_found_and_not_posted_again(hand: Hand, what: str) -> None:
    if what == "entry":
        await hand.follow()
        await hand.say("three")
    hand.slack.outcomes["chat.postMessage"] = [LOST]
    await hand.follow()
    await hand.later(minutes=1)
    assert (hand.cards(), hand.thread()) == (1, ["one", "two", "three"][: 3 if what == "entry" else 2])


async def test_what_cannot_be_looked_for_is_not_posted_again(hand: Hand) -> None:
    await hand.follow()
    await hand.say("three")
    hand.slack.outcomes["chat.postMessage"] = [LOST]
    await hand.follow()
    hand.slack.lacking.add("conversations.replies")
    await hand.later(minutes=1)
    assert hand.thread() == ["one", "two", "three"]
    assert await hand.alarms() == [AlarmKind.THREAD_LOST]
    hand.slack.lacking.clear()
    await hand.later(minutes=6)
    assert hand.thread() == ["one", "two", "three"]
    assert await hand.alarms() == []


async def test_too_many_requests_are_waited_for_as_long_as_slack_says(hand: Hand) -> None:
    hand.slack.retry_after_s = 30
    hand.slack.outcomes["chat.postMessage"] = [429]
    await hand.follow()
    assert hand.slack.posted[SUPPORT] == []
    made = len(hand.slack.made("chat.postMessage"))
    await hand.later(seconds=29)
    assert len(hand.slack.made("chat.postMessage")) == made
    await hand.later(seconds=2)
    assert (hand.cards(), hand.thread()) == (1, ["one", "two"])
    assert await hand.alarms() == []


async def test_an_hour_without_slack_loses_nothing(hand: Hand) -> None:
    await hand.follow()
    hand.slack.fate = lambda method: 503
    for minute in range(60):
        await hand.say(f"minute {minute}")
        await hand.later(minutes=1)
    assert await hand.alarms() == [AlarmKind.DESK_AWAY]
    hand.slack.fate = lambda method: None
    await hand.later(minutes=1)
    assert hand.thread() == ["one", "two", *(f"minute {minute}" for minute in range(60))]
    assert await hand.alarms() == []


@pytest.mark.parametrize(
    "code", ["is_archived", "not_in_channel", "channel_not_found", "missing_scope", "account_inactive"]
)
async def test_a_channel_that_cannot_be_used_is_told_and_caught_up_with(hand: Hand, code: str) -> None:
    await hand.follow()
    hand.slack.refusing[SUPPORT] = code
    await hand.say("three")
    await hand.follow()
    assert await hand.alarms() == [AlarmKind.THREAD_LOST]
    async with hand.sessions() as session:
        [alarm] = await standing_alarms(session, hand.case)
    assert code in alarm.text
    await hand.later(minutes=6)
    assert len(await hand.alarms()) == 1  # told once
    hand.slack.refusing.clear()
    await hand.say("four")
    await hand.later(minutes=6)
    assert hand.thread() == ["one", "two", "three", "four"]
    assert await hand.alarms() == []


async def test_a_case_that_begins_where_no_bot_is_is_told(hand: Hand) -> None:
    hand.slack.refusing[SUPPORT] = "not_in_channel"
    await hand.follow()
    assert await hand.alarms() == [AlarmKind.THREAD_LOST]
    hand.slack.refusing.clear()
    await hand.later(minutes=6)
    assert (hand.cards(), hand.thread()) == (1, ["one", "two"])


async def test_a_deleted_thread_goes_on_at_the_web_desk(hand: Hand) -> None:
    await hand.follow()
    hand.slack.deleted.add(hand.slack.posted[SUPPORT][0]["ts"])
    await hand.say("three")
    await hand.follow()
    assert await hand.alarms() == [AlarmKind.THREAD_LOST]
    assert (await hand.row()).lost_because == "thread_not_found"
    await hand.later(minutes=60)
    assert hand.thread() == ["one", "two"]
    assert list(await hand.desk.behind()) == []


async def test_a_part_that_slack_will_not_take_holds_up_nothing(hand: Hand) -> None:
    await hand.follow()
    await hand.say("poison")
    hand.slack.outcomes["chat.postMessage"] = ["msg_blocks_too_long"]
    await hand.follow()
    await hand.say("after")
    await hand.follow()
    assert hand.thread() == ["one", "two", "after"]
    assert "can't be shown here" in str(hand.slack.posted[SUPPORT][-2])


async def test_another_worker_takes_up_what_one_left(hand: Hand, database_url: str) -> None:
    """As if it died after a post and before it noted so."""
    hand.slack.outcomes["chat.postMessage"] = [LOST]
    await hand.follow()
    async with hand.sessions.begin() as session:
        await session.execute(update(DeskThread).values(try_again_at=None))
    await hand.follow()
    assert (hand.cards(), hand.thread()) == (1, ["one", "two"])


async def test_two_tasks_of_one_worker_post_once(hand: Hand) -> None:
    hand.slack.answering.clear()
    first = asyncio.create_task(hand.desk.follow(hand.case))

    async def is_asked() -> bool:
        return bool(hand.slack.made("chat.postMessage"))

    await until(is_asked)
    assert await hand.desk.follow(hand.case) is False
    hand.slack.answering.set()
    assert await first
    await hand.follow()
    assert (hand.cards(), hand.thread()) == (1, ["one", "two"])


async def test_two_workers_at_once_post_once(hand: Hand, database_url: str, slack_app: SlackApp) -> None:
    async with ConversationLocks(database_url, "desk") as locks:
        other = slack_desk_of(
            slack_app,
            sessions=hand.sessions,
            locks=locks,
            rules=DeskRules(),
            clock=hand.clock,
            public_url=PUBLIC_URL,
        )
        assert other is not None
        hand.slack.answering.clear()
        first = asyncio.create_task(hand.desk.follow(hand.case))

        async def is_asked() -> bool:
            return bool(hand.slack.made("chat.postMessage"))

        await until(is_asked)
        assert await other.follow(hand.case) is False
        hand.slack.answering.set()
        assert await first
        await other.follow(hand.case)
    assert (hand.cards(), hand.thread()) == (1, ["one", "two"])


async def test_words_that_overtake_the_card_are_to_come_again(
    hand: Hand, start_workspace, slack_app: SlackApp
) -> None:
    """The card is there, and the worker that posted it has died before it noted where."""
    hand.slack.outcomes["chat.postMessage"] = [LOST]
    await hand.follow()
    workspace = await start_workspace(slack_app)
    card = hand.slack.posted[SUPPORT][0]["ts"]
    words = thread_event("UROBIN", SUPPORT, card, "I am on it")
    hand.slack.member("UROBIN", None)
    assert (await workspace.tell(words)).status_code == 503
    await hand.later(minutes=1)
    assert (await workspace.tell(words)).status_code == 200
    async with hand.sessions() as session:
        assert (await session.scalars(select(DeskNote.text))).all() == ["I am on it"]
