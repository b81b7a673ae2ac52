"""Slack as the settings have it, and its part in the gateway."""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from sanic import Blueprint
from slack_sdk.web.async_client import AsyncWebClient

from aisle.setting_values import ThreadWords
from aisle.settings import Settings, SettingsError
from commerce.clock import Clock
from commerce.database import Sessions
from connectors.channels.slack.channel import SlackChannel
from connectors.channels.slack.client import web_client
from connectors.channels.slack.desk import AgentsDesk
from connectors.channels.slack.intake import Intake
from connectors.channels.slack.members import Members
from connectors.channels.slack.routes import slack_routes
from connectors.channels.slack.shoppers import Shoppers
from connectors.channels.slack.signature import SignedBySlack
from connectors.channels.slack.socket_mode import SocketMode
from connectors.conversation.inbound import Inbound
from connectors.edge.rejections import Refusals

LARGEST_BODY = 256 * 1024  # bytes: a press comes with the whole message that holds the button


@dataclass(frozen=True, slots=True)
class DeskInSlack:
    """How cases are worked in Slack."""

    channels: str  # the rules that choose one
    undo: timedelta = timedelta(seconds=5)
    notes_only: bool = False


@dataclass(frozen=True, slots=True)
class SlackApp:
    """The app in the workspace."""

    bot_token: str = field(repr=False)
    api_url: str
    signing_secret: str | None = field(default=None, repr=False)  # for events over HTTP
    app_token: str | None = field(default=None, repr=False)  # for Socket Mode
    team: str | None = None  # the workspace whose word on e-mail addresses counts
    desk: DeskInSlack | None = None  # where cases are worked, if in Slack at all


def slack_app_of(settings: Settings) -> SlackApp | None:
    """The app that the settings name; None without one. Raises SettingsError for half of one."""
    bot_token = settings.slack_bot_token.get_secret_value()
    signing_secret = settings.slack_signing_secret.get_secret_value() or None
    app_token = settings.slack_app_token.get_secret_value() or None
    if not bot_token:
        if signing_secret or app_token or settings.slack_team or settings.slack_desk_channels:
            raise SettingsError("AISLE_SLACK_BOT_TOKEN is missing; the other Slack settings are there")
        return None
    if signing_secret is None and app_token is None:
        raise SettingsError(
            "AISLE_SLACK_SIGNING_SECRET (events over HTTP) or AISLE_SLACK_APP_TOKEN (Socket Mode) is missing"
        )
    desk = _desk_of(settings)
    return SlackApp(
        bot_token, settings.slack_api_url, signing_secret, app_token, settings.slack_team or None, desk
    )


def _desk_of(settings: Settings) -> DeskInSlack | None:
    if not settings.slack_desk_channels:
        return None
    if not settings.slack_team:
        raise SettingsError("AISLE_SLACK_TEAM is missing: it says who of a workspace is one of your people")
    undo = timedelta(seconds=settings.desk_undo_s)
    return DeskInSlack(settings.slack_desk_channels, undo, settings.slack_desk_threads is ThreadWords.NOTES)


def slack_channel_of(app: SlackApp, public_url: str) -> SlackChannel:
    """The channel for the worker to send by."""
    return SlackChannel(web_client(app.bot_token, app.api_url), public_url)


class SlackGateway:
    """Slack's part in a gateway. While it is entered, Socket Mode is connected if the app has it."""

    def __init__(
        self,
        app: SlackApp,
        *,
        inbound: Inbound,
        sessions: Sessions,
        clock: Clock,
        store_name: str,
        desk: Callable[[AsyncWebClient, Members], AgentsDesk] | None = None,
    ) -> None:
        client = web_client(app.bot_token, app.api_url)
        self._app = app
        self._client = client
        self._clock = clock
        self._stack = AsyncExitStack()
        self.refusals = Refusals("slack")
        members = Members(client, sessions, clock, trusted_team=app.team)
        self._desk = desk(client, members) if desk is not None else None
        self._shoppers = Shoppers(
            client=client,
            inbound=inbound,
            members=members,
            sessions=sessions,
            refusals=self.refusals,
            team=app.team,
            store_name=store_name,
        )
        self._intake = Intake(self._shoppers, self.refusals, desk=self._desk)

    def routes(self) -> Sequence[Blueprint]:
        """The routes for Slack's requests; none for an app whose events come by Socket Mode only."""
        if self._app.signing_secret is None:
            return []
        signed = SignedBySlack(self._app.signing_secret, self._clock)
        return [slack_routes(self._intake, signed, self.refusals)]

    async def __aenter__(self) -> Self:
        self._stack.push_async_callback(self._shoppers.close)
        if self._desk is not None:
            self._stack.push_async_callback(self._desk.close)
        if self._app.app_token is not None:
            socket = SocketMode(self._app.app_token, self._client, self._intake, self.refusals)
            await self._stack.enter_async_context(socket)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
