"""The dialogue server's log: what happened, never what anybody said."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog
from rasa.utils.common import configure_logging_and_warnings
from structlog.processors import ExceptionRenderer, JSONRenderer, UnicodeDecoder, add_log_level
from structlog.tracebacks import ExceptionDictTransformer

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
    """Log as JSON lines from `level` up, without the variables of a traceback and without message content."""
    configure_logging_and_warnings(level, warn_only_once=True)
    logging.basicConfig(format="%(message)s", level=level)
    structlog.configure(
        processors=[
            add_log_level,
            forget_content,
            UnicodeDecoder(),
            ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


def forget_content(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop what a shopper or the bot said from an entry of the log."""
    for name in _CONTENT & event.keys():
        del event[name]
    return event
