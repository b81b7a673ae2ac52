"""The store's people, as the operator lets them in."""

from aisle.settings import Settings
from ops.errors import OperatorError
from ops.steps import Say
from ops.store import open_store

_NONE = "none"


async def staff(settings: Settings, say: Say, email: str, role: str) -> None:
    """Print a one-time sign-in link for one of the store's people; with the role `none`, let them out."""
    from commerce.clock import SystemClock
    from commerce.customers.contacts import InvalidEmail
    from commerce.staff.members import dismiss, invite
    from commerce.staff.models import Role

    if role not in {*Role, _NONE}:
        raise OperatorError(f"{role!r} is no role: {', '.join([*Role, _NONE])}")
    clock = SystemClock(settings.time_zone)
    async with open_store(settings, "make staff", say) as sessions, sessions.begin() as session:
        if role == _NONE:
            if not await dismiss(session, email, clock=clock):
                raise OperatorError(f"nobody is let in as {email!r}")
            say(f"{email} is signed out everywhere and let in no more; their cases return to the queue")
            return
        try:
            invitation = await invite(session, email, Role(role), clock=clock)
        except InvalidEmail:
            raise OperatorError(f"{email!r} is no e-mail address") from None
    verb = "is added" if invitation.is_new else "has a new link"
    say(f"{invitation.member.email} {verb} as {role}; the link works once, for 24 hours:")
    print(f"{settings.public_url}/staff/link/{invitation.token}")
