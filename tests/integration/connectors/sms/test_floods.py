"""More texts than anybody types: none is refused, the first are answered, and the rest cost one answer."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from commerce.consent.models import Topic
from commerce.customers.models import OneTimeCode
from commerce.support.models import (
    MessageAuthor,
    MessageStatus,
)
from connectors.channels.phone.notices import TOO_MANY, subscribed, unsubscribed
from connectors.channels.sms.line import SmsLine
from tests.factories import a_customer
from tests.fakes.twilio import PICTURE
from tests.integration.connectors.sms.town import ADA, BOB, Town

BURST = 5
GOODBYE = unsubscribed("Corner Store", set(Topic))
WELCOME = subscribed("Corner Store")


@pytest.fixture
async def town(start_town: Callable, line: SmsLine, worker: None) -> Town:
    """Its shoppers may text five times, and then not before a minute is over."""
    return await start_town(line, messages_per_minute=1, message_burst=BURST)


async def texted(town: Town) -> list[str]:
    return [each.text for each in await town.messages() if each.author is MessageAuthor.SHOPPER]


async def test_a_burst_is_kept_whole_answered_in_order_and_told_once_what_was_not_read(town: Town) -> None:
    said = [f"text {number}" for number in range(20)]
    for each in said:
        await town.text(ADA, each)
    await town.settled()
    assert await texted(town) == said
    got = town.twilio.texts_to(ADA)
    assert [each for each in got if each != TOO_MANY] == [f"You said: text {n}" for n in range(BURST)]
    assert got.count(TOO_MANY) == 1
    assert town.gateway.parts.channels["sms"].refusals["too many texts, kept"] == 15
    assert {each.status for each in await town.messages()} == {
        MessageStatus.ANSWERED,
        MessageStatus.DELIVERED,
    }
    # Nobody else waits for it.
    assert await town.converse(BOB, "hello") == "You said: hello"


async def test_a_burst_all_at_once_is_kept_whole(town: Town) -> None:
    said = [f"text {number}" for number in range(20)]
    await asyncio.gather(*(town.text(ADA, each) for each in said))
    await town.settled()
    assert sorted(await texted(town)) == sorted(said)
    assert len(town.twilio.texts_to(ADA)) == BURST + 1


async def test_a_flood_is_bounded(town: Town) -> None:
    count = BURST * 13
    for number in range(count):
        await town.text(ADA, f"text {number}")
    await town.settled()
    kept = len(await texted(town))
    assert BURST * 11 <= kept < count
    assert town.gateway.parts.channels["sms"].refusals["too many texts, passed over"] == count - kept


async def test_stop_is_heard_in_a_flood_and_confirmed_once(town: Town) -> None:
    for number in range(BURST * 2):
        await town.text(ADA, f"text {number}")
    await town.settled()
    assert await town.converse(ADA, "STOP") == GOODBYE
    assert await town.converse(ADA, "START") == WELCOME
    await town.text(ADA, "STOP")
    await town.text(ADA, "START")
    await town.text(ADA, "STOP")
    await town.settled()
    assert len(town.twilio.texts_to(ADA)) == BURST + 1 + 2
    (*_, last) = await town.consents(ADA)
    assert not last.is_granted


async def test_what_came_too_fast_while_an_agent_has_the_conversation_is_theirs_to_read(town: Town) -> None:
    await town.converse(ADA, "hello")
    async with town.sessions.begin() as session:
        await session.execute(text("UPDATE conversations SET owner = 'agent'"))
    for number in range(BURST):
        await town.text(ADA, f"text {number}")
    await town.settled()
    assert len(await texted(town)) == 1 + BURST
    assert town.twilio.texts_to(ADA) == ["You said: hello"]


async def test_pictures_are_not_fetched_without_end(town: Town) -> None:
    town.twilio.media["a"] = (200, PICTURE, {})
    for _ in range(BURST * 2):
        await town.text(ADA, "", NumMedia="1", MediaUrl0=f"{town.twilio.url}/media/a")
    await town.settled()
    assert len(town.twilio.texts_to(ADA)) == BURST + 1
    async with town.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM attachments")) == BURST


async def test_a_one_time_code_that_came_too_fast_is_not_kept(town: Town) -> None:
    await town.converse(ADA, "hello")
    (conversation,) = await town.conversations()
    async with town.sessions.begin() as session:
        session.add(a_customer(id="ada"))
        await session.flush()
        session.add(
            OneTimeCode(
                conversation_id=conversation.id,
                customer_id="ada",
                destination="a***@example.com",
                code_hash="x",
                expires_at=conversation.created_at + timedelta(hours=1),
            )
        )
    for _ in range(BURST - 1):
        await town.text(ADA, "hello")
    await town.text(ADA, "my code is 123456, my order #200123")
    assert "my code is ••••••, my order #200123" in await texted(town)
