"""The channel `slack`, for the list of channels."""

from contextlib import nullcontext

from connectors.channels.kit import ChannelModule, Kit
from connectors.channels.slack.channel import SLACK
from connectors.channels.slack.setup import (
    LARGEST_BODY,
    SlackApp,
    SlackGateway,
    slack_app_of,
    slack_channel_of,
)


def _in_gateway(app: SlackApp, kit: Kit) -> SlackGateway:
    return SlackGateway(
        app,
        inbound=kit.inbound(),
        sessions=kit.sessions,
        clock=kit.clock,
        store_name=kit.store_name,
        desk=kit.agents_desk(app),
    )


SLACK_MODULE = ChannelModule(
    SLACK,
    account_of=slack_app_of,
    in_gateway=_in_gateway,
    sender=lambda app, kit: nullcontext(slack_channel_of(app, kit.public_url)),
    largest_body=LARGEST_BODY,
)
