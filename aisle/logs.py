"""Logging of every process: JSON in production, short lines in development, nothing secret in either."""

import logging
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import Processor

from aisle.masking import mask_event

# These say at INFO what our own lines say better.
_QUIETED = (
    "alembic.runtime",
    "httpcore",
    "httpcore2",
    "httpx",
    "procrastinate",
    "sanic.access",
    "sanic.root",
    "sanic.server",
    "twilio.async_http_client",
)


def configure_logging(process: str, *, json: bool, level: str = "INFO") -> None:
    """Send structlog's and the standard library's lines of this process to stderr, masked.

    `json` chooses one JSON object per line (production) over short lines, coloured on a terminal.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(), structlog.stdlib.add_logger_name],
            processors=_rendering(process, json=json),
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIETED:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _rendering(process: str, *, json: bool) -> list[Processor]:
    def name_process(logger: object, method: str, event: Any) -> Any:
        del logger, method
        event["process"] = process
        return event

    # The traceback becomes text before the masking, so that an exception's message is masked too.
    masked: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        mask_event,
    ]
    if json:
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
        return [*masked, name_process, stamp, structlog.processors.JSONRenderer(default=str)]
    stamp = structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False)
    console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0, pad_level=False)
    return [*masked, stamp, console]


def described(error: BaseException) -> dict[str, Any]:
    """Describe an unexpected error for the log: its kind and where it came from.

    Not its text, which may quote what a shopper wrote.
    """
    frames = traceback.extract_tb(error.__traceback__)
    return {"kind": type(error).__name__, "at": [f"{frame.filename}:{frame.lineno}" for frame in frames[-8:]]}
