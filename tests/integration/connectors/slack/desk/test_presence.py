"""Who is away in Slack, and nowhere else, is on duty no longer."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from commerce.database import Sessions
from commerce.staff.models import Role, StaffMember, StaffSession
from connectors.channels.slack.client import web_client
from connectors.staff.desk.slack.presence import take_absent_off_duty
from tests.factories import FixedClock
from tests.fakes.slack import BOT_TOKEN, FakeSlack

Look = Callable[[], Awaitable[int]]


@pytest.fixture
async def robin(sessions: Sessions, slack: FakeSlack) -> StaffMember:
    async with sessions.begin() as session:
        member = StaffMember(
            email="r@store.example", name="Robin", role=Role.AGENT, is_on_duty=True, slack_user="UROBIN"
        )
        session.add(member)
    return member


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def look(sessions: Sessions, slack: FakeSlack, clock: FixedClock) -> Look:
    return lambda: take_absent_off_duty(web_client(BOT_TOKEN, slack.api_url), sessions, clock)


async def is_on_duty(sessions: Sessions, member: StaffMember) -> bool:
    async with sessions() as session:
        return (await session.get_one(StaffMember, member.id)).is_on_duty


async def test_who_is_away_for_long_is_off_duty(
    robin: StaffMember, sessions: Sessions, slack: FakeSlack, clock: FixedClock, look: Look
) -> None:
    slack.present["UROBIN"] = "away"
    assert await look() == 0
    clock.forward(minutes=9)
    assert await look() == 0
    slack.present["UROBIN"] = "active"
    assert await look() == 0
    slack.present["UROBIN"] = "away"
    assert await look() == 0
    clock.forward(minutes=9)
    assert await look() == 0  # away anew, not for ten minutes yet
    clock.forward(minutes=2)
    assert await look() == 1
    assert not await is_on_duty(sessions, robin)


async def test_who_works_on_the_web_stays(
    robin: StaffMember, sessions: Sessions, slack: FakeSlack, clock: FixedClock, look: Look
) -> None:
    slack.present["UROBIN"] = "away"
    await look()
    clock.forward(minutes=11)
    async with sessions.begin() as session:
        session.add(
            StaffSession(
                member_id=robin.id,
                token_hash="x",
                csrf_token="x",
                seen_at=clock.now() - timedelta(minutes=1),
                expires_at=clock.now() + timedelta(hours=1),
            )
        )
    assert await look() == 0
    assert await is_on_duty(sessions, robin)


async def test_nobody_goes_off_duty_because_slack_is_away(
    robin: StaffMember, sessions: Sessions, slack: FakeSlack, clock: FixedClock, look: Look
) -> None:
    slack.present["UROBIN"] = "away"
    await look()
    clock.forward(minutes=30)
    slack.fate = lambda method: 503
    assert await look() == 0
    assert await is_on_duty(sessions, robin)
