"""What an agent writes on the web can be taken back for a moment; then it goes out, and in order."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from commerce.clock import SystemClock
from commerce.desk.drafts import send_due
from commerce.desk.models import DeskDraft, DeskNote
from commerce.desk.rules import DeskRules
from commerce.links.documents import DocumentLinks
from commerce.staff.models import Role
from tests.conftest import add_job_queue
from tests.factories import SECRET, FixedClock, RecordedMail, a_notifier
from tests.integration.connectors.desk.shopper import Shopper
from tests.integration.connectors.desk.test_files import cards, send_files
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.staff.people import Browser
from worker.desk import desk_of

Enter = Callable[..., Awaitable[Browser]]
UNDO = timedelta(minutes=5)


@pytest.fixture
async def gateway(
    database_url: str, start_gateway: Callable[..., Awaitable[RunningGateway]]
) -> RunningGateway:
    add_job_queue(database_url)
    return await start_gateway(desk_undo=UNDO)


async def pass_time(shopper: Shopper, time: timedelta = UNDO) -> None:
    """Do what the worker's job does when the time has come."""
    clock = FixedClock(SystemClock().now() + time)
    notifier = a_notifier(RecordedMail(), clock)
    make_desk = desk_of(notifier, DocumentLinks("", SECRET), clock, DeskRules())
    async with shopper.sessions.begin() as session:
        await send_due(make_desk(session), shopper.id)


async def from_agents(shopper: Shopper) -> list[str]:
    return [text for author, text in await shopper.heard() if author == "agent"]


async def settle(agent: Browser, shopper: Shopper, into: str) -> str:
    """Press Undo or Make it a note at the last reply on its way; the page that one is led to."""
    page = (await agent.open(shopper.page)).text
    path = re.findall(rf'action="({shopper.page}/drafts/[0-9a-f-]+/{into})"', page)[-1]
    answer = await agent.submit(path)
    return answer.headers.get("location", "") or answer.text


async def test_a_reply_goes_out_when_its_time_is_over(shopper: Shopper, kim: Browser) -> None:
    await kim.submit(f"{shopper.page}/reply", text="First.")
    await kim.submit(f"{shopper.page}/reply", text="Second.")
    assert await from_agents(shopper) == []
    assert "goes out at" in (await kim.open(shopper.page)).text
    await pass_time(shopper, timedelta(0))
    assert await from_agents(shopper) == []
    await pass_time(shopper)
    await pass_time(shopper)
    assert await from_agents(shopper) == ["First.", "Second."]
    assert "goes out at" not in (await kim.open(shopper.page)).text


async def test_a_reply_that_is_taken_back_is_there_to_be_put_right(shopper: Shopper, kim: Browser) -> None:
    await send_files(kim, shopper, "Your card is 4111 ...", ("wrong.txt", b"wrong"))
    page = (await kim.open(await settle(kim, shopper, "undo"))).text
    assert ">Your card is 4111 ...</textarea>" in page
    assert "Choose again what was to go with it: wrong.txt." in page
    await pass_time(shopper)
    assert (await from_agents(shopper), await cards(shopper)) == ([], [])
    assert [each.status for each in await shopper.rows(DeskDraft)] == ["withdrawn"]


async def test_a_reply_becomes_a_note(shopper: Shopper, kim: Browser) -> None:
    await kim.submit(f"{shopper.page}/reply", text="Is this a fraud?")
    await settle(kim, shopper, "note")
    await send_files(kim, shopper, "Look.", ("odd.txt", b"odd"))
    await settle(kim, shopper, "note")
    await pass_time(shopper)
    assert await from_agents(shopper) == []
    assert [each.text for each in await shopper.rows(DeskNote)] == ["Is this a fraud?", "Look. [odd.txt]"]


async def test_it_can_be_too_late(shopper: Shopper, kim: Browser) -> None:
    await kim.submit(f"{shopper.page}/reply", text="Gone.")
    page = (await kim.open(shopper.page)).text
    [path] = re.findall(rf'action="({shopper.page}/drafts/[0-9a-f-]+/undo)"', page)
    await pass_time(shopper)
    answer = await kim.submit(path)
    assert answer.status_code == 409
    assert "Too late: the shopper has it already." in answer.text
    assert await from_agents(shopper) == ["Gone."]


async def test_nobody_takes_back_or_reads_what_a_colleague_took_back(
    shopper: Shopper, kim: Browser, enter: Enter
) -> None:
    await kim.submit(f"{shopper.page}/reply", text="Mine.")
    lee = await enter(email="lee@store.example")
    seen = (await lee.open(shopper.page)).text
    assert ("goes out at" in seen, "/undo" in seen) == (True, False)
    [draft] = await shopper.rows(DeskDraft)
    assert (await lee.submit(f"{shopper.page}/drafts/{draft.id}/undo")).status_code == 409
    await settle(kim, shopper, "undo")
    assert "Mine." not in (await lee.open(f"{shopper.page}?undone={draft.id}")).text


async def test_a_second_click_is_the_same_reply(shopper: Shopper, kim: Browser) -> None:
    key = str(uuid4())
    for _ in range(3):
        await kim.submit(f"{shopper.page}/reply", text="once", key=key)
    await pass_time(shopper)
    assert await from_agents(shopper) == ["once"]


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("resolve", {"resolution": "solved", "note": ""}),
        ("hand-back", {"summary": "All said."}),
        ("release", {}),
    ],
)
async def test_what_was_written_goes_out_before_the_case_is_let_go(
    shopper: Shopper, kim: Browser, deed: str, fields: dict[str, str]
) -> None:
    await kim.submit(f"{shopper.page}/reply", text="Goodbye!")
    assert (await kim.submit(f"{shopper.page}/{deed}", **fields)).status_code == 303
    assert await from_agents(shopper) == ["Goodbye!"]
    await pass_time(shopper)
    assert await from_agents(shopper) == ["Goodbye!"]


async def test_a_reply_of_who_lost_the_case_stays_here(shopper: Shopper, kim: Browser, enter: Enter) -> None:
    await kim.submit(f"{shopper.page}/reply", text="Mine still?")
    lead = await enter(Role.LEAD)
    await lead.submit(f"{shopper.page}/claim")
    await pass_time(shopper)
    assert await from_agents(shopper) == []
    assert [each.text for each in await shopper.rows(DeskNote)] == [
        "Not sent, since claim the case first: Mine still?"
    ]
