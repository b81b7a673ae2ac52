"""The operator's commands. Each raises OperatorError with a line that says what is wrong."""

import shutil
import sys
from datetime import timedelta
from pathlib import Path

from aisle.setting_values import Environment
from aisle.settings import Settings, configured_environment, configured_var_path, load_settings
from aisle.terminal import visible
from ops.database_server import database_server
from ops.errors import OperatorError
from ops.locks import held_when_free
from ops.secrets import ensure_secrets
from ops.steps import Say, run_steps

_TOKEN_LIFETIME = timedelta(hours=12)


def prepared_settings() -> Settings:
    """The settings, after generating what may be generated. Raises SettingsError or OperatorError."""
    development = configured_environment() == Environment.DEVELOPMENT
    var_path = configured_var_path()
    try:
        ensure_secrets(var_path, development=development)
    except OSError as error:
        raise OperatorError(f"cannot write into AISLE_VAR_DIR={var_path}: {error.strerror}") from None
    return load_settings()


async def run(settings: Settings, say: Say) -> None:
    """Set up what is missing and keep everything running until Ctrl-C."""
    from ops.run import run as run_all

    await run_all(settings, say)


async def setup(settings: Settings, say: Say) -> None:
    """Set up what is missing."""
    from ops.setup import set_up

    async with (
        held_when_free(settings.var_path / "setup.lock", "make setup", say),
        database_server(settings, "make setup", say) as server,
    ):
        await set_up(settings, server, say)


async def import_directory(settings: Settings, say: Say, directory: Path, currency: str = "USD") -> None:
    """Import a store from `directory`: JSON Lines, and exports of Shopify or WooCommerce."""
    from commerce.importing.load import ImportRefused, import_store
    from ops.setup import (
        encoder_step,
        export_catalogue_file,
        index_catalogue,
        learn_recommendations,
        schema_steps,
    )

    async with database_server(settings, "make import", say) as server:
        await run_steps([*schema_steps(settings, server), encoder_step(settings)], say)
        try:
            rejects = settings.var_path / "import-rejects.jsonl"
            folders = _folders_to_import(settings, directory, currency, say)
            summaries = [
                await import_store(_url(settings), each, say, rejects_path=rejects) for each in folders
            ]
        except ImportRefused as refused:
            raise OperatorError(str(refused)) from None
        await export_catalogue_file(settings)
        await index_catalogue(settings, say)
        await learn_recommendations(settings, say)
    for line in (line for summary in summaries for line in summary.lines()):
        say(line)


def _folders_to_import(settings: Settings, directory: Path, currency: str, say: Say) -> list[Path]:
    """The folder, and one for each of its exports, as JSON Lines. Raises OperatorError."""
    from commerce.clock import SystemClock
    from commerce.importing.shop_exports import UnknownExport, converted, kind_of

    now, folders = SystemClock(settings.time_zone).now(), []
    try:
        exports = sorted((kind_of(each), each) for each in directory.glob("*.csv"))
        for number, (kind, export) in enumerate(exports, start=1):
            folder = settings.var_path / "import" / str(number)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            count = converted(export, folder, currency, now)
            say(f"{export.name}: {count:,} {kind.name.lower()}; amounts without a currency are {currency}")
            folders.append(folder)
    except UnknownExport as unknown:
        raise OperatorError(f"{directory}: {unknown}") from None
    has_lines = any(directory.glob("*.jsonl"))
    return [*folders, directory] if has_lines or not folders else folders


async def token(settings: Settings, say: Say, customer: str) -> None:
    """Print a shopper token, good for twelve hours, of the customer with this id or e-mail."""
    from commerce.clock import SystemClock
    from connectors.channels.web.tokens import Tokens
    from ops.customer_commands import customer_named
    from ops.store import open_store

    async with open_store(settings, "make token", say) as sessions, sessions() as session:
        found = await customer_named(session, customer)
    tokens = Tokens(
        conversation_secret=settings.conversation_secret.get_secret_value(),
        shopper_secret=settings.shopper_token_secret.get_secret_value(),
        clock=SystemClock(settings.time_zone),
    )
    print(tokens.shopper_token(found, _TOKEN_LIFETIME))


async def db_url(settings: Settings, say: Say) -> None:
    """Print the address of the store's database."""
    from aisle.embedded import data_dir
    from ops.postgres import EmbeddedPostgres

    print(_url(settings))
    if settings.uses_embedded_postgres and not EmbeddedPostgres(data_dir(settings.var_path)).is_ready():
        say("the embedded database runs only while `make run` does")


async def handoffs(settings: Settings, say: Say) -> None:
    """Print the conversations that wait for a person."""
    from commerce.clock import SystemClock
    from commerce.support.handoffs import format_handoff, list_open
    from ops.store import open_store

    async with open_store(settings, "make handoffs", say) as sessions, sessions() as session:
        waiting = await list_open(session, clock=SystemClock(settings.time_zone))
    print(visible("\n\n".join(map(format_handoff, waiting))) or "nobody waits for a person")


def say_on_stdout(text: str) -> None:
    """Tell the operator."""
    print(f"aisle: {visible(text)}", flush=True)


def say_on_stderr(text: str) -> None:
    """Tell the operator, beside a result on stdout."""
    print(f"aisle: {visible(text)}", file=sys.stderr, flush=True)


def _url(settings: Settings) -> str:
    return settings.database_url.get_secret_value()
