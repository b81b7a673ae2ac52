"""What a shopper is told of the wait, and who gets the message of one who writes again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from commerce.desk.hours import DeskHours
from commerce.desk.reopening import reopen
from commerce.desk.rules import DeskRules
from commerce.desk.sweeping import return_left_cases, unclaimed_cases
from commerce.desk.waiting import ExpectedWait, expected_wait
from commerce.staff.models import Role, StaffMember
from commerce.support.models import (
    Conversation,
    ConversationOwner,
    Escalation,
    Handoff,
    HandoffStatus,
    Message,
    MessageAuthor,
    MessageStatus,
    Resolution,
)
from tests.factories import NOON
from tests.world import World


async def an_agent(world: World, *, is_on_duty: bool = True) -> StaffMember:
    agent = StaffMember(email="kim@store.example", name="Kim", role=Role.AGENT, is_on_duty=is_on_duty)
    await world.add(agent)
    return agent


async def a_case(world: World, **values: object) -> Conversation:
    conversation = Conversation(channel="web")
    await world.add(conversation)
    handoff = {"escalation": Escalation.ASKED, "created_at": NOON - timedelta(hours=2)} | values
    await world.add(Handoff(conversation_id=conversation.id, **handoff))
    return conversation


async def wait(world: World, hours: str = "") -> ExpectedWait:
    return await world.run(lambda session: expected_wait(session, DeskHours.parse(hours), world.clock))


async def test_nothing_is_said_of_what_nobody_knows(world: World) -> None:
    assert await wait(world) == ExpectedWait(None, is_attended=False, usual=None)


async def test_what_is_usual_is_what_three_of_four_waited(world: World) -> None:
    await an_agent(world)
    for minutes in (1, 2, 3, 4, 30):
        replied = NOON - timedelta(hours=2) + timedelta(minutes=minutes)
        await a_case(world, status=HandoffStatus.RESOLVED, first_reply_at=replied)
    expected = await wait(world)
    assert (expected.is_attended, expected.usual) == (True, timedelta(minutes=4))


async def test_out_of_hours_it_says_when_it_opens(world: World) -> None:
    expected = await wait(world, "Tue 09:00-10:00")  # it is a Monday
    assert expected.opens_at is not None
    assert (expected.opens_at.day, expected.opens_at.hour) == (16, 9)


@pytest.mark.parametrize(
    ("minutes_ago", "is_on_duty", "resolution", "reopened"),
    [
        (10, True, Resolution.SOLVED, True),
        (31, True, Resolution.SOLVED, False),
        (10, False, Resolution.SOLVED, False),
        (10, True, Resolution.HANDED_BACK, False),
        (10, True, Resolution.SPAM, False),
    ],
)
async def test_who_writes_again_meets_the_same_agent(
    world: World, *, minutes_ago: int, is_on_duty: bool, resolution: Resolution, reopened: bool
) -> None:
    agent = await an_agent(world, is_on_duty=is_on_duty)
    conversation = await a_case(
        world,
        status=HandoffStatus.RESOLVED,
        resolution=resolution,
        resolved_at=NOON - timedelta(minutes=minutes_ago),
        assigned_to=agent.id,
    )
    half_an_hour = timedelta(minutes=30)
    done = await world.run(lambda session: reopen(session, conversation.id, half_an_hour, world.clock))
    assert done is reopened
    again = await world.run(lambda session: reopen(session, conversation.id, half_an_hour, world.clock))
    assert again is False  # it is open now, or was never to be
    owner = (await world.run(lambda session: session.get_one(Conversation, conversation.id))).owner
    assert owner is (ConversationOwner.AGENT if reopened else ConversationOwner.BOT)


async def test_a_conversation_nobody_had_is_the_bots(world: World) -> None:
    conversation = Conversation(channel="web")
    await world.add(conversation)
    assert not await world.run(
        lambda session: reopen(session, conversation.id, timedelta(hours=1), world.clock)
    )


@pytest.mark.parametrize(
    ("minutes_ago", "is_on_duty", "is_returned"), [(11, False, True), (9, False, False), (60, True, False)]
)
async def test_a_case_whose_agent_has_left_is_returned(
    world: World, *, minutes_ago: int, is_on_duty: bool, is_returned: bool
) -> None:
    agent = await an_agent(world, is_on_duty=is_on_duty)
    conversation = await a_case(world, status=HandoffStatus.ASSIGNED, assigned_to=agent.id)
    said_at = NOON - timedelta(minutes=minutes_ago)
    await world.add(
        Message(
            conversation_id=conversation.id,
            author=MessageAuthor.SHOPPER,
            channel="web",
            text="still there?",
            status=MessageStatus.ANSWERED,
            created_at=said_at,
        )
    )
    returned = await world.run(lambda session: return_left_cases(session, world.clock))
    assert bool(returned) is is_returned
    [handoff] = await world.run(lambda session: session.scalars(select(Handoff)))
    expected = (HandoffStatus.QUEUED, None, 1) if is_returned else (HandoffStatus.ASSIGNED, agent.id, 0)
    assert (handoff.status, handoff.assigned_to, handoff.priority) == expected
    assert await world.run(lambda session: return_left_cases(session, world.clock)) == []


async def test_a_case_that_was_answered_stays_with_who_answered(world: World) -> None:
    agent = await an_agent(world, is_on_duty=False)
    conversation = await a_case(world, status=HandoffStatus.ASSIGNED, assigned_to=agent.id)
    for author, minutes_ago in ((MessageAuthor.SHOPPER, 60), (MessageAuthor.AGENT, 50)):
        await world.add(
            Message(
                conversation_id=conversation.id,
                author=author,
                channel="web",
                text="x",
                status=MessageStatus.ANSWERED,
                created_at=NOON - timedelta(minutes=minutes_ago),
            )
        )
    assert await world.run(lambda session: return_left_cases(session, world.clock)) == []


async def test_what_nobody_claims_is_told(world: World) -> None:
    await a_case(world, created_at=NOON - timedelta(minutes=14))
    assert await world.run(lambda session: unclaimed_cases(session, DeskRules(), world.clock)) == []
    await a_case(world, created_at=NOON - timedelta(minutes=16))
    assert len(await world.run(lambda session: unclaimed_cases(session, DeskRules(), world.clock))) == 1
