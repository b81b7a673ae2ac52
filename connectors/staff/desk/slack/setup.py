"""The desk in Slack as the settings have it."""

from collections.abc import Callable

from slack_sdk.web.async_client import AsyncWebClient

from aisle.settings import SettingsError
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk.rules import DeskRules
from connectors.channels.slack.client import web_client
from connectors.channels.slack.desk import AgentsDesk
from connectors.channels.slack.members import Members
from connectors.channels.slack.setup import SlackApp
from connectors.conversation.locks import ConversationLocks
from connectors.staff.desk.parts import DeskParts
from connectors.staff.desk.slack.gateway import SlackDeskGateway
from connectors.staff.desk.slack.mirror import SlackDesk
from connectors.staff.desk.slack.routing import Routing


def routing_of(app: SlackApp) -> Routing | None:
    """Where cases are worked; None where not in Slack. Raises SettingsError."""
    if app.desk is None:
        return None
    try:
        return Routing.parse(app.desk.channels)
    except ValueError as wrong:
        raise SettingsError(f"AISLE_SLACK_DESK_CHANNELS: {wrong}") from None


def slack_desk_of(
    app: SlackApp,
    *,
    sessions: Sessions,
    locks: ConversationLocks,
    rules: DeskRules,
    clock: Clock,
    public_url: str,
) -> SlackDesk | None:
    """The desk for the worker to keep as the log is; None where cases are not worked in Slack."""
    routing = routing_of(app)
    if routing is None:
        return None
    return SlackDesk(
        client=web_client(app.bot_token, app.api_url),
        routing=routing,
        sessions=sessions,
        locks=locks,
        rules=rules,
        clock=clock,
        public_url=public_url,
    )


def desk_in_gateway(
    app: SlackApp, parts: DeskParts, *, store_name: str, public_url: str
) -> Callable[[AsyncWebClient, Members], AgentsDesk] | None:
    """What makes the desk's part in a gateway; None where cases are not worked in Slack."""
    routing, desk, team = routing_of(app), app.desk, app.team
    if routing is None or desk is None or team is None:
        return None

    def make(client: AsyncWebClient, members: Members) -> AgentsDesk:
        return SlackDeskGateway(
            client=client,
            parts=parts,
            members=members,
            routing=routing,
            undo=desk.undo,
            notes_only=desk.notes_only,
            store_name=store_name,
            public_url=public_url,
            team=team,
        )

    return make
