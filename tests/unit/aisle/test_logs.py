"""What a process writes to its log."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from aisle.logs import configure_logging


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_production_writes_one_masked_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("gateway", json=True)
    structlog.get_logger("turns").info("turn finished", seconds=0.5, sender="a@b.io")
    line = json.loads(capsys.readouterr().err)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "turn finished",
        "level": "info",
        "process": "gateway",
        "seconds": 0.5,
        "sender": "[e-mail]",
    }


def test_the_standard_librarys_lines_are_masked_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("worker", json=True)
    logging.getLogger("smtplib").warning("refused %s", "a@b.io", extra={"peer": "+14155550100"})
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["peer"], line["logger"]) == ("refused [e-mail]", "[phone]", "smtplib")


def test_an_exception_is_masked_and_shows_no_local_values(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("worker", json=True)
    hidden = "hunter2"
    try:
        raise LookupError(f"nobody has a@b.io ({len(hidden)})")
    except LookupError:
        structlog.get_logger().exception("lookup failed")
    line = json.loads(capsys.readouterr().err)
    assert line["exception"].endswith("LookupError: nobody has [e-mail] (7)")
    assert hidden not in line["exception"]


def test_development_writes_a_short_line_without_colours_into_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging("gateway", json=False)
    structlog.get_logger().warning("slow turn", seconds=3)
    line = capsys.readouterr().err
    assert line.rstrip().endswith("[warning] slow turn seconds=3")
    assert "\x1b" not in line


def test_chatty_libraries_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("gateway", json=False)
    logging.getLogger("httpx").info("HTTP Request: GET http://127.0.0.1")
    assert not capsys.readouterr().err
