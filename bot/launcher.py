"""Starts Rasa 3.6.21 with our patches: REST channel and HTTP API on loopback."""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
from asyncio import AbstractEventLoop
from pathlib import Path

import rasa.core.run
import rasa.utils.common
import rasa.utils.log_utils
import rasa.utils.tensorflow.environment
import sqlalchemy.exc
from rasa.core.utils import AvailableEndpoints
from rasa.model import get_latest_model
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic

from bot.encoder.files import EncoderMissing, Manifest, default_folder
from bot.patches import WrongRasaVersion, apply_patches
from bot.tracker_store import BoundedTrackerStore

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
NOT_STARTED = 1


class CannotStart(Exception):
    """Why the dialogue server does not start, in one line."""


def main(arguments: list[str] | None = None) -> int:
    """Serves until a signal stops it; 1 with one line on stderr when it cannot start."""
    options = _options(arguments)
    rasa.utils.common.configure_logging_and_warnings(logging.WARNING, warn_only_once=True)
    rasa.utils.log_utils.configure_structlog(logging.WARNING)
    try:
        _serve(options)
    except (CannotStart, EncoderMissing, WrongRasaVersion) as problem:
        print(f"dialogue server: {problem}", file=sys.stderr)  # noqa: T201  the operator's one line
        return NOT_STARTED
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument("--port", type=int, default=5005, help="port on 127.0.0.1")
    parser.add_argument("--actions-url", default="http://127.0.0.1:5055/webhook", help="the action server")
    parser.add_argument(
        "--model", type=Path, default=Path("models"), help="a model file, or a folder of them"
    )
    return parser.parse_args(arguments)


def _serve(options: argparse.Namespace) -> None:
    model = get_latest_model(str(options.model)) if options.model.is_dir() else str(options.model)
    if not model or not Path(model).is_file():
        raise CannotStart(f"no trained model at {options.model}: run `make train`")
    Manifest.read(default_folder())
    _check_port(options.port)
    apply_patches()
    rasa.utils.tensorflow.environment.setup_tf_environment()
    endpoints = AvailableEndpoints(action=EndpointConfig(options.actions_url), tracker_store=_tracker_store())
    rasa.core.run.serve_application(
        model,
        channel="bot.channel.TurnChannel",
        interface=HOST,
        port=options.port,
        endpoints=endpoints,
        server_listeners=[(_warm_up, "after_server_start"), (_close, "after_server_stop")],
    )


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotStart(f"port {port} on {HOST} is taken") from error


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
        os._exit(NOT_STARTED)
    await agent.parse_message("where is my order?")
    logger.info("dialogue server is ready")


async def _close(app: Sanic, _: AbstractEventLoop) -> None:
    await app.ctx.agent.tracker_store.close()
