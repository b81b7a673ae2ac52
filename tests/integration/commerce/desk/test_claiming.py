"""Many who claim at once: every case has one owner, and nobody writes over anybody."""

import asyncio
import random
from collections import Counter
from uuid import UUID, uuid4

from sqlalchemy import select

from commerce.database import Sessions
from commerce.desk.agent import Agent, CaseClosed, CaseTaken, NotYourCase
from commerce.desk.cases import claim, release, resolve
from commerce.desk.replying import reply
from commerce.desk.working import Desk
from commerce.links.documents import DocumentLinks
from commerce.staff.models import Role, StaffMember
from commerce.support.handoffs import queue_handoff
from commerce.support.models import (
    Conversation,
    ConversationOwner,
    Escalation,
    Handoff,
    HandoffStatus,
    Message,
    MessageAuthor,
    Resolution,
)
from tests.factories import SECRET, FixedClock, RecordedMail, a_notifier

CASES, AGENTS, DEEDS = 40, 8, 30
_DEEDS = ("claim", "claim", "reply", "reply", "release", "resolve")
CLOCK = FixedClock()
NOTIFIER = a_notifier(RecordedMail(), CLOCK)
LINKS = DocumentLinks("https://store.example", SECRET)


async def a_busy_desk(sessions: Sessions) -> tuple[list[UUID], list[Agent]]:
    async with sessions.begin() as session:
        conversations = [Conversation(channel="web") for _ in range(CASES)]
        members = [
            StaffMember(email=f"a{number}@store.example", name=f"A{number}", role=Role.AGENT)
            for number in range(AGENTS)
        ]
        session.add_all([*conversations, *members])
        await session.flush()
        for each in conversations:
            await queue_handoff(session, each.id, Escalation.ASKED, clock=CLOCK)
        return [each.id for each in conversations], [Agent(each.id, each.name, each.role) for each in members]


async def test_every_case_has_one_owner_whatever_everybody_does_at_once(sessions: Sessions) -> None:
    cases, agents = await a_busy_desk(sessions)
    refused: Counter[str] = Counter()
    replied: Counter[tuple[UUID, UUID]] = Counter()

    async def act(agent: Agent, dice: random.Random) -> None:
        for _ in range(DEEDS):
            case, deed = (
                dice.choice(cases),
                dice.choice(["claim", "claim", "reply", "reply", "release", "resolve"]),
            )
            try:
                async with sessions.begin() as session:
                    acting = Agent(agent.id, agent.name, agent.role, uuid4())
                    desk = Desk(session, acting, NOTIFIER.deliveries, NOTIFIER, LINKS, CLOCK)
                    if deed == "claim":
                        await claim(desk, case)
                    elif deed == "reply":
                        await reply(desk, case, f"from {agent.name}")
                    elif deed == "release":
                        await release(desk, case)
                    else:
                        await resolve(desk, case, Resolution.DUPLICATE, "")
            except (CaseTaken, CaseClosed, NotYourCase) as refusal:
                refused[type(refusal).__name__] += 1
            else:
                replied[(agent.id, case)] += deed == "reply"

    await asyncio.gather(*(act(agent, random.Random(number)) for number, agent in enumerate(agents)))
    async with sessions() as session:
        handoffs = list(await session.scalars(select(Handoff)))
        owners = {each.id: each.owner for each in await session.scalars(select(Conversation))}
        said = list(await session.scalars(select(Message).where(Message.author == MessageAuthor.AGENT)))
    open_ones = [each for each in handoffs if each.status is not HandoffStatus.RESOLVED]
    assert len({each.conversation_id for each in open_ones}) == len(open_ones)
    for each in open_ones:
        is_assigned = each.status is HandoffStatus.ASSIGNED
        assert is_assigned is (each.assigned_to is not None)
        assert owners[each.conversation_id] is (
            ConversationOwner.AGENT if is_assigned else ConversationOwner.BOT
        )
    is_open = {each.conversation_id for each in open_ones}
    assert all(owner is ConversationOwner.BOT for case, owner in owners.items() if case not in is_open)
    assert Counter((each.sent_by, each.conversation_id) for each in said) == +replied
    assert refused["CaseTaken"]
    assert refused["NotYourCase"]
