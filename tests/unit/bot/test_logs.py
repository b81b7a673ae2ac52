"""The log says what happened, and nothing of what was said."""

import json
import logging

import pytest
import structlog

from bot import logs


def test_what_was_said_is_dropped() -> None:
    entry = logs.forget_content(None, "error", {"event": "e", "text": "my e-mail is a@b.c", "level": "error"})
    assert entry == {"event": "e", "level": "error"}


def test_a_traceback_names_no_variables(capfd: pytest.CaptureFixture[str]) -> None:
    for handler in logging.root.handlers[:]:
        logging.root.removeHandler(handler)
    logs.configure_logs()
    email = "jane@example.com"
    try:
        raise KeyError(len(email))
    except KeyError:
        structlog.get_logger().exception("went wrong", response=email)
    written = capfd.readouterr().err
    assert json.loads(written)["event"] == "went wrong"
    assert "KeyError" in written
    assert email not in written
