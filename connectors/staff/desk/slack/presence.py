"""Who is on duty and not there: Slack says who is away, and for how long that is so is kept."""

from datetime import timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import func, select

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.staff.members import set_duty
from commerce.staff.models import StaffMember, StaffSession
from connectors.channels.port import SendLater, SendRefused
from connectors.channels.slack.client import called

log = structlog.get_logger(__name__)

# Who has been away in Slack, and not at the web desk, for so long is not on duty.
GONE_AFTER = timedelta(minutes=10)


async def take_absent_off_duty(client: AsyncWebClient, sessions: Sessions, clock: Clock) -> int:
    """Look at everybody on duty who works in Slack, once; how many are taken off duty.

    Where Slack does not say, everybody stays as they are. Raises what the database raises.
    """
    async with sessions() as session:
        on_duty = await session.scalars(
            select(StaffMember).where(StaffMember.is_on_duty, StaffMember.slack_user.is_not(None))
        )
        members = on_duty.all()
    gone = 0
    for member in members:
        try:
            answer = await called(client.users_getPresence(user=str(member.slack_user)))
        except (SendLater, SendRefused) as error:
            log.warning("Slack does not say who is there", code=error.code)
            return gone
        gone += await _note(member, sessions, clock, is_away=answer.get("presence") == "away")
    return gone


async def _note(member: StaffMember, sessions: Sessions, clock: Clock, *, is_away: bool) -> bool:
    """Note how somebody is seen; whether they are off duty by it."""
    async with sessions.begin() as session:
        found = await session.get_one(StaffMember, member.id, with_for_update=True)
        found.away_since = (found.away_since or clock.now()) if is_away else None
        if found.away_since is None or clock.now() - found.away_since < GONE_AFTER:
            return False
        seen_at = await session.scalar(
            select(func.max(StaffSession.seen_at)).where(StaffSession.member_id == found.id)
        )
        if seen_at is not None and clock.now() - seen_at < GONE_AFTER:
            return False
        await set_duty(session, found.id, is_on=False)
        found.away_since = None
        return True
