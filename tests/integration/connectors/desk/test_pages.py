"""The desk in a real Chromium: everybody can use it, nothing of it breaks its own policy, it is alive."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import expect

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.alarms import raise_alarm
from commerce.desk.models import AlarmKind, DeskNote
from commerce.staff.models import Role
from commerce.support.handoffs import queue_handoff
from commerce.support.models import Conversation, Escalation, IdentityLevel
from tests.browsing import found_by_axe
from tests.integration.connectors.running import ChatClient, RunningGateway
from tests.integration.connectors.staff.people import Browser
from tests.integration.connectors.tabs import LOOKS, keep, open_tab
from tests.world import World, a_world

pytestmark = pytest.mark.browser
Enter = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def world(sessions: Sessions) -> World:
    return await a_world(sessions)


@pytest.fixture
async def busy_shopper(gateway: RunningGateway, sessions: Sessions, world: World) -> ChatClient:
    """A customer with an order and a return, who has talked and waits for a person."""
    await world.delivered()
    await world.order()
    chat = gateway.chat()
    await chat.say("Hi, my lamp arrived broken :(")
    await chat.say("offer")
    async with sessions.begin() as session:
        conversation = await session.get_one(Conversation, chat.conversation)
        conversation.customer_id, conversation.identity_level = world.customer.id, IdentityLevel.VERIFIED
        await queue_handoff(
            session, conversation.id, Escalation.POLICY, summary="A lamp came broken.", clock=SystemClock()
        )
        session.add(DeskNote(conversation_id=conversation.id, text="Check the carrier's photo."))
    return chat


@pytest.mark.parametrize("look", LOOKS)
async def test_axe_finds_nothing(  # noqa: PLR0917  fixtures
    chromium: Chromium,
    gateway: RunningGateway,
    enter: Enter,
    busy_shopper: ChatClient,
    world: World,
    sessions: Sessions,
    look: tuple[str, int],
) -> None:
    lead = await enter(Role.LEAD)
    case = f"/desk/conversations/{busy_shopper.conversation}"
    signed_out = await open_tab(chromium, gateway, None, look)
    tab = await open_tab(chromium, gateway, lead, look)
    await lead.submit(f"{case}/claim")
    await lead.submit(f"{case}/tags", tags="vip, lamp")
    await lead.submit("/desk/replies/keep", name="refund-time", text="Hi {first_name}, it takes 5 days.")
    async with sessions.begin() as session:
        subject, text = str(busy_shopper.conversation), "The first reply is due soon."
        await raise_alarm(
            session,
            AlarmKind.CLOCK_NEAR,
            subject,
            text,
            conversation_id=UUID(busy_shopper.conversation),
            clock=SystemClock(),
        )
    pages = {
        "queue": "/desk/",
        "replies": "/desk/replies/",
        "case": case,
        "customer": f"/desk/customers/{world.customer.id}",
        "search": "/desk/search?q=ada",
        "account": "/staff/account",
        "overview": "/desk/overview",
    }
    for name, path in pages.items():
        await tab.page.goto(path)
        await tab.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert await found_by_axe(tab.page) == [], name
        width = await tab.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{name} is {width} px too wide"
        await tab.page.reload()
        await keep(tab.page, name, look)
    await signed_out.page.goto("/staff/sign-in")
    assert await found_by_axe(signed_out.page) == []
    await keep(signed_out.page, "sign-in", look)
    assert tab.console + signed_out.console == []


async def test_an_agent_answers_a_shopper_without_reloading(
    chromium: Chromium, gateway: RunningGateway, enter: Enter, busy_shopper: ChatClient
) -> None:
    tab = await open_tab(chromium, gateway, await enter(), ("light", 1280))
    await tab.page.goto("/desk/")
    await tab.page.get_by_role("button", name="Claim").click()
    await tab.page.wait_for_url(f"**/desk/conversations/{busy_shopper.conversation}")
    await tab.page.get_by_label("Your reply to").fill("I'm looking at it now.")
    await tab.page.get_by_label("Your reply to").press("Control+Enter")
    log = tab.page.get_by_role("log")
    await expect(log).to_contain_text("I'm looking at it now.")
    await busy_shopper.post(text="thank you so much")
    await expect(log).to_contain_text("thank you so much")  # by itself
    assert [each["text"] for each in await busy_shopper.messages() if each["from"] == "agent"] == [
        "I'm looking at it now."
    ]
    assert tab.console == []
