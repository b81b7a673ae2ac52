"""A person answers a member of a workspace: where they wrote, as they write themselves."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.models import CsatRating
from commerce.support.handoffs import queue_handoff
from commerce.support.models import Escalation
from tests.fakes.slack_events import message_event, press_payload
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.workspace import Workspace, buttons, texts
from tests.integration.connectors.staff.people import Browser, a_member, signed_in


@pytest.fixture
async def agent(workspace: Workspace, sessions: Sessions) -> AsyncIterator[Browser]:
    browser = await signed_in(sessions, workspace.gateway.client.base_url, await a_member(sessions))
    async with browser.client:
        yield browser


async def test_a_member_is_answered_and_rates(
    workspace: Workspace, agent: Browser, sessions: Sessions
) -> None:
    channel = workspace.slack.member("U1", None)
    await workspace.tell(message_event("U1", channel, "a person, please"))
    await workspace.posted(channel)
    [conversation] = await workspace.conversations()
    async with sessions.begin() as session:
        await queue_handoff(session, conversation.id, Escalation.ASKED, clock=SystemClock())
    case = f"/desk/conversations/{conversation.id}"
    await agent.submit(f"{case}/claim")
    await agent.submit(f"{case}/reply", text="Hi <@U1> & all, *Robin* here")
    posted = await workspace.posted(channel, 3)
    assert texts(posted[-1]) == ["Hi &lt;@U1&gt; &amp; all, *Robin* here"]
    await workspace.tell(message_event("U1", channel, "thanks!"))
    await agent.submit(f"{case}/resolve", resolution="solved", note="")
    question = (await workspace.posted(channel, 4))[-1]
    assert buttons(question) == ["Very bad", "Bad", "OK", "Good", "Very good"]
    await workspace.press(press_payload("U1", channel, dict(question), "Very good"))

    async def is_rated() -> bool:
        async with sessions() as session:
            return await session.scalar(select(CsatRating.score)) == 5

    await until(is_rated)
    assert await workspace.heard() == ["a person, please", "thanks!", "Very good"]
    assert texts((await workspace.posted(channel, 5))[-1])[0].startswith("Thank you, that's good to hear.")
