"""A person answers somebody who texts: by text, while they may be texted."""

import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from commerce.attachments.models import Attachment, AttachmentStatus
from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.models import CsatRating
from commerce.support.handoffs import queue_handoff
from commerce.support.models import Escalation, Message, MessageAuthor, MessageStatus
from tests.integration.connectors.running import until
from tests.integration.connectors.sms.town import ADA, Town
from tests.integration.connectors.staff.people import Browser, a_member, signed_in


@pytest.fixture
async def agent(town: Town, sessions: Sessions) -> AsyncIterator[Browser]:
    member = await a_member(sessions)
    browser = await signed_in(sessions, town.gateway.client.base_url, member)
    async with browser.client:
        yield browser


async def wait_for_a_person(town: Town, sessions: Sessions) -> str:
    """Ada asks for a person; the page of her case."""
    await town.converse(ADA, "a person, please")
    [conversation] = await town.conversations()
    async with sessions.begin() as session:
        await queue_handoff(session, conversation.id, Escalation.ASKED, clock=SystemClock())
    return f"/desk/conversations/{conversation.id}"


async def test_a_reply_is_a_text_and_a_note_is_none(town: Town, agent: Browser, sessions: Sessions) -> None:
    case = await wait_for_a_person(town, sessions)
    await agent.submit(f"{case}/claim")
    await town.got(ADA, 2)
    await agent.submit(f"{case}/note", text="sounds nice")
    await agent.submit(f"{case}/reply", text="Hi Ada, Robin here.")
    await town.got(ADA, 3)
    await town.text(ADA, "Great!")
    assert town.twilio.texts_to(ADA)[1:] == ["Robin from our team is here now.", "Hi Ada, Robin here."]
    assert "Great!" in (await agent.open(case)).text
    assert town.dialogue.turns[case.rpartition("/")[2]] == ["a person, please"]  # the bot heard no more


async def test_a_shopper_rates_by_number(town: Town, agent: Browser, sessions: Sessions) -> None:
    case = await wait_for_a_person(town, sessions)
    await agent.submit(f"{case}/claim")
    await town.got(ADA, 2)
    await agent.submit(f"{case}/resolve", resolution="solved", note="")
    await town.got(ADA, 3)
    asked = "How did we do?\nReply with a number:\n1 Very bad\n2 Bad\n3 OK\n4 Good\n5 Very good"
    assert town.twilio.texts_to(ADA)[-1] == asked
    assert (await town.converse(ADA, "4")).startswith("Thank you")
    async with sessions() as session:
        assert await session.scalar(select(CsatRating.score)) == 4


async def test_who_has_said_stop_is_not_texted_and_the_agent_sees_it(
    town: Town, agent: Browser, sessions: Sessions
) -> None:
    case = await wait_for_a_person(town, sessions)
    await agent.submit(f"{case}/claim")
    await town.got(ADA, 2)
    await town.converse(ADA, "STOP")
    texts = len(town.twilio.texts_to(ADA))
    await agent.submit(f"{case}/reply", text="One more thing")

    async def is_given_up() -> bool:
        async with sessions() as session:
            query = select(Message.status).where(Message.author == MessageAuthor.AGENT)
            return await session.scalar(query) is MessageStatus.FAILED

    await until(is_given_up)
    assert len(town.twilio.texts_to(ADA)) == texts
    assert "not delivered" in (await agent.open(case)).text


async def test_a_picture_that_is_kept_for_our_team_is_seen_by_it(
    town: Town, agent: Browser, sessions: Sessions
) -> None:
    case = await wait_for_a_person(town, sessions)
    async with sessions.begin() as session:
        message = await session.scalar(select(Message).where(Message.author == MessageAuthor.SHOPPER))
        assert message is not None
        stored = Attachment(
            message_id=message.id,
            number=0,
            source_url="https://api.twilio.com/x",
            status=AttachmentStatus.STORED,
            content_type="image/png",
            content=b"png",
        )
        session.add(stored)
    page = (await agent.open(case)).text
    [path] = re.findall(r'<img src="(/desk/pictures/[^"]+)"', page)
    shown = await agent.open(path)
    assert (shown.content, shown.headers["content-type"]) == (b"png", "image/png")
    assert (await agent.open(f"/desk/pictures/{message.id}")).status_code == 404
