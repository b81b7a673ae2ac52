"""Traces of turns through all processes, by OpenTelemetry; none are made until a setting says where they go.

A shopper's message is a trace, and its id the trace's. So whoever knows the message adds to the same trace,
as a worker does that delivers its answer a day later, and a line of the log leads to it. Spans name stages
and actions, never what anybody said.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from opentelemetry.context import Context
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    StatusCode,
    TraceFlags,
    Tracer,
    get_current_span,
    set_span_in_context,
    use_span,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

PARENT_HEADER = "traceparent"  # W3C Trace Context
_LOW_64 = 2**64 - 1
_SAMPLED = TraceFlags(TraceFlags.SAMPLED)

_tracers: list[Tracer] = []  # the process's one, once it is configured
# The message whose own span is being made: its ids are the message's.
message_in_making: ContextVar[UUID | None] = ContextVar("message_in_making", default=None)


def configure_tracing(process: str, url: str) -> None:
    """Send this process's spans to the collector at `url`, by OTLP over HTTP; nothing where that is empty."""
    if url:
        from aisle.trace_export import tracer_to  # noqa: PLC0415  0.1 s that most do without

        trace_by(tracer_to(process, url))


def trace_by(tracer: Tracer | None) -> None:
    """Make spans by `tracer` from now on; None: make none."""
    _tracers[:] = [] if tracer is None else [tracer]


def is_tracing() -> bool:
    """Whether spans are made at all."""
    return bool(_tracers)


@contextmanager
def message_span(message_id: UUID, began: datetime, **attributes: str) -> Iterator[None]:
    """Be the whole of a message's turn, from `began`, when it was stored."""
    if not _tracers:
        yield
        return
    token = message_in_making.set(message_id)
    try:
        whole = _tracers[0].start_span("message", Context(), start_time=_ns(began), attributes=attributes)
    finally:
        message_in_making.reset(token)
    with _within(whole):
        yield


def span(name: str) -> AbstractContextManager[Any]:
    """Be a part of what is traced here, if anything is."""
    if not _tracers or not get_current_span().get_span_context().is_valid:
        return nullcontext()
    return _within(_tracers[0].start_span(name))


def note_part(name: str, message_id: UUID, began: datetime) -> None:
    """Note what was done for a message from `began` to now, before its turn."""
    if _tracers:
        _tracers[0].start_span(name, _context_of(message_id), start_time=_ns(began)).end()


def part_of_message(name: str, message_id: UUID) -> AbstractContextManager[Any]:
    """Be a part of a message's trace, whichever process has the rest of it."""
    if not _tracers:
        return nullcontext()
    return _within(_tracers[0].start_span(name, _context_of(message_id)))


def part_of_caller(name: str, headers: Mapping[str, str]) -> AbstractContextManager[Any]:
    """Be a part of the trace that a caller's headers name, if they do."""
    if not _tracers or PARENT_HEADER not in headers:
        return nullcontext()
    caller = TraceContextTextMapPropagator().extract({PARENT_HEADER: headers[PARENT_HEADER]}, Context())
    return _within(_tracers[0].start_span(name, caller))


def carried() -> dict[str, str]:
    """Tell, as headers, the process that is asked of which span it is a part; empty where there is none."""
    headers: dict[str, str] = {}
    if _tracers:
        TraceContextTextMapPropagator().inject(headers)
    return {name: value for name, value in headers.items() if name == PARENT_HEADER}


def span_id_of(message_id: UUID) -> int:
    """The id of a message's own span."""
    return message_id.int & _LOW_64


@contextmanager
def _within(part: Span) -> Iterator[None]:
    """Be within a span to its end. Of an error that there was one, not its text: it may quote a shopper."""
    with use_span(part, end_on_exit=True, record_exception=False, set_status_on_exception=False):
        try:
            yield
        except BaseException:
            part.set_status(StatusCode.ERROR)
            raise


def _context_of(message_id: UUID) -> Context:
    own = SpanContext(message_id.int, span_id_of(message_id), is_remote=True, trace_flags=_SAMPLED)
    return set_span_in_context(NonRecordingSpan(own), Context())


def _ns(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000) * 1_000
