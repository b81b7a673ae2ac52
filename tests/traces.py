"""What this process would tell a collector of traces, kept in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from aisle.trace_export import tracer_by
from aisle.tracing import trace_by


@contextmanager
def traced() -> Iterator[InMemorySpanExporter]:
    """The spans that are made while the block lasts."""
    exporter = InMemorySpanExporter()
    trace_by(tracer_by("test", SimpleSpanProcessor(exporter)))
    try:
        yield exporter
    finally:
        trace_by(None)


def found(made: InMemorySpanExporter) -> dict[str, tuple[int, int | None]]:
    """The trace and the parent of each span, by name."""
    spans = made.get_finished_spans()
    return {each.name: (each.context.trace_id, each.parent and each.parent.span_id) for each in spans}
