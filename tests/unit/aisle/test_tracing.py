"""A message is a trace; other processes add to it by what they know."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from aisle.tracing import (
    PARENT_HEADER,
    carried,
    configure_tracing,
    is_tracing,
    message_span,
    note_part,
    part_of_caller,
    part_of_message,
    span,
    span_id_of,
    trace_by,
)
from tests.fakes.collector import running_collector
from tests.traces import found, traced

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def made() -> Iterator[InMemorySpanExporter]:
    with traced() as exporter:
        yield exporter


def test_a_message_is_a_trace_and_its_id_the_traces(made: InMemorySpanExporter) -> None:
    message = uuid4()
    note_part("take", message, NOON)
    with message_span(message, NOON, channel="web"), span("dialogue"):
        headers = carried()
    with part_of_caller("action", headers):
        pass
    with part_of_message("deliver", message):
        pass
    spans = found(made)
    assert {trace for trace, _ in spans.values()} == {message.int}
    assert spans["message"] == (message.int, None)
    for name in ("take", "dialogue", "deliver"):
        assert spans[name] == (message.int, span_id_of(message))
    (dialogue,) = [each for each in made.get_finished_spans() if each.name == "dialogue"]
    assert spans["action"] == (message.int, dialogue.context.span_id)
    (whole,) = [each for each in made.get_finished_spans() if each.name == "message"]
    assert (whole.context.span_id, whole.start_time) == (span_id_of(message), NOON.timestamp() * 10**9)


def test_each_message_has_its_own_trace(made: InMemorySpanExporter) -> None:
    first, second = uuid4(), uuid4()
    with message_span(first, NOON), span("a"):
        pass
    with message_span(second, NOON), span("b"):
        pass
    assert {found(made)["a"][0], found(made)["b"][0]} == {first.int, second.int}


def test_outside_of_a_trace_nothing_is_made(made: InMemorySpanExporter) -> None:
    with span("a"), part_of_caller("b", {}), part_of_caller("c", {"other": "x"}):
        assert carried() == {}
    assert found(made) == {}


@pytest.mark.parametrize("header", ["", "x", "00-0-0-00", f"00-{'0' * 32}-{'0' * 16}-01", "é" * 99])
def test_a_callers_odd_header_breaks_nothing(made: InMemorySpanExporter, header: str) -> None:
    with part_of_caller("a", {PARENT_HEADER: header}):
        pass
    assert found(made)["a"][1] is None


def test_what_breaks_is_marked_and_not_quoted(made: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="ada@"), message_span(uuid4(), NOON), span("dialogue"):
        raise ValueError("ada@example.com")
    for each in made.get_finished_spans():
        assert not each.status.is_ok
        assert "ada@" not in each.to_json()


def test_it_is_off_by_default() -> None:
    configure_tracing("test", "")
    assert not is_tracing()
    with message_span(uuid4(), NOON), span("dialogue"):
        assert carried() == {}


def test_a_collector_gets_it() -> None:
    message = uuid4()
    with running_collector() as collector:
        configure_tracing("test", collector.url)
        try:
            with message_span(message, NOON):
                pass
            from aisle.tracing import _tracers

            _tracers[0].span_processor.force_flush()  # type: ignore[attr-defined]
        finally:
            trace_by(None)
    assert [(each.service, each.name) for each in collector.of(message.hex)] == [("aisle-test", "message")]
