"""Aisle's processes: how each is started and asked whether it works."""

import os
import sys

import httpx

from aisle.settings import ROOT, Settings
from ops.process import Probe, ProcessSpec, always
from ops.training import MODELS
from training.rasa import environment_without_secrets, rasa_environment

_RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
_ANSWER_WITHIN_S = 5.0
_UNBUFFERED = {"PYTHONUNBUFFERED": "1"}


def process_specs(settings: Settings, client: httpx.AsyncClient) -> list[ProcessSpec]:
    """All but PostgreSQL, in the order in which they are started; they are stopped in the reverse."""
    actions = f"http://127.0.0.1:{settings.actions_port}/health"
    gateway = f"http://{reachable_host(settings)}:{settings.port}"
    return [
        *(_dialogue_server(settings, port, client) for port in settings.dialogue_ports),
        _python("actions", is_ready=_answers(client, actions), is_well=_answers(client, actions)),
        _python("worker"),
        _python(
            "gateway",
            module="connectors",
            is_ready=_answers(client, f"{gateway}/readyz"),
            is_well=_answers(client, f"{gateway}/healthz"),
        ),
    ]


def reachable_host(settings: Settings) -> str:
    """The gateway's host as this machine reaches it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _python(
    name: str, *, module: str | None = None, is_ready: Probe = always, is_well: Probe = always
) -> ProcessSpec:
    return ProcessSpec(
        name,
        [sys.executable, "-m", module or name],
        environment={**os.environ, **_UNBUFFERED},
        folder=ROOT,
        is_ready=is_ready,
        is_well=is_well,
    )


def _dialogue_server(settings: Settings, port: int, client: httpx.AsyncClient) -> ProcessSpec:
    answers = _answers(client, f"http://127.0.0.1:{port}/")
    options = ["--port", str(port), "--actions-url", settings.actions_url, "--model", str(MODELS)]
    return ProcessSpec(
        "dialogue" if settings.dialogue_servers == 1 else f"dialogue-{port}",
        [str(_RASA_PYTHON), "-m", "bot", *options],
        environment={
            **environment_without_secrets(),
            **rasa_environment(settings),
            **_UNBUFFERED,
            "TRACKER_DATABASE_URL": settings.tracker_database_url.get_secret_value(),
            "AISLE_INTERNAL_SECRET": settings.internal_secret.get_secret_value(),
        },
        folder=ROOT,
        is_ready=answers,
        is_well=answers,
    )


def _answers(client: httpx.AsyncClient, url: str) -> Probe:
    async def probe() -> bool:
        try:
            return (await client.get(url, timeout=_ANSWER_WITHIN_S)).is_success
        except httpx.TransportError:
            return False

    return probe
