"""What helps to work the queue: clocks, alarms, tags, snoozing, capacity and words that are at hand."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.alarms import standing_alarms
from commerce.desk.models import AlarmKind
from commerce.desk.rules import DeskRules
from commerce.desk.sweeping import sweep
from commerce.help.models import HelpArticle, HelpPassage
from commerce.staff.models import Role
from commerce.support.models import Conversation, Handoff, Message
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.staff.people import Browser

Enter = Callable[..., Awaitable[Browser]]
RULES = DeskRules.parse("", "", "first 15m, next 30m, resolution 8h", 1)


async def a_case(gateway: RunningGateway, sessions: Sessions, *, ago: timedelta = timedelta(0)) -> str:
    """A conversation that waits for a person, since then; its page."""
    chat = gateway.chat()
    await chat.say("I need help with shipping abroad")
    async with sessions.begin() as session:
        began = datetime.now(UTC) - ago
        session.add(Handoff(conversation_id=chat.conversation, escalation="asked", created_at=began))
        await session.execute(
            update(Message).where(Message.conversation_id == chat.conversation).values(created_at=began)
        )
    return f"/desk/conversations/{chat.conversation}"


async def sweep_once(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await sweep(session, RULES, SystemClock())


async def alarms(sessions: Sessions) -> list[AlarmKind]:
    async with sessions() as session:
        return sorted(each.kind for each in await standing_alarms(session))


async def the_handoff(sessions: Sessions) -> Handoff:
    async with sessions() as session:
        return (await session.scalars(select(Handoff))).one()


async def test_a_clock_warns_then_breaches_then_is_answered(
    gateway: RunningGateway, sessions: Sessions, enter: Enter
) -> None:
    page = await a_case(gateway, sessions, ago=timedelta(minutes=13))
    await sweep_once(sessions)
    await sweep_once(sessions)
    assert await alarms(sessions) == [AlarmKind.CLOCK_NEAR]
    async with sessions.begin() as session:
        await session.execute(update(Handoff).values(created_at=datetime.now(UTC) - timedelta(minutes=16)))
    await sweep_once(sessions)
    assert await alarms(sessions) == [AlarmKind.CLOCK_BREACHED, AlarmKind.NOBODY_CLAIMS]
    agent = await enter()
    assert "The first reply is overdue." in (await agent.open("/desk/")).text
    await agent.submit(f"{page}/claim")
    await agent.submit(f"{page}/reply", text="Here I am")
    await sweep_once(sessions)
    assert await alarms(sessions) == []


async def test_a_snoozed_case_wakes_when_the_shopper_writes(
    gateway: RunningGateway, sessions: Sessions, enter: Enter
) -> None:
    page = await a_case(gateway, sessions)
    agent = await enter()
    await agent.submit(f"{page}/claim")
    await agent.submit(f"{page}/snooze", minutes="60")
    assert "asleep until" in (await agent.open("/desk/")).text
    await sweep_once(sessions)
    assert (await the_handoff(sessions)).snoozed_until is not None
    chat = gateway.chat()
    chat.conversation = page.rpartition("/")[2]
    async with sessions.begin() as session:
        conversation = await session.get_one(Conversation, chat.conversation)
        session.add(
            Message(
                conversation_id=conversation.id,
                author="shopper",
                channel="web",
                text="hello?",
                status="answered",
            )
        )
    await sweep_once(sessions)
    assert (await the_handoff(sessions)).snoozed_until is None


async def test_a_snooze_ends_with_its_time(gateway: RunningGateway, sessions: Sessions, enter: Enter) -> None:
    page = await a_case(gateway, sessions)
    agent = await enter()
    await agent.submit(f"{page}/claim")
    await agent.submit(f"{page}/snooze", minutes="30")
    async with sessions.begin() as session:
        await session.execute(update(Handoff).values(snoozed_until=datetime.now(UTC) - timedelta(seconds=1)))
    await sweep_once(sessions)
    assert (await the_handoff(sessions)).snoozed_until is None


async def test_tags_and_priority_sort_the_queue(
    gateway: RunningGateway, sessions: Sessions, enter: Enter
) -> None:
    page = await a_case(gateway, sessions)
    agent = await enter()
    await agent.submit(f"{page}/tags", tags="#VIP,  broken  lamp ,vip")
    await agent.submit(f"{page}/priority", priority="2")
    shown = (await agent.open("/desk/")).text
    assert "#vip" in shown
    assert "#broken lamp" in shown
    assert "urgent" in shown


async def test_an_agent_claims_no_more_than_they_can_handle(
    start_gateway, sessions: Sessions, enter: Enter, gateway: RunningGateway
) -> None:
    from commerce.desk.agent import Agent, AtCapacity
    from commerce.desk.cases import claim
    from commerce.desk.working import Desk
    from commerce.links.documents import DocumentLinks
    from tests.factories import RecordedMail, a_notifier
    from tests.integration.connectors.staff.people import a_member

    pages = [await a_case(gateway, sessions) for _ in range(2)]
    member = await a_member(sessions)
    notifier = a_notifier(RecordedMail(), SystemClock())
    links = DocumentLinks("", "s" * 40)

    async def take(page: str, role: Role) -> None:
        async with sessions.begin() as session:
            agent = Agent(member.id, member.name, role)
            desk = Desk(session, agent, notifier.deliveries, notifier, links, SystemClock(), RULES)
            await claim(desk, page.rpartition("/")[2])

    await take(pages[0], Role.AGENT)
    with pytest.raises(AtCapacity, match="you have 1 cases"):
        await take(pages[1], Role.AGENT)
    await take(pages[1], Role.LEAD)


async def test_canned_replies_are_kept_by_leads_and_used_by_agents(
    gateway: RunningGateway, sessions: Sessions, enter: Enter
) -> None:
    lead, agent = await enter(Role.LEAD), await enter()
    text = "Hi {first_name}, I'm {agent}."
    assert (await lead.submit("/desk/replies/keep", name="hello", text=text)).status_code == 303
    assert (await lead.submit("/desk/replies/keep", name="Not A Name!", text="x")).status_code == 409
    assert (await agent.submit("/desk/replies/keep", name="mine", text="x")).status_code == 403
    assert "hello" in (await agent.open("/desk/replies/")).text
    page = await a_case(gateway, sessions)
    await agent.submit(f"{page}/claim")
    assert "Hi there, I&#39;m Agent." in (await agent.open(f"{page}?canned=hello")).text
    assert (await lead.submit("/desk/replies/drop", name="hello")).status_code == 303
    assert "Hi there" not in (await agent.open(f"{page}?canned=hello")).text


async def test_the_help_articles_suggest_a_reply(
    gateway: RunningGateway, sessions: Sessions, enter: Enter
) -> None:
    async with sessions.begin() as session:
        session.add(HelpArticle(id="shipping", title="Shipping", content_hash="x"))
        await session.flush()
        for position, (heading, text) in enumerate(
            [("Shipping abroad", "We ship to Canada and the EU."), ("Paying", "Cards and PayPal.")]
        ):
            session.add(
                HelpPassage(
                    article_id="shipping", position=position, heading=heading, text=text, topics=[],
                    embedding=[0.0] * 384,
                )
            )  # fmt: skip
    page = await a_case(gateway, sessions)
    agent = await enter()
    await agent.submit(f"{page}/claim")
    assert "We ship to Canada and the EU." in (await agent.open(f"{page}?suggest=yes")).text
