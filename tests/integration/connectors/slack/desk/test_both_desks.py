"""The port, held against both desks: whatever an agent works at, the shopper and the store see the same."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

import pytest

from commerce.database import Sessions
from commerce.desk.port import HandoffDesk
from commerce.support.models import ConversationOwner, HandoffStatus, Resolution
from connectors.staff.desk.slack.mirror import SlackDesk
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.desk.floor import Case, Floor
from tests.integration.connectors.staff.people import Browser, signed_in

_SHOWN = re.compile(r'<div class="text"[^>]*>(.*?)</div>', re.DOTALL)
ODD = ["Hi <b>& all</b> {{ 7*7 }} @here", "שלום 👋🏽 `code`\nsecond line"]


class AtDesk(Protocol):
    """What somebody does at one of the desks."""

    desk: HandoffDesk | None  # to be followed; None where there is nothing to follow

    async def claim(self, case: Case) -> None: ...
    async def reply(self, case: Case, text: str) -> None: ...
    async def note(self, case: Case, text: str) -> None: ...
    async def resolve(self, case: Case) -> None: ...
    async def hand_back(self, case: Case, summary: str) -> None: ...
    async def transcript(self, case: Case) -> list[str]: ...
    async def until_refused(self, case: Case, reason: str) -> None: ...


@dataclass
class AtWeb:
    browser: Browser
    refusal: str = ""
    desk: None = None

    async def _do(self, case: Case, deed: str, **fields: str) -> None:
        answer = await self.browser.submit(f"/desk/conversations/{case.id}/{deed}", **fields)
        self.refusal = answer.text if answer.status_code == 409 else ""

    async def claim(self, case: Case) -> None:
        await self._do(case, "claim")

    async def reply(self, case: Case, text: str) -> None:
        await self._do(case, "reply", text=text)

    async def note(self, case: Case, text: str) -> None:
        await self._do(case, "note", text=text)

    async def resolve(self, case: Case) -> None:
        await self._do(case, "resolve", resolution="solved", note="done")

    async def hand_back(self, case: Case, summary: str) -> None:
        await self._do(case, "hand-back", summary=summary)

    async def transcript(self, case: Case) -> list[str]:
        page = (await self.browser.open(f"/desk/conversations/{case.id}/transcript?whole=yes")).text
        return [
            html.unescape(each) for each in re.findall(r'<div class="text"[^>]*>(.*?)</div>', page, re.DOTALL)
        ]

    async def until_refused(self, case: Case, reason: str) -> None:
        assert reason in html.unescape(self.refusal)


@dataclass
class AtSlack:
    desk: SlackDesk
    user: str

    async def claim(self, case: Case) -> None:
        await case.sign(self.user, "eyes")

    async def reply(self, case: Case, text: str) -> None:
        shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        await case.write(self.user, shown)

    async def note(self, case: Case, text: str) -> None:
        await case.write(self.user, f"!note {text}")

    async def resolve(self, case: Case) -> None:
        await case.write(self.user, "!resolve solved done")

    async def hand_back(self, case: Case, summary: str) -> None:
        await case.write(self.user, f"!back {summary}")

    async def transcript(self, case: Case) -> list[str]:
        return case.said()

    async def until_refused(self, case: Case, reason: str) -> None:
        await case.until_whispered(self.user, reason)


@pytest.fixture(params=["web", "slack"])
async def agent(
    request: pytest.FixtureRequest, floor: Floor, sessions: Sessions, slack_desk: SlackDesk
) -> AsyncIterator[AtDesk]:
    member = await floor.hire("UROBIN")
    if request.param == "slack":
        yield AtSlack(slack_desk, "UROBIN")
        return
    browser = await signed_in(sessions, floor.workspace.gateway.client.base_url, member)
    async with browser.client:
        yield AtWeb(browser)


async def test_a_case_from_its_claim_to_its_rating(agent: AtDesk, floor: Floor) -> None:
    case = await floor.escalated("first", *ODD)
    await agent.claim(case)
    assert (await case.handoff()).assigned_to == floor.people["UROBIN"].id
    for text in ("Hello & welcome <3", "two"):
        await agent.reply(case, text)
        await case.until_said("agent", text)
        answer = await case.chat.post(text=f"re {text}")
        assert (answer.json()["owner"], answer.json()["messages"]) == ("agent", [])
    await agent.note(case, "sounds fine")
    await case.until_noted("sounds fine")
    await agent.resolve(case)
    await case.until_said("bot", "How did we do?")
    handoff = await case.handoff()
    assert (handoff.status, handoff.resolution, handoff.resolution_note) == (
        HandoffStatus.RESOLVED,
        Resolution.SOLVED,
        "done",
    )
    assert (await case.chat.say("5"))[0].startswith("Thank you")
    assert "sounds fine" not in str(await case.chat.messages())


async def test_the_transcript_is_whole_in_order_and_once(agent: AtDesk, floor: Floor) -> None:
    case = await floor.escalated(*ODD)
    await agent.claim(case)
    await case.chat.post(text="a third")
    for _ in range(2 if agent.desk is not None else 0):
        await agent.desk.follow(case.id)

    async def is_whole() -> bool:
        return await agent.transcript(case) == [text for _, text in await case.log()]

    await until(is_whole)


async def test_who_has_not_claimed_writes_to_nobody(agent: AtDesk, floor: Floor) -> None:
    case = await floor.escalated("hello")
    before = await case.log()
    await agent.reply(case, "too early")
    await agent.until_refused(case, "laim the case first")
    assert await case.log() == before


async def test_a_colleagues_case_is_not_taken(agent: AtDesk, floor: Floor) -> None:
    await floor.hire("UKIM")
    case = await floor.escalated("hello")
    await case.sign("UKIM", "eyes")
    await agent.claim(case)
    await agent.until_refused(case, "has this case")
    assert (await case.handoff()).assigned_to == floor.people["UKIM"].id


async def test_the_assistant_gets_it_back_with_what_was_done(agent: AtDesk, floor: Floor) -> None:
    case = await floor.escalated("hello")
    await agent.claim(case)
    await agent.hand_back(case, "Refund promised")

    async def is_back() -> bool:
        return (await case.handoff()).status is HandoffStatus.RESOLVED

    await until(is_back)
    handoff = await case.handoff()
    assert (handoff.resolution, handoff.resolution_note) == (Resolution.HANDED_BACK, "Refund promised")
    assert await case.chat.say("and now?") != []
    assert (await case.chat.post(text="x")).json()["owner"] == ConversationOwner.BOT
