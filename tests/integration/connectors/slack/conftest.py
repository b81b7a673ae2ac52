"""A gateway and a worker in a workspace of a fake Slack."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from procrastinate import App, PsycopgConnector

from commerce.database import Sessions
from connectors.channels.slack.setup import SlackApp, slack_channel_of
from connectors.server.options import GatewayOptions
from tests.conftest import own_database
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.fakes.slack_events import TEAM
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import running_gateway
from tests.integration.connectors.slack.workspace import Workspace
from worker.delivery import Backoff, delivery_jobs


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A fake Slack that, by the end, had nothing to complain of."""
    fake = FakeSlack()
    fake.start()
    yield fake
    fake.stop()
    assert fake.complaints == []


@pytest.fixture
def slack_app(slack: FakeSlack) -> SlackApp:
    return SlackApp(BOT_TOKEN, slack.api_url, signing_secret=SIGNING_SECRET, team=TEAM)


@pytest.fixture
def socket_app(slack: FakeSlack) -> SlackApp:
    return SlackApp(BOT_TOKEN, slack.api_url, app_token=APP_TOKEN, team=TEAM)


@pytest.fixture
def database_url(postgres_server: str, jobs_template: str) -> Iterator[str]:
    """A store of this test's own, with a job queue."""
    with own_database(postgres_server, jobs_template) as address:
        yield address


@pytest.fixture
async def worker(database_url: str, sessions: Sessions, slack_app: SlackApp) -> AsyncIterator[None]:
    """Delivers what is said, soon again when it fails."""
    channel = slack_channel_of(slack_app, "https://shop.example")
    app = App(connector=PsycopgConnector(conninfo=database_url))
    app.add_tasks_from(delivery_jobs(sessions, {"slack": channel}, Backoff(0.01)), namespace="delivery")
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
async def start_workspace(
    database_url: str, sessions: Sessions, dialogue: FakeDialogue, slack: FakeSlack
) -> AsyncIterator[Callable]:
    """Starts a gateway for an app; it stops with the test."""
    starting = []

    async def start(app: SlackApp, **options: object) -> Workspace:
        running = running_gateway(
            database_url, sessions, [dialogue.url], GatewayOptions(**options), slack=app
        )
        gateway = await running.__aenter__()
        starting.append(running)
        return Workspace(gateway, slack, sessions, dialogue)

    yield start
    for running in starting:
        await running.__aexit__(None, None, None)


@pytest.fixture
async def workspace(start_workspace: Callable, slack_app: SlackApp, worker: None) -> Workspace:
    """The workspace with the app's events over HTTP."""
    return await start_workspace(slack_app)
