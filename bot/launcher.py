"""Starts Rasa 3.6.21 with our patches: our channel alone on loopback, without Rasa's HTTP API."""

from __future__ import annotations

import os
import sys
from asyncio import AbstractEventLoop

import rasa.core.run
import rasa.utils.tensorflow.environment
import sqlalchemy.exc
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from bot.action_endpoint import ActionEndpoint
from bot.logs import configure_logs
from bot.patches import WrongRasaVersion, apply_patches
from bot.preflight import HOST, CannotStart, Options
from bot.tracing import TRACER
from bot.tracker_store import BoundedTrackerStore


def serve(options: Options) -> None:
    """Serves until a signal stops it; raises CannotStart."""
    configure_logs()
    rasa.utils.tensorflow.environment.setup_tf_environment()
    try:
        apply_patches()
    except WrongRasaVersion as wrong:
        raise CannotStart(str(wrong)) from wrong
    actions = ActionEndpoint(options.actions_url, {"Authorization": f"Bearer {options.secret}"})
    endpoints = AvailableEndpoints(action=actions, tracker_store=_tracker_store())
    rasa.core.run.serve_application(
        str(options.model),
        channel="bot.channel.TurnChannel",
        interface=HOST,
        port=options.port,
        enable_api=False,
        endpoints=endpoints,
        server_listeners=[(_warm_up, "after_server_start"), (_close, "after_server_stop")],
    )


def _tracker_store() -> BoundedTrackerStore:
    try:
        return BoundedTrackerStore()
    except sqlalchemy.exc.SQLAlchemyError as error:
        reason = type(getattr(error, "orig", error)).__name__
        raise CannotStart(
            f"the tracker database cannot be used ({reason}): see TRACKER_DATABASE_URL"
        ) from error


async def _warm_up(app: Sanic, _: AbstractEventLoop) -> None:
    """The first parse costs 0.4 s; a model that did not load would answer every message with nothing."""
    agent = getattr(app.ctx, "agent", None)
    if agent is None or not agent.is_ready():
        print("dialogue server: the model could not be loaded, see above", file=sys.stderr)  # noqa: T201
        os._exit(1)
    await agent.parse_message("where is my order?")
    TRACER.start()


async def _close(app: Sanic, _: AbstractEventLoop) -> None:
    await TRACER.close()
    await app.ctx.agent.tracker_store.close()
    if isinstance(app.ctx.agent.action_endpoint, ActionEndpoint):
        await app.ctx.agent.action_endpoint.close()
