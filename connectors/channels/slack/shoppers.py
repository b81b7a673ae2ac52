"""Shoppers in Slack: what happens there becomes messages of their conversations."""

import asyncio
from collections.abc import Coroutine
from functools import singledispatchmethod
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from commerce.database import Sessions
from commerce.support.addressed import Sender
from commerce.support.messages import InboundMessage, LoggedMessage, PayloadNotOffered
from commerce.support.models import Message
from connectors.channels.port import SendLater, SendRefused
from connectors.channels.slack.addresses import SlackAddress
from connectors.channels.slack.blocks import without_buttons
from connectors.channels.slack.channel import SLACK
from connectors.channels.slack.client import called
from connectors.channels.slack.events import Asked, Happening, HomeOpened, Ignored, Pressed, Spoken
from connectors.channels.slack.home import home_view
from connectors.channels.slack.members import Members
from connectors.channels.slack.render import referred
from connectors.channels.slack.text import mrkdwn
from connectors.conversation.inbound import Inbound
from connectors.edge.rejections import Refusals

log = structlog.get_logger(__name__)

NOT_FOR_YOU = "That button is not for this conversation any more. Please tell me in your own words."


class Shoppers:
    """Takes in what happens in Slack. What must not be lost is stored when a call returns."""

    def __init__(
        self,
        *,
        client: AsyncWebClient,
        inbound: Inbound,
        members: Members,
        sessions: Sessions,
        refusals: Refusals,
        team: str | None,
        store_name: str,
    ) -> None:
        self._client = client
        self._inbound = inbound
        self._members = members
        self._sessions = sessions
        self._refusals = refusals
        self._team = team
        self._home = home_view(store_name)
        self._direct: dict[str, str] = {}  # direct message channels, by member
        self._work: set[asyncio.Task[None]] = set()

    async def take(self, happening: Happening) -> None:
        """Take in what happened.

        Raises SendLater, ApiError (429) and what the database raises: Slack may tell it again.
        """
        if isinstance(happening, Ignored):
            log.debug("passed over what Slack told", reason=happening.reason)
        elif self._team is not None and happening.team != self._team:
            self._refusals.count("another workspace")
        else:
            await self._take(happening)

    async def close(self) -> None:
        """Stop what is still done in the background, which is only what Slack shows."""
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    @singledispatchmethod
    async def _take(self, happening: Any) -> None:
        raise TypeError(f"{type(happening).__name__} does not happen in Slack")

    @_take.register
    async def _(self, happening: HomeOpened) -> None:
        self._later(self._client.views_publish(user_id=happening.user, view=self._home))

    @_take.register
    async def _(self, happening: Spoken) -> None:
        said = InboundMessage(SLACK, happening.external_id, text=happening.text)
        await self._receive(happening.address, happening.user, said)

    @_take.register
    async def _(self, happening: Asked) -> None:
        address = SlackAddress(happening.team, await self._direct_channel(happening.user))
        said = InboundMessage(SLACK, happening.external_id, text=happening.text)
        await self._receive(address, happening.user, said)

    @_take.register
    async def _(self, happening: Pressed) -> None:
        try:
            payload = await self._payload(happening.value)
            said = InboundMessage(SLACK, happening.external_id, payload=payload)
            message = await self._receive(happening.address, happening.user, said)
        except PayloadNotOffered:
            self._refusals.count("payload not offered")
            self._later(
                self._client.chat_postEphemeral(
                    channel=happening.channel,
                    user=happening.user,
                    text=NOT_FOR_YOU,
                    thread_ts=happening.address.thread,
                )
            )
            return
        chosen = without_buttons(happening.message.get("blocks") or [], f"✓ {mrkdwn(message.text)}")
        self._later(
            self._client.chat_update(
                channel=happening.channel,
                ts=happening.message["ts"],
                text=happening.message.get("text") or message.text,
                blocks=chosen,
            )
        )

    async def _receive(self, address: SlackAddress, user: str, said: InboundMessage) -> LoggedMessage:
        # Where others read along, nobody is known: what a customer may see is not for the whole channel.
        customer_id = None if address.is_shared else await self._members.customer_of(user, address.team)
        return await self._inbound.receive(Sender(SLACK, str(address), customer_id), said)

    async def _payload(self, value: str) -> str:
        """The payload behind a button's value; what refers to nothing is a payload that nobody offered."""
        reference = referred(value)
        if reference is None:
            return value
        message_id, place = reference
        async with self._sessions() as session:
            message = await session.get(Message, message_id)
        offers = message.quick_replies if message is not None else []
        return str(offers[place]["payload"]) if place < len(offers) else value

    async def _direct_channel(self, user: str) -> str:
        if user not in self._direct:
            opened = await called(self._client.conversations_open(users=user))
            self._direct[user] = str(opened["channel"]["id"])
        return self._direct[user]

    def _later(self, call: Coroutine[Any, Any, Any]) -> None:
        """Do what nobody waits for; when it fails the shopper sees an old button or home tab, no more."""
        task = asyncio.create_task(_noted(call))
        self._work.add(task)
        task.add_done_callback(self._work.discard)


async def _noted(call: Coroutine[Any, Any, Any]) -> None:
    try:
        await called(call)
    except (SendLater, SendRefused) as error:
        log.warning("Slack did not take a change of what it shows", code=error.code)
