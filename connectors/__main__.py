"""Starts the gateway: `python -m connectors`."""

import os
import socket
import sys
from datetime import timedelta

from aisle.logs import configure_logging
from aisle.settings import Settings, SettingsError, load_settings
from aisle.tracing import configure_tracing
from commerce.clock import SystemClock
from commerce.database import create_engine, sessions_of
from commerce.search.setup import search_of
from commerce.spelling import spelling_of
from connectors.channels.listed import accounts_of
from connectors.channels.slack.channel import SLACK
from connectors.edge.connections import BoundedProtocol, raised_limit
from connectors.pages.stripe.account import stripe_account_of
from connectors.server.app import create_app
from connectors.server.dependencies import GatewayDependencies
from connectors.server.options import MOST_CONNECTIONS, MOST_MEMORY_MB, GatewayOptions
from connectors.staff.desk.rules import desk_rules_of
from connectors.staff.desk.slack.setup import routing_of
from training.place import Place

_BACKLOG = 512  # connections not yet accepted


def main() -> None:
    """Serve until stopped by a signal."""
    try:
        settings = load_settings()
        given = dependencies_of(settings)
    except SettingsError as error:
        sys.exit(f"gateway: {error}")
    configure_logging("gateway", json=settings.is_production)
    configure_tracing("gateway", settings.traces_url)
    app = create_app(given)
    app.run(
        sock=_listen(settings), protocol=BoundedProtocol, single_process=True, access_log=False, motd=False
    )


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        sys.exit(f"gateway: cannot listen on {settings.host} port {settings.port}: {reason}")


def dependencies_of(settings: Settings) -> GatewayDependencies:
    """What the settings give a gateway. Raises SettingsError."""
    database_url = settings.database_url.get_secret_value()
    channels = accounts_of(settings)
    if SLACK in channels:
        routing_of(channels[SLACK])  # said now, not at the first case
    return GatewayDependencies(
        sessions=sessions_of(create_engine(database_url, pool_size=10)),
        database_url=database_url,
        dialogue_urls=settings.dialogue_urls,
        internal_secret=settings.internal_secret.get_secret_value(),
        conversation_secret=settings.conversation_secret.get_secret_value(),
        shopper_secret=settings.shopper_token_secret.get_secret_value(),
        clock=SystemClock(settings.time_zone),
        desk_rules=desk_rules_of(settings),
        channels=channels,
        place=Place(var=settings.var_path),
        options=GatewayOptions(
            allowed_origins=settings.allowed_origins,
            trusted_proxies=settings.trusted_proxies,
            messages_per_minute=settings.messages_per_minute,
            message_burst=max(1, settings.messages_per_minute // 2),
            address_messages_per_minute=settings.address_messages_per_minute,
            address_message_burst=max(1, settings.address_messages_per_minute // 2),
            connections=raised_limit(MOST_CONNECTIONS),
            most_memory_mb=MOST_MEMORY_MB,
            metrics_port=settings.metrics_port,
            needs_worker=True,
            serves_demo=not settings.is_production,
            public_url=settings.public_url,
            human_topics=settings.human_topics,
            desk_undo=timedelta(seconds=settings.desk_undo_s),
            reopen_within=timedelta(minutes=settings.reopen_minutes),
            store_name=settings.store_name,
            spelling=spelling_of(settings.locale),
            keep_understandings=timedelta(days=settings.keep_understandings_days),
        ),
        events_key=settings.events_key.get_secret_value(),
        search=search_of(settings.var_path / "encoder"),
        stripe=stripe_account_of(settings),
    )


if __name__ == "__main__":
    main()
