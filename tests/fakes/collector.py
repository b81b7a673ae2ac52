"""A collector of traces on loopback: takes OTLP over HTTP, as protobuf and as JSON."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Span:
    """What a process told: ids are hexadecimal, `parent` is empty for the first of a trace."""

    service: str
    name: str
    trace: str
    id: str
    parent: str


@dataclass
class Collector:
    """What has come."""

    url: str = ""
    spans: list[Span] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)  # the statuses of the next requests

    def of(self, trace: str) -> list[Span]:
        """The spans of a trace."""
        return [each for each in self.spans if each.trace == trace]


@contextmanager
def running_collector() -> Iterator[Collector]:
    """A collector that is there while the block lasts."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            status = collector.refusals.pop(0) if collector.refusals else 200
            if status == 200:
                assert self.path == "/v1/traces"
                is_json = self.headers["content-type"].startswith("application/json")
                collector.spans += _of_json(json.loads(body)) if is_json else _of_protobuf(body)
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    collector.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _of_protobuf(body: bytes) -> Iterator[Span]:
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        named = {each.key: each.value.string_value for each in resource.resource.attributes}
        for scope in resource.scope_spans:
            for each in scope.spans:
                ids = each.trace_id.hex(), each.span_id.hex(), each.parent_span_id.hex()
                yield Span(named["service.name"], each.name, *ids)


def _of_json(body: dict[str, Any]) -> Iterator[Span]:
    for resource in body["resourceSpans"]:
        named = {each["key"]: each["value"]["stringValue"] for each in resource["resource"]["attributes"]}
        for scope in resource["scopeSpans"]:
            for each in scope["spans"]:
                assert int(each["startTimeUnixNano"]) <= int(each["endTimeUnixNano"])
                ids = each["traceId"], each["spanId"], each["parentSpanId"]
                yield Span(named["service.name"], each["name"], *ids)
