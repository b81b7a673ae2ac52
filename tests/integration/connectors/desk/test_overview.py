"""How the desk does: figures that can be checked by hand, and the same as a file."""

import csv
import io
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.models import CsatRating
from commerce.desk.overview import Overview, read_days, read_overview
from commerce.staff.models import Role
from commerce.support.models import (
    Conversation,
    Escalation,
    Handoff,
    HandoffStatus,
    Message,
    MessageAuthor,
    MessageStatus,
    Understanding,
)
from tests.factories import NOON, FixedClock
from tests.integration.connectors.staff.people import Browser

CLOCK = FixedClock(zone="America/New_York")
Enter = Callable[..., Awaitable[Browser]]


async def a_conversation(
    sessions: Sessions, *, at: datetime = NOON, channel: str = "web", **case: Any
) -> None:
    """Somebody who asked where their order is; with `wait` in minutes, a person replied after it."""
    async with sessions.begin() as session:
        conversation = Conversation(channel=channel, created_at=at)
        session.add(conversation)
        await session.flush()
        message = Message(
            conversation_id=conversation.id,
            author=MessageAuthor.SHOPPER,
            channel=channel,
            text="where is it",
            status=MessageStatus.ANSWERED,
            created_at=at,
        )
        session.add(message)
        await session.flush()
        session.add(
            Understanding(
                message_id=message.id,
                conversation_id=conversation.id,
                text="",
                intent="check_order_status",
                confidence=1.0,
                ranking=[],
                entities=[],
                is_fallback=False,
                actions=[],
                created_at=at,
            )
        )
        if "wait" in case:
            replied = at + timedelta(minutes=case["wait"])
            handoff = Handoff(
                conversation_id=conversation.id,
                escalation=Escalation.ASKED,
                status=HandoffStatus.RESOLVED if "score" in case else HandoffStatus.QUEUED,
                created_at=at,
                first_reply_at=replied,
                resolved_at=replied if "score" in case else None,
            )
            session.add(handoff)
            await session.flush()
            if "score" in case:
                session.add(
                    CsatRating(
                        handoff_id=handoff.id,
                        conversation_id=conversation.id,
                        asked_at=replied,
                        rated_at=replied,
                        score=case["score"],
                    )
                )


@pytest.fixture
async def some_days(sessions: Sessions) -> Sessions:
    """Six conversations, of which a person had three; and one that is too long ago."""
    for case in ({}, {}, {"channel": "sms"}, {"wait": 10, "score": 5}, {"wait": 20, "score": 2}):
        await a_conversation(sessions, **case)
    await a_conversation(sessions, wait=30, at=NOON - timedelta(days=3))
    await a_conversation(sessions, at=NOON - timedelta(days=40))
    return sessions


async def read(sessions: Sessions, days: int) -> Overview:
    async with sessions() as session:
        return await read_overview(session, days, CLOCK)


async def test_the_figures_are_what_happened(some_days: Sessions) -> None:
    found = await read(some_days, 28)
    assert (found.everything.conversations, found.everything.handed_over) == (6, 3)
    assert found.everything.contained == pytest.approx(0.5)
    assert [(each.name, each.conversations, each.handed_over) for each in found.channels] == [
        ("web", 5, 3),
        ("sms", 1, 0),
    ]
    assert [(each.name, each.conversations, each.handed_over) for each in found.topics] == [
        ("check_order_status", 6, 3)
    ]
    assert (found.queue.waiting, found.queue.oldest) == (1, NOON - timedelta(days=3))
    assert found.clocks.first_reply_median == pytest.approx(1200)
    assert (found.csat, found.csat_mean) == ([(2, 1), (5, 1)], 3.5)
    assert [each.handoffs for each in found.hours if each.hour == 8] == [3]  # noon in UTC
    assert found.reasons == [("asked", 3)]


async def test_fewer_days_hold_less(some_days: Sessions) -> None:
    assert (await read(some_days, 1)).everything.conversations == 5
    assert (await read(some_days, 90)).everything.conversations == 7


async def test_nothing_at_all_is_no_error(sessions: Sessions) -> None:
    found = await read(sessions, 28)
    assert (found.everything.conversations, found.csat_mean, found.clocks.first_reply_median) == (
        0,
        None,
        None,
    )


async def test_the_export_holds_the_same_by_day(some_days: Sessions) -> None:
    async with some_days() as session:
        days = await read_days(session, 28, CLOCK)
    assert [(each.day.day, each.channel, each.conversations, each.handed_over) for each in days] == [
        (15, "web", 4, 2),
        (15, "sms", 1, 0),
        (12, "web", 1, 1),
    ]
    assert (days[0].csat_mean, days[0].csat_ratings, days[0].resolved) == (3.5, 2, 2)


async def test_a_lead_reads_and_exports_it_and_an_agent_does_not(enter: Enter, sessions: Sessions) -> None:
    await a_conversation(sessions, at=SystemClock().now(), wait=5, score=4)
    lead, agent = await enter(Role.LEAD), await enter()
    assert "contained" in (await lead.open("/desk/overview?days=90")).text
    exported = await lead.open("/desk/overview.csv?days=90")
    assert exported.headers["content-type"].startswith("text/csv")
    assert list(csv.DictReader(io.StringIO(exported.text))) != []
    for path in ("/desk/overview", "/desk/overview.csv"):
        assert (await agent.open(path)).status_code == 403
