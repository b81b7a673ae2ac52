"""The operator's commands as processes: what they say when they cannot go on."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from aisle.settings import ROOT, setting_names
from commerce.gift_cards.codes import code_in
from ops.locks import held


@pytest.fixture
def environment(empty_var_dir: Path) -> dict[str, str]:
    configured = set(setting_names().values())
    clean = {name: value for name, value in os.environ.items() if name not in configured}
    return clean | {"AISLE_VAR_DIR": str(empty_var_dir)}


def ops(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ops", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_taken_port_is_said_before_anything_is_started(
    environment: dict[str, str], empty_var_dir: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        ran = ops(environment | {"AISLE_PORT": str(port)}, "run")
    assert ran.returncode == 1
    assert ran.stderr == (
        f"aisle: port {port} is taken: stop what listens there, or set AISLE_PORT to a free port\n"
    )
    assert not (empty_var_dir / "postgres").exists()


def test_a_second_run_says_that_one_is_running(environment: dict[str, str], empty_var_dir: Path) -> None:
    with held(empty_var_dir / "run.lock", "make run"):
        ran = ops(environment | {"AISLE_PORT": "8099"}, "run")
    assert ran.returncode == 1
    assert (
        ran.stderr == f"aisle: already running here: make run (pid {os.getpid()}), http://127.0.0.1:8099/\n"
    )


def test_production_without_secrets_is_refused(environment: dict[str, str]) -> None:
    ran = ops(environment | {"AISLE_ENV": "production"}, "run")
    assert ran.returncode == 1
    assert ran.stderr == (
        "aisle: AISLE_SHOPPER_TOKEN_SECRET is missing: production needs your own; "
        "AISLE_CONVERSATION_SECRET is missing: production needs your own\n"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"AISLE_TWILIO_NUMBER": "+14155550100"}, "AISLE_TWILIO_ACCOUNT_SID is missing"),
        ({"AISLE_TWILIO_ACCOUNT_SID": "AC" + "1" * 32}, "AISLE_TWILIO_AUTH_TOKEN is missing"),
        ({"AISLE_SLACK_BOT_TOKEN": "xoxb-1"}, "AISLE_SLACK_"),
        ({"AISLE_SLACK_TEAM": "T1"}, "AISLE_SLACK_BOT_TOKEN"),
    ],
)
def test_half_of_a_channel_is_said_before_anything_is_started(
    environment: dict[str, str], empty_var_dir: Path, given: dict[str, str], said: str
) -> None:
    ran = ops(environment | given, "run")
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"aisle: {said}")
    assert ran.stderr.count("\n") == 1
    assert not (empty_var_dir / "postgres").exists()


def test_an_unreachable_database_is_one_clear_line(environment: dict[str, str]) -> None:
    ran = ops(environment | {"DATABASE_URL": "postgresql://u:hunter2@127.0.0.1:1/shop"}, "setup")
    assert ran.returncode == 1
    assert ran.stderr.startswith("aisle: DATABASE_URL is set to a database that does not answer: ")
    assert ran.stderr.count("\n") == 1
    assert "hunter2" not in ran.stderr + ran.stdout


def test_a_folder_that_cannot_be_written_is_named(environment: dict[str, str], empty_var_dir: Path) -> None:
    (empty_var_dir / "file").touch()
    ran = ops(environment | {"AISLE_VAR_DIR": str(empty_var_dir / "file")}, "setup")
    assert ran.returncode == 1
    assert ran.stderr == f"aisle: cannot write into AISLE_VAR_DIR={empty_var_dir}/file: File exists\n"


def test_the_address_of_the_database_is_printed_alone(environment: dict[str, str]) -> None:
    ran = ops(environment, "db-url")
    assert ran.returncode == 0
    assert ran.stdout.startswith("postgresql://aisle:")
    assert ran.stdout.count("\n") == 1
    assert ran.stderr == "aisle: the embedded database runs only while `make run` does\n"


@pytest.fixture
def environment_of_a_store(environment: dict[str, str], var_dir: Path) -> dict[str, str]:
    """With a database that has its tables."""
    migrate = (
        "import asyncio; from ops.commands import *; from ops.setup import schema_steps\n"
        "async def main():\n"
        "    settings = prepared_settings()\n"
        "    async with database_server(settings, 'a test', print) as server:\n"
        "        await run_steps(schema_steps(settings, server), print)\n"
        "asyncio.run(main())"
    )
    subprocess.run([sys.executable, "-c", migrate], cwd=ROOT, env=environment, check=True)
    return environment


def test_a_gift_card_is_issued_and_its_code_printed_alone(environment_of_a_store: dict[str, str]) -> None:
    ran = ops(environment_of_a_store, "gift-card", "25.00", "--country", "US")
    assert (ran.returncode, ran.stdout.strip()) == (0, code_in(ran.stdout)), ran.stderr
    assert "a gift card of $25.00" in ran.stderr


@pytest.mark.parametrize("amount", ["0", "10.001", "much", "99999"])
def test_a_gift_card_of_no_such_amount_is_refused(environment: dict[str, str], amount: str) -> None:
    ran = ops(environment, "gift-card", amount)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)


def test_an_unknown_customer_gets_no_token(environment_of_a_store: dict[str, str]) -> None:
    ran = ops(environment_of_a_store, "token", "nobody@example.com")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "aisle: no customer has the id or e-mail 'nobody@example.com'\n"


def test_a_command_that_waits_for_the_database_can_be_interrupted(
    environment: dict[str, str], empty_var_dir: Path
) -> None:
    # Whoever starts the tests in the background has them ignore interrupts, and what they start as well.
    waiting = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from ops.__main__ import main; sys.exit(main(['import', '/nowhere']))"
    )
    command = [sys.executable, "-c", waiting]
    with (
        held(empty_var_dir / "postgres.lock", "another"),
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process,
    ):
        assert process.stdout is not None
        assert process.stdout.readline().startswith("aisle: waiting for another (pid ")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,label\nhi,greet\n", "messages.csv, line 1: no column 'intent'; it needs text and intent"),
        (None, "messages.csv: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_scored_is_refused_in_one_line(
    environment: dict[str, str], empty_var_dir: Path, content: str | None, said: str
) -> None:
    file = empty_var_dir / "messages.csv"
    if content is not None:
        file.write_text(content)
    ran = ops(environment, "evaluate", str(file))
    assert ran.returncode == 1
    assert ran.stderr == f"aisle: {empty_var_dir}/{said}\n"
