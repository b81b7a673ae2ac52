"""What everything that happens at the desk in Slack has at hand."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import structlog
from slack_sdk.models.blocks import ActionsBlock, Block
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from commerce.desk.agent import Agent
from commerce.desk.models import DeskThread
from commerce.desk.threads import is_card_under_way, thread_at
from commerce.desk.working import Desk
from commerce.staff.members import find_member
from commerce.staff.models import StaffMember
from connectors.channels.port import SendLater, SendRefused
from connectors.channels.slack.blocks import as_json, button, text_blocks
from connectors.channels.slack.client import NO_ANSWER, called
from connectors.channels.slack.members import Members
from connectors.channels.slack.text import escaped
from connectors.staff.area import DESK as DESK_ROLES
from connectors.staff.desk.parts import DeskParts
from connectors.staff.desk.slack.card import DESK
from connectors.staff.desk.slack.events import Place
from connectors.staff.desk.slack.files import ThreadFiles

log = structlog.get_logger(__name__)

Button = tuple[str, str, str]  # its title, what it does, its value
STRANGER = (
    "I don't know you from the desk: your e-mail address here has to be the one you sign in there with."
)


class NotStaff(Exception):
    """Who did something at the desk is none of the store's people who may."""


@dataclass
class Room:
    """The desk in one workspace, for what its members do."""

    client: AsyncWebClient
    parts: DeskParts
    members: Members
    channels: frozenset[str]
    undo: timedelta
    notes_only: bool
    store_name: str
    _work: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.files = ThreadFiles(self.client)

    async def close(self) -> None:
        """Stop what is still done in the background, which is only what Slack shows."""
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    async def thread(self, channel: str, stamp: str | None) -> DeskThread | None:
        """The case's thread at this place, if there is one.

        Raises SendLater while a card has just been posted and nobody knows yet where: it may be this one.
        """
        if stamp is None:
            return None
        async with self.parts.sessions() as session:
            found = await thread_at(session, channel, stamp)
            if found is None and await is_card_under_way(session, channel):
                raise SendLater("a card is being posted there")
        return found

    async def member(self, place: Place) -> StaffMember:
        """Who of the store's people a member of the workspace is.

        By the e-mail address that the workspace has proven. Raises NotStaff, and SendLater while Slack cannot
        say.
        """
        email = await self.members.email_of(place.user, place.team)
        if email is None:
            raise NotStaff
        async with self.parts.sessions.begin() as session:
            member = await find_member(session, email)
            if member is None or member.disabled_at is not None or member.role not in DESK_ROLES:
                raise NotStaff
            if member.slack_user != place.user:
                member.slack_user = place.user
            return member

    @asynccontextmanager
    async def working(self, place: Place, cause: str) -> AsyncIterator[Desk]:
        """The member at work in a transaction; `cause` is the same when Slack tells the same again.

        Raises as `member` does.
        """
        member = await self.member(place)
        key = uuid5(NAMESPACE_URL, f"slack:{place.team}:{place.user}:{cause}")
        agent = Agent(member.id, member.name, member.role, key)
        async with self.parts.at_work(agent) as desk:
            yield desk

    def whisper(
        self, place: Place, thread: str | None, text: str, buttons: list[Button] | None = None
    ) -> None:
        """Tell one member something, in the background: it is help, and nothing depends on it."""
        blocks: list[Block] = [block for _, block in text_blocks(text)]
        if buttons:
            made = [button(title, f"{DESK}_{name}", value=value) for title, name, value in buttons]
            blocks.append(ActionsBlock(elements=made))
        values: dict[str, Any] = {"text": escaped(text), "blocks": as_json(blocks)}
        values |= {"thread_ts": thread} if thread is not None else {}
        said = self.client.chat_postEphemeral(channel=place.channel, user=place.user, **values)
        self.later(called(said))

    def replace_whisper(self, response_url: str, text: str) -> None:
        """Put `text` in place of what was whispered and pressed."""
        if response_url:
            self.later(self._replace(response_url, text))

    async def _replace(self, response_url: str, text: str) -> None:
        blocks = as_json(block for _, block in text_blocks(text))
        webhook = AsyncWebhookClient(response_url, retry_handlers=[])
        try:
            answer = await webhook.send(text=escaped(text), blocks=blocks, replace_original=True)
        except NO_ANSWER as error:
            raise SendLater("no answer from Slack", code=type(error).__name__) from None
        if answer.status_code != 200:
            raise SendRefused(f"http_{answer.status_code}", "Slack refuses to change a whisper")

    async def open_form(self, trigger: str, view: dict[str, Any]) -> None:
        """Open a form for who pressed. Raises SendLater and SendRefused."""
        await called(self.client.views_open(trigger_id=trigger, view=view))

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do what nobody waits for."""
        task = asyncio.create_task(_noted(work))
        self._work.add(task)
        task.add_done_callback(self._work.discard)


async def _noted(work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except (SendLater, SendRefused) as error:
        log.warning("Slack did not take a word for an agent", code=error.code)
