"""The dialogue server's log: what happened, never what anybody said."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog
from rasa.utils.common import configure_logging_and_warnings
from structlog.processors import JSONRenderer, UnicodeDecoder, add_log_level

from bot.failures import described

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# What says who somebody is, wherever a library's own line quotes it.
_PERSONAL = (
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<![\w-])\+?\d(?:[ ().-]{0,2}\d){8,}(?![\w-])"), "[number]"),
)
_LONGEST_LINE = 1_000  # characters: nothing worth knowing is longer, and a conversation is

# The names under which Rasa 3.6.21 logs parts of conversations (its own list of what to anonymise, and more).
_CONTENT = frozenset(
    [
        "text",
        "response_text",
        "user_text",
        "slot_values",
        "parse_data_text",
        "parse_data_entities",
        "prediction_events",
        "tracker_latest_message",
        "prefilled_slots",
        "message",
        "response",
        "slot_candidates",
        "rasa_event",
        "rasa_events",
        "tracker_states",
        "current_states",
        "old_states",
        "successes",
        "current_entity",
        "next_entity",
        "states",
        "entity",
        "token_text",
        "user_message",
        "json_message",
        "placeholder_key",
    ]
)


def configure_logs(level: int = logging.WARNING) -> None:
    """Log as JSON lines from `level` up: of an error its kind and place, of a conversation nothing."""
    configure_logging_and_warnings(level, warn_only_once=True)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    structlog.configure(
        processors=[
            add_log_level,
            forget_content,
            describe_error,
            UnicodeDecoder(),
            JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


class DiscreetFormatter(logging.Formatter):
    """Of an error its kind and place instead of its text; no addresses, and no endless lines."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, masked and cut, then the error."""
        record.exc_text = None  # of another formatter
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the library's name
        """The line without the error."""
        line = super().formatMessage(record)[:_LONGEST_LINE]
        for pattern, name in _PERSONAL:
            line = pattern.sub(name, line)
        return line

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802  the library's name
        """The error's kind and where it came from."""
        return described(ei[1]) if ei[1] is not None else ""


def forget_content(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop what a shopper or the bot said from an entry of the log."""
    for name in _CONTENT & event.keys():
        del event[name]
    return event


def describe_error(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an entry's error by its kind and place: its text may quote a shopper."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = described(error)
    return event
