"""The store's people, as the operator lets them in."""

from aisle.settings import Settings
from ops.errors import OperatorError
from ops.steps import Say
from ops.store import open_store


async def staff(settings: Settings, say: Say, email: str, role: str) -> None:
    """Print a one-time sign-in link for one of the store's people."""
    from commerce.clock import SystemClock
    from commerce.customers.contacts import InvalidEmail
    from commerce.staff.members import invite
    from commerce.staff.models import Role

    if role not in set(Role):
        raise OperatorError(f"{role!r} is no role: {', '.join(Role)}")
    async with open_store(settings, "make staff", say) as sessions, sessions.begin() as session:
        try:
            invitation = await invite(session, email, Role(role), clock=SystemClock(settings.time_zone))
        except InvalidEmail:
            raise OperatorError(f"{email!r} is no e-mail address") from None
    verb = "is added" if invitation.is_new else "has a new link"
    say(f"{invitation.member.email} {verb} as {role}; the link works once, for 24 hours:")
    print(f"{settings.public_url}/staff/link/{invitation.token}")
