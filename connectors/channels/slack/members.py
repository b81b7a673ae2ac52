"""Who a member of the workspace is: by the e-mail address that the workspace has checked."""

import asyncio
from typing import Any

import structlog
from cachetools import TTLCache
from slack_sdk.web.async_client import AsyncWebClient

from commerce.clock import Clock
from commerce.customers.vouching import customer_with_email
from commerce.database import Sessions
from connectors.channels.port import SendRefused
from connectors.channels.slack.client import called

log = structlog.get_logger(__name__)

_REMEMBERED_S = 300.0
_STRANGER = ""  # remembered too
_MOST_REMEMBERED = 10_000  # members


class Members:
    """Looks members up in Slack, and their e-mail addresses in the store.

    Only the word of the trusted workspace counts: its administrators decide who is a member under which
    address. A member of another one (Slack Connect), a guest and a bot stay strangers.
    """

    def __init__(
        self, client: AsyncWebClient, sessions: Sessions, clock: Clock, *, trusted_team: str | None
    ) -> None:
        self._client = client
        self._sessions = sessions
        self._clock = clock
        self._trusted_team = trusted_team
        self._emails: TTLCache[str, str] = TTLCache(
            _MOST_REMEMBERED, _REMEMBERED_S, lambda: clock.now().timestamp()
        )
        self._asking: dict[str, asyncio.Task[str | None]] = {}

    async def customer_of(self, user: str, team: str) -> str | None:
        """The customer that the member `user` of workspace `team` is; None for a stranger.

        Raises SendLater while Slack cannot say, which is not the same as not knowing them.
        """
        email = await self.email_of(user, team)
        if email is None:
            return None
        async with self._sessions() as session:
            return await customer_with_email(session, email)

    async def email_of(self, user: str, team: str) -> str | None:
        """The e-mail address that the trusted workspace has proven as this member's. Raises as above."""
        if self._trusted_team is None or team != self._trusted_team:
            return None
        return await self._known_email(user)

    async def _known_email(self, user: str) -> str | None:
        remembered = self._emails.get(user)
        if remembered is not None:
            return remembered or None
        asking = self._asking.get(user)
        if asking is None:
            asking = self._asking[user] = asyncio.create_task(self._ask(user))
            asking.add_done_callback(lambda done: self._answered(user, done))
        # Whoever cannot wait leaves the question standing: its answer serves their next try.
        return await asyncio.shield(asking)

    async def _ask(self, user: str) -> str | None:
        try:
            answer = await called(self._client.users_info(user=user))
        except SendRefused as refused:
            log.error("Slack does not say who a member is", code=refused.code)
            return None
        email = vouched_email(answer.get("user") or {}, self._trusted_team)
        self._emails[user] = email or _STRANGER
        return email

    def _answered(self, user: str, done: asyncio.Task[str | None]) -> None:
        del self._asking[user]
        error = None if done.cancelled() else done.exception()
        if error is not None:
            log.warning("Slack could not be asked who a member is", kind=type(error).__name__)


def vouched_email(user: dict[str, Any], trusted_team: str | None) -> str | None:
    """The e-mail address that the trusted workspace vouches for as this user's; None if it does not."""
    is_stranger = (
        trusted_team is None
        or user.get("team_id") != trusted_team
        or user.get("deleted")
        or user.get("is_bot")
        or user.get("is_stranger")
        or user.get("is_restricted")
        or user.get("is_ultra_restricted")
        or user.get("is_invited_user")
        or user.get("is_email_confirmed", True) is not True
    )
    email = (user.get("profile") or {}).get("email")
    return str(email) if email and not is_stranger else None
