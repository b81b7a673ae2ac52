"""What is checked before Rasa is imported, which takes seconds: a mistake should be told at once."""

from __future__ import annotations

import argparse
import os
import socket
from dataclasses import dataclass, field
from pathlib import Path

from bot.encoder.files import EncoderMissing, Manifest, default_folder
from bot.models import model_in_use

HOST = "127.0.0.1"


# What the gateway and the action server know us by.
SECRET_SETTING = "AISLE_INTERNAL_SECRET"  # noqa: S105  its name


class CannotStart(Exception):
    """Why the dialogue server does not start, in one line."""


@dataclass(frozen=True)
class Options:
    """How to serve: `model` is an existing model file."""

    port: int
    actions_url: str
    secret: str = field(repr=False)
    model: Path


def checked_options(arguments: list[str] | None = None) -> Options:
    """The command line's options; raises CannotStart when model, encoder or port are not there to be used."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="The dialogue server, on loopback.")
    parser.add_argument("--port", type=int, default=5005, help="port on 127.0.0.1")
    parser.add_argument("--actions-url", default="http://127.0.0.1:5055/webhook", help="the action server")
    parser.add_argument("--model", type=Path, default=Path("models"), help="a model file or a folder of them")
    given = parser.parse_args(arguments)
    secret = os.environ.get(SECRET_SETTING, "")
    if not secret:
        raise CannotStart(f"{SECRET_SETTING} is missing: the gateway and the action server know it")
    try:
        Manifest.read(default_folder())
    except EncoderMissing as missing:
        raise CannotStart(str(missing)) from missing
    _check_port(given.port)
    return Options(given.port, given.actions_url, secret, model_file(given.model))


def model_file(path: Path) -> Path:
    """`path` itself, or the model in use of that folder; raises CannotStart."""
    file = path if path.is_file() else model_in_use(path)
    if file is None:
        raise CannotStart(f"no trained model at {path}: run `make train`")
    return file


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotStart(f"port {port} on {HOST} is taken") from error
