"""A gateway and a worker with a number at a fake Twilio."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import pytest
from procrastinate import App, PsycopgConnector

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.links.short_links import ShortLinks
from connectors.channels.sms.line import SmsLine
from connectors.channels.sms.media import MediaFetcher
from connectors.channels.sms.sending import sms_channel
from connectors.server.options import GatewayOptions
from tests.conftest import own_database
from tests.fakes.twilio import NUMBER, SID, TOKEN, FakeTwilio, TwilioCaller, running_twilio
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import CONVERSATION_SECRET, running_gateway
from tests.integration.connectors.sms.town import STORE_URL, Town
from worker.attachments import attachment_jobs
from worker.delivery import Backoff, delivery_jobs


@pytest.fixture
async def twilio() -> AsyncIterator[FakeTwilio]:
    """A fake Twilio that, by the end, had nothing to complain of in what it took."""
    async with running_twilio() as fake:
        yield fake
    assert fake.complaints == []


@pytest.fixture
def line(twilio: FakeTwilio) -> SmsLine:
    return SmsLine(
        account_sid=SID,
        auth_token=TOKEN,
        sender=NUMBER,
        api_url=twilio.url,
        public_url=STORE_URL,
        configured_public_url=STORE_URL,
    )


@pytest.fixture
def database_url(postgres_server: str, jobs_template: str) -> Iterator[str]:
    """A store of this test's own, with a job queue."""
    with own_database(postgres_server, jobs_template) as address:
        yield address


@pytest.fixture
async def worker(database_url: str, sessions: Sessions, line: SmsLine) -> AsyncIterator[None]:
    """Delivers what is said, soon again when it fails."""
    links = ShortLinks(STORE_URL, CONVERSATION_SECRET)
    app = App(connector=PsycopgConnector(conninfo=database_url))
    async with sms_channel(line, sessions=sessions, links=links, clock=SystemClock()) as channel:
        app.add_tasks_from(delivery_jobs(sessions, {"sms": channel}, Backoff(0.01)), namespace="delivery")
        app.add_tasks_from(attachment_jobs(sessions, MediaFetcher(line)), namespace="attachments")
        async with app.open_async():
            running = asyncio.create_task(
                app.run_worker_async(
                    concurrency=4, fetch_job_polling_interval=0.02, install_signal_handlers=False
                )
            )
            yield
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def start_town(
    database_url: str, sessions: Sessions, dialogue: FakeDialogue, twilio: FakeTwilio
) -> AsyncIterator[Callable]:
    """Starts a gateway for a line; it stops with the test."""
    async with AsyncExitStack() as stack:

        async def start(line: SmsLine, **options: object) -> Town:
            wanted = GatewayOptions(**({"store_name": "Corner Store"} | options))
            gateway = await stack.enter_async_context(
                running_gateway(database_url, sessions, [dialogue.url], wanted, sms=line)
            )
            caller = TwilioCaller(gateway.client, line.configured_public_url or str(gateway.client.base_url))
            return Town(gateway, twilio, caller, dialogue, sessions)

        yield start


@pytest.fixture
async def town(start_town: Callable, line: SmsLine, worker: None) -> Town:
    return await start_town(line)
