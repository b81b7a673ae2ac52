"""The log says what happened, and nothing of what was said."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

EMAIL, PHONE = "jane@example.com", "+1 303 555 0134"


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The handlers of the test run are put back, unclosed."""
    before = logging.root.handlers[:]
    yield
    logging.root.handlers[:] = before


def configure() -> None:
    logging.root.handlers[:] = []
    logs.configure_logs()


def test_what_was_said_is_dropped() -> None:
    entry = logs.forget_content(None, "error", {"event": "e", "text": "my e-mail is a@b.c", "level": "error"})
    assert entry == {"event": "e", "level": "error"}


@pytest.mark.parametrize("logger", [structlog.get_logger(), logging.getLogger("rasa.core.processor")])
def test_an_error_is_told_by_its_kind_and_place_alone(logger, capfd: pytest.CaptureFixture[str]) -> None:
    configure()
    try:
        try:
            raise ValueError(f"500, body='{EMAIL}'")
        except ValueError as cause:
            raise KeyError(f"jane doe of {EMAIL}") from cause
    except KeyError:
        logger.exception("went wrong")
    written = capfd.readouterr().err
    assert "went wrong" in written
    assert "KeyError at " in written
    assert "test_logs.py:" in written
    assert EMAIL not in written
    assert "doe" not in written


def test_a_line_of_a_library_is_masked_and_cut(capfd: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger("rasa").error("cannot reach %s at %s: %s", EMAIL, PHONE, "x." * 2_500)
    written = capfd.readouterr().err
    assert "cannot reach [e-mail] at [number]: x.x." in written
    assert len(written) < 1_100


def test_an_entry_is_one_line_of_json_behind_its_level(capfd: pytest.CaptureFixture[str]) -> None:
    configure()
    structlog.get_logger("rasa.x").error("went wrong", response=EMAIL, sender="c1")
    line = capfd.readouterr().err
    assert line.startswith("ERROR ")
    assert json.loads(line[line.index("{") :]) == {"event": "went wrong", "level": "error", "sender": "c1"}
