"""`make run`: everything under one supervisor, until Ctrl-C."""

import asyncio
import signal
import sys
import time
from contextlib import ExitStack

import httpx

from aisle.embedded import data_dir
from aisle.settings import ROOT, Settings
from connectors.channels.sms.line import sms_line_of
from ops.database_server import RUN, postgres_spec, server_lock
from ops.errors import OperatorError
from ops.locks import LockHeld, held, take_when_free
from ops.ports import check_free, claims_of
from ops.postgres import EmbeddedPostgres
from ops.processes import process_specs, reachable_host
from ops.setup import is_set_up
from ops.steps import Say
from ops.supervisor import Supervisor
from worker.mail import mailer_of


async def run(settings: Settings, say: Say) -> None:
    """Set up what is missing, start everything, and keep it running.

    Raises OperatorError, and SettingsError for half of a channel's settings.
    """
    check_before_start(settings)
    address = f"http://{reachable_host(settings)}:{settings.port}/"
    with ExitStack() as locks:
        try:
            locks.enter_context(held(settings.var_path / "run.lock", RUN))
        except LockHeld as other:
            raise OperatorError(f"already running here: {other.holder}, {address}") from None
        check_free(claims_of(settings))
        stopped = _on_stop_signals()
        supervisor = Supervisor(settings.var_path / "log", say)
        async with httpx.AsyncClient(trust_env=False) as client:
            working = asyncio.create_task(_work(settings, supervisor, locks, client, say))
            try:
                await _either(working, stopped)
            finally:
                say("stopping ...")
                began = time.monotonic()
                await supervisor.stop()
                say(f"stopped in {time.monotonic() - began:.1f} s")


def check_before_start(settings: Settings) -> None:
    """Refuse what no process could work with, before any is started. Raises SettingsError."""
    mailer_of(settings)
    sms_line_of(settings)
    secrets = (settings.slack_bot_token, settings.slack_signing_secret, settings.slack_app_token)
    if settings.slack_team or any(each.get_secret_value() for each in secrets):
        from connectors.channels.slack.setup import slack_app_of  # what it imports takes a while

        slack_app_of(settings)


async def _either(working: asyncio.Task[None], stopped: asyncio.Event) -> None:
    """Return when `stopped`, unless the work fails before."""
    ending = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            await working
    finally:
        ending.cancel()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def _work(
    settings: Settings, supervisor: Supervisor, locks: ExitStack, client: httpx.AsyncClient, say: Say
) -> None:
    began = time.monotonic()
    server = await _start_postgres(settings, supervisor, locks, say)
    if not await is_set_up(settings, server):
        await _set_up_aside()
    await supervisor.start(process_specs(settings, client))
    say(
        f"ready in {time.monotonic() - began:.1f} s; logs are in {settings.var_path / 'log'}, Ctrl-C stops it"
    )
    say(f"open http://{reachable_host(settings)}:{settings.port}/")
    await supervisor.keep()


async def _start_postgres(
    settings: Settings, supervisor: Supervisor, locks: ExitStack, say: Say
) -> EmbeddedPostgres | None:
    if not settings.uses_embedded_postgres:
        return None
    await take_when_free(locks, server_lock(settings.var_path), RUN, say)
    server = EmbeddedPostgres(data_dir(settings.var_path))
    await supervisor.start([postgres_spec(server)])
    return server


async def _set_up_aside() -> None:
    """Run the set-up in a process of its own, so that what it loads is gone when it is done."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "ops", "setup", cwd=ROOT)
    try:
        code = await process.wait()
    except asyncio.CancelledError:
        if process.returncode is None:
            process.terminate()
            await process.wait()
        raise
    if code != 0:
        raise OperatorError("the set-up did not finish; what is wrong is said above")


def _on_stop_signals() -> asyncio.Event:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped
