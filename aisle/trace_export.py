"""What makes spans and sends them: OpenTelemetry's SDK, loaded only where traces are on."""

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import Tracer

from aisle.tracing import message_in_making, span_id_of


class MessageIds(RandomIdGenerator):
    """Random ids, but for a message's own span: its ids are made of the message's."""

    def generate_trace_id(self) -> int:
        """A message's id is its trace's."""
        message_id = message_in_making.get()
        return super().generate_trace_id() if message_id is None else message_id.int

    def generate_span_id(self) -> int:
        """One that every process knows, where it is the message's own."""
        message_id = message_in_making.get()
        return super().generate_span_id() if message_id is None else span_id_of(message_id)


def tracer_to(process: str, url: str) -> Tracer:
    """Make what sends this process's spans to the collector at `url`, in the background."""
    return tracer_by(process, BatchSpanProcessor(OTLPSpanExporter(f"{url.rstrip('/')}/v1/traces")))


def tracer_by(process: str, processor: SpanProcessor) -> Tracer:
    """Make what gives this process's spans to `processor`."""
    resource = Resource.create({"service.name": f"aisle-{process}"})
    provider = TracerProvider(resource=resource, id_generator=MessageIds())
    provider.add_span_processor(processor)
    return provider.get_tracer("aisle")
