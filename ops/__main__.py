"""`python -m ops <command>`: what the Makefile's targets call."""

import argparse
import asyncio
import errno
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path

import psycopg

from aisle.masking import mask_text
from aisle.settings import Settings, SettingsError
from ops import (
    commands,
    customer_commands,
    delivery_commands,
    figure_commands,
    finding_commands,
    gift_card_commands,
    journey_commands,
    model_commands,
    nlu_commands,
    staff_commands,
)
from ops.backup import commands as backup_commands
from ops.errors import OperatorError
from ops.steps import Say

_OWN = {"command", "run", "say"}  # the rest are the command's arguments
Command = Callable[[Settings, Say], Coroutine[None, None, None]]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it succeeded, else 1 after one line that says why."""
    options = _parser().parse_args(arguments)
    try:
        settings = commands.prepared_settings()
        asyncio.run(_command(options)(settings, options.say))
    except (OperatorError, SettingsError) as error:
        commands.say_on_stderr(str(error))
    except psycopg.OperationalError as error:
        commands.say_on_stderr(f"the database does not answer: {mask_text(' '.join(str(error).split()))}")
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EACCES, errno.EROFS}:
            raise
        commands.say_on_stderr(f"{error.strerror}: {error.filename or 'writing a file'}")
    except KeyboardInterrupt:
        return 130
    else:
        return 0
    return 1


def _what_to_evaluate(evaluate: argparse.ArgumentParser) -> None:
    evaluate.add_argument("file", type=Path, nargs="?")
    evaluate.add_argument("--strangers", type=Path, help="a folder of files that say which intents serve")
    evaluate.add_argument("--generalisation", action="store_true", help="learn from less as well")


def _what_card(issue: argparse.ArgumentParser) -> None:
    issue.add_argument("amount", help="such as 25.00")
    issue.add_argument("--currency", default="USD")
    issue.add_argument("--country", default="", help="whose rules say when it expires, such as US")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ops")
    adding = parser.add_subparsers(dest="command", required=True, metavar="command")

    def add(
        name: str, command: Callable[..., Coroutine[None, None, None]], say: Say
    ) -> argparse.ArgumentParser:
        added = adding.add_parser(name, help=command.__doc__)
        added.set_defaults(run=command, say=say)
        return added

    add("run", commands.run, commands.say_on_stdout)
    add("setup", commands.setup, commands.say_on_stdout)
    add("train", model_commands.train, commands.say_on_stdout)
    promote = add("promote", model_commands.promote, commands.say_on_stdout)
    promote.add_argument("model", nargs="?", default="", help="its name; the newest without one")
    add("rollback", model_commands.roll_back, commands.say_on_stdout)
    add("flows", nlu_commands.flows, commands.say_on_stdout)
    add("invented", nlu_commands.invented, commands.say_on_stdout)
    _what_to_evaluate(add("evaluate", nlu_commands.evaluate, commands.say_on_stderr))
    benchmark = add("benchmark-nlu", nlu_commands.benchmark_nlu, commands.say_on_stderr)
    benchmark.add_argument("directory", type=Path)
    benchmark.add_argument("--ten", action="store_true", help="ten sentences an intent")
    benchmark.add_argument("--with-default", action="store_true", help="Rasa's default pipeline beside it")
    inbox = add("nlu-inbox", nlu_commands.nlu_inbox, commands.say_on_stderr)
    inbox.add_argument("count", type=int, nargs="?", default=50, help="at most so many (default 50)")
    recommendations = add(
        "evaluate-recommendations", finding_commands.evaluate_recommendations, commands.say_on_stderr
    )
    recommendations.add_argument("file", type=Path)
    importing = add("import", commands.import_directory, commands.say_on_stdout)
    importing.add_argument("directory", type=Path)
    importing.add_argument("--currency", default="USD", help="of product exports, which do not say it")
    add("token", commands.token, commands.say_on_stderr).add_argument("customer", help="id or e-mail")
    staff = add("staff", staff_commands.staff, commands.say_on_stderr)
    staff.add_argument("email")
    staff.add_argument("role", help="agent, lead, trainer or operator; none lets them out")
    add("db-url", commands.db_url, commands.say_on_stderr)
    add("backup", backup_commands.backup, commands.say_on_stderr)
    restoring = add("restore", backup_commands.restore_backup, commands.say_on_stderr)
    restoring.add_argument("file", type=Path)
    restoring.add_argument("--identity", type=Path, help="the file that holds what opens it")
    add("handoffs", commands.handoffs, commands.say_on_stderr)
    add("undelivered", delivery_commands.undelivered, commands.say_on_stderr)
    add("redeliver", delivery_commands.redeliver, commands.say_on_stderr).add_argument(
        "delivery", help="id, or all"
    )
    _what_card(add("gift-card", gift_card_commands.issue_gift_card, commands.say_on_stderr))
    add("export-customer", customer_commands.export_customer, commands.say_on_stderr).add_argument(
        "customer", help="id or e-mail"
    )
    counting = add("figures", figure_commands.figures, commands.say_on_stdout)
    counting.add_argument("--first", default="", help="count from this day on, whatever was counted")
    counting.add_argument("--last", default="", help="up to this day (default: the first alone)")
    simulate = add("journeys-simulate", journey_commands.simulate_journeys, commands.say_on_stderr)
    simulate.add_argument("--customers", type=int, default=1_000)
    simulate.add_argument("--days", type=int, default=30)
    simulate.add_argument("--seed", type=int, default=1)
    erase = add("erase-customer", customer_commands.erase_customer, commands.say_on_stderr)
    erase.add_argument("customer", help="id or e-mail")
    erase.add_argument("--confirm", default="", help="yes, once you have seen what goes")
    return parser


def _command(options: argparse.Namespace) -> Command:
    values = {name: value for name, value in vars(options).items() if name not in _OWN}
    return partial(options.run, **values)


if __name__ == "__main__":
    sys.exit(main())
