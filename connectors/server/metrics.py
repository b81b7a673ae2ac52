"""`/metrics` for Prometheus, on a port of loopback that the public never reaches."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from commerce.clock import Clock
from commerce.database import DATABASE_ERRORS, Sessions
from commerce.desk.operations import Operations, read_operations
from connectors.edge import meters

HOST = "127.0.0.1"


class StoreMeters:
    """What all gateways of a store would tell alike: read from the database at each scrape."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    async def collect(self) -> CollectorRegistry:
        """The readings; only that the database is away where it is."""
        try:
            async with self._sessions() as session:
                return store_registry(await read_operations(session, self._clock))
        except DATABASE_ERRORS:
            return store_registry(None)


def store_registry(found: Operations | None) -> CollectorRegistry:
    """The readings as Prometheus has them; None where the database is away."""
    registry = CollectorRegistry()

    def gauge(name: str, help_text: str, value: float) -> None:
        Gauge(name, help_text, registry=registry).set(value)

    gauge("aisle_database_up", "Whether the database answers", 0 if found is None else 1)
    if found is None:
        return registry
    gauge("aisle_unanswered", "Shoppers' messages not yet answered", found.unanswered.count)
    gauge("aisle_unanswered_oldest_seconds", "How long the first has waited", found.unanswered.oldest_s)
    gauge("aisle_handoffs_waiting", "Shoppers whom nobody has claimed", found.handoffs.count)
    gauge("aisle_handoffs_oldest_seconds", "How long the first has waited", found.handoffs.oldest_s)
    gauge("aisle_deliveries_failed_day", "Messages given up in the last day", found.failed_deliveries)
    gauge("aisle_workers", "Workers that have reported lately", found.workers)
    gauge("aisle_database_bytes", "Size of the store's database", found.database_bytes)
    jobs = Gauge("aisle_jobs", "Jobs by task and state", ["task", "state"], registry=registry)
    lag = Gauge("aisle_job_lag_seconds", "How long the first due job has waited", ["task"], registry=registry)
    for queue in found.jobs:
        for state in ("todo", "doing", "failed"):
            jobs.labels(queue.task, state).set(getattr(queue, state))
        lag.labels(queue.task).set(queue.lag_s)
    return registry


@asynccontextmanager
async def serving_metrics(port: int, store: StoreMeters, look: Callable[[], None]) -> AsyncIterator[None]:
    """Answer `GET /metrics` while the block lasts; `look` first sets this process's gauges."""

    async def metrics(_: web.Request) -> web.Response:
        look()
        body = generate_latest(meters.REGISTRY) + generate_latest(await store.collect())
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/metrics", metrics)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    try:
        yield
    finally:
        await runner.cleanup()
