"""A shopper in the widget and their agent at the web desk, both in a real Chromium, see each other's part."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect
from sqlalchemy import select

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.support.handoffs import queue_handoff
from commerce.support.models import Escalation, Message
from tests.conftest import add_job_queue
from tests.integration.connectors.running import RunningGateway, until
from tests.integration.connectors.staff.people import Browser
from tests.integration.connectors.tabs import Tab, open_tab
from tests.integration.widget.conftest import Widget

pytestmark = pytest.mark.browser
Enter = Callable[..., Awaitable[Browser]]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
WIDE = ("light", 1280)


@pytest.fixture
async def gateway(
    database_url: str, start_gateway: Callable[..., Awaitable[RunningGateway]]
) -> RunningGateway:
    add_job_queue(database_url)
    return await start_gateway(desk_undo=timedelta(minutes=5))


async def in_the_widget(chromium: Chromium, gateway: RunningGateway) -> tuple[Tab, Widget]:
    tab = await open_tab(chromium, gateway, None, WIDE)
    await tab.page.goto("/")
    widget = Widget(tab.page)
    await widget.open()
    await widget.say("I need a person")
    await expect(widget.bot).to_have_count(1)
    return tab, widget


async def at_the_desk(
    chromium: Chromium, gateway: RunningGateway, widget: Widget, sessions: Sessions, agent: Browser
) -> Page:
    """The agent's page of the shopper's case, which is theirs."""
    conversation = (await widget.run("element => element.conversation"))["id"]
    async with sessions.begin() as session:
        await queue_handoff(session, conversation, Escalation.ASKED, clock=SystemClock())
    tab = await open_tab(chromium, gateway, agent, WIDE)
    await tab.page.goto(f"/desk/conversations/{conversation}")
    await tab.page.get_by_role("button", name="Claim").click()
    await expect(tab.page.get_by_label("Your reply to")).to_be_visible()
    return tab.page


async def test_each_sees_the_other_type_and_read(
    chromium: Chromium, gateway: RunningGateway, enter: Enter, sessions: Sessions
) -> None:
    tab, widget = await in_the_widget(chromium, gateway)
    desk = await at_the_desk(chromium, gateway, widget, sessions, await enter())
    await expect(widget.dialog).to_contain_text("You are chatting with a person")
    await expect(widget.page.locator("aisle-chat .state")).to_have_text("Seen")

    await desk.get_by_label("Your reply to").press_sequentially("Hel")
    await expect(widget.page.locator("aisle-chat .scroller [role=status]")).to_have_text("Support is typing")
    await desk.get_by_label("Your reply to").fill("")
    await expect(widget.page.locator("aisle-chat .scroller [role=status]")).to_have_text("")

    await widget.input.press_sequentially("My la")
    await expect(desk.locator("#typing")).to_have_text("Somebody new is typing ...")
    await widget.say("My lamp is broken")
    await expect(desk.get_by_role("log")).to_contain_text("My lamp is broken")
    await expect(desk.locator("#typing")).to_have_text("")
    await expect(widget.page.locator("aisle-chat .state")).to_have_text("Seen")

    await desk.get_by_label("Your reply to").press_sequentially("Oh")
    await expect(widget.page.locator("aisle-chat .scroller [role=status]")).to_have_text("Support is typing")
    await desk.get_by_role("button", name="Send").click()  # and it waits a moment
    await expect(widget.page.locator("aisle-chat .scroller [role=status]")).to_have_text("")
    assert tab.console == []


async def test_files_go_both_ways_and_a_reply_is_taken_back(
    chromium: Chromium, gateway: RunningGateway, enter: Enter, sessions: Sessions, tmp_path: Path
) -> None:
    tab, widget = await in_the_widget(chromium, gateway)
    desk = await at_the_desk(chromium, gateway, widget, sessions, await enter())
    picture, tool = tmp_path / "broken lamp.png", tmp_path / "tool.exe"
    picture.write_bytes(PNG)
    tool.write_bytes(b"MZ")

    async with widget.page.expect_file_chooser() as chooser:
        await widget.page.get_by_role("button", name="Attach a file").click()
    await (await chooser.value).set_files(picture)
    await expect(widget.log).to_contain_text("broken lamp.png")
    await expect(desk.get_by_role("img", name="Picture 1 from the shopper")).to_be_visible()
    async with widget.page.expect_file_chooser() as chooser:
        await widget.page.get_by_role("button", name="Attach a file").click()
    await (await chooser.value).set_files(tool)
    await expect(widget.dialog).to_contain_text("A file with such a name can't be sent: please rename it.")

    await desk.get_by_label("Your reply to").fill("Like this one?")
    await desk.get_by_label("Files").set_input_files(picture)
    await desk.get_by_role("button", name="Send").click()
    await expect(desk.get_by_role("log")).to_contain_text("goes out at")
    await desk.get_by_role("button", name="Undo").click()
    await expect(desk.get_by_label("Your reply to")).to_have_value("Like this one?")

    await desk.get_by_label("Files").set_input_files(picture)
    await desk.get_by_role("button", name="Send").click()
    await expect(desk.get_by_role("log")).to_contain_text("goes out at")
    await desk.get_by_text("Give to a colleague").click()
    await desk.get_by_role("button", name="Back into the queue").click()  # what waits goes out first
    await expect(widget.log).to_contain_text("Like this one?")
    shown = widget.page.locator("aisle-chat .card img")
    await expect(shown).to_have_js_property("naturalWidth", 1)
    assert [line for line in tab.console if "422" not in line] == []


async def test_a_thumb_in_the_widget_is_kept(
    chromium: Chromium, gateway: RunningGateway, sessions: Sessions
) -> None:
    _, widget = await in_the_widget(chromium, gateway)
    down = widget.page.get_by_role("button", name="No, this didn't help")
    await down.click()
    await expect(down).to_be_hidden()
    conversation = (await widget.run("element => element.conversation"))["id"]

    async def is_kept() -> bool:
        async with sessions() as session:
            found = await session.scalars(
                select(Message.is_helpful).where(
                    Message.conversation_id == conversation, Message.author == "bot"
                )
            )
            return list(found) == [False]

    await until(is_kept)
    await widget.say("and again")
    await expect(down).to_be_visible()
