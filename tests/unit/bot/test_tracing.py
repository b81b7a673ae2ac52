"""The dialogue server's spans, as a collector gets them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bot.tracing import Tracer, carried

TRACE, PARENT = "a" * 32, "b" * 16
HEADER = f"00-{TRACE}-{PARENT}-01"


async def collected(statuses: list[int], work: Any) -> list[dict[str, Any]]:
    """What a collector that answers `statuses` and then 200 has got when the tracer is closed."""
    got: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.Response:
        status = statuses.pop(0) if statuses else 200
        if status == 200:
            got.append(await request.json())
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/v1/traces", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    tracer = Tracer(f"http://127.0.0.1:{port}/")
    tracer.start()
    work(tracer)
    await tracer.close()
    await runner.cleanup()
    return got


def spans_of(told: dict[str, Any]) -> list[dict[str, Any]]:
    (resource,) = told["resourceSpans"]
    assert resource["resource"]["attributes"][0]["value"] == {"stringValue": "aisle-dialogue"}
    (scope,) = resource["scopeSpans"]
    return scope["spans"]


def test_spans_are_parts_of_what_the_caller_named() -> None:
    def work(tracer: Tracer) -> None:
        with tracer.within(HEADER), tracer.span("turn"):
            with tracer.span("understand"):
                header = carried()["traceparent"]
            assert header.startswith(f"00-{TRACE}-")

    (told,) = asyncio.run(collected([], work))
    inner, outer = spans_of(told)
    assert (outer["name"], outer["traceId"], outer["parentSpanId"]) == ("turn", TRACE, PARENT)
    assert (inner["name"], inner["traceId"], inner["parentSpanId"]) == ("understand", TRACE, outer["spanId"])
    assert int(outer["startTimeUnixNano"]) <= int(inner["startTimeUnixNano"])
    assert outer["status"] == {}


def test_what_broke_is_marked_and_not_quoted() -> None:
    def work(tracer: Tracer) -> None:
        with pytest.raises(ValueError, match="ada@"), tracer.within(HEADER), tracer.span("turn"):
            raise ValueError("ada@example.com")

    (told,) = asyncio.run(collected([], work))
    assert [each["status"] for each in spans_of(told)] == [{"code": 2}]
    assert "ada@" not in str(told)


@pytest.mark.parametrize("header", [None, "", "x", f"00-{TRACE}-{PARENT}", f"00-{TRACE.upper()}-{PARENT}-01"])
def test_without_a_caller_there_is_nothing_to_tell(header: str | None) -> None:
    def work(tracer: Tracer) -> None:
        with tracer.within(header), tracer.span("turn"):
            assert carried() == {}

    assert asyncio.run(collected([], work)) == []


def test_it_is_off_without_an_address() -> None:
    tracer = Tracer("")
    with tracer.within(HEADER), tracer.span("turn"):
        assert carried() == {}


def test_a_collector_that_is_away_or_refuses_breaks_nothing() -> None:
    def work(tracer: Tracer) -> None:
        with tracer.within(HEADER), tracer.span("turn"):
            pass

    assert asyncio.run(collected([503], work)) == []

    async def away() -> None:
        tracer = Tracer("http://127.0.0.1:9")
        tracer.start()
        work(tracer)
        await tracer.close()

    asyncio.run(away())


def test_no_more_is_kept_than_there_is_room_for() -> None:
    tracer = Tracer("http://127.0.0.1:9")
    with tracer.within(HEADER):
        for _ in range(3_000):
            with tracer.span("turn"):
                pass
    assert len(tracer._ended) == 2_048
