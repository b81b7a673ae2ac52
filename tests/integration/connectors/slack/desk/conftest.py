"""The desk in a workspace: a gateway that hears it, a worker that delivers and follows cases."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from procrastinate import App, PsycopgConnector

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.rules import DeskRules
from commerce.links.documents import DocumentLinks
from commerce.notifications.setup import notifier_of
from connectors.channels.slack.setup import DeskInSlack, SlackApp, slack_channel_of
from connectors.conversation.locks import ConversationLocks
from connectors.staff.desk.slack.mirror import SlackDesk
from connectors.staff.desk.slack.setup import slack_desk_of
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.fakes.slack_events import TEAM
from tests.integration.connectors.running import CONVERSATION_SECRET
from tests.integration.connectors.slack.desk.floor import PUBLIC_URL, SUPPORT, Floor
from worker.delivery import Backoff, delivery_jobs
from worker.desk import desk_jobs, desk_of
from worker.following import DeskFollower

UNDO = timedelta(milliseconds=250)


@pytest.fixture
def slack_app(slack: FakeSlack) -> SlackApp:
    desk = DeskInSlack(f"channel:sms=C0TEXTS, tier:gold=C0VIP, {SUPPORT}", UNDO)
    return SlackApp(BOT_TOKEN, slack.api_url, signing_secret=SIGNING_SECRET, team=TEAM, desk=desk)


@pytest.fixture
async def slack_desk(database_url: str, sessions: Sessions, slack_app: SlackApp) -> AsyncIterator[SlackDesk]:
    """The desk, to be followed by hand."""
    async with ConversationLocks(database_url, "desk") as locks:
        desk = slack_desk_of(
            slack_app,
            sessions=sessions,
            locks=locks,
            rules=DeskRules(),
            clock=SystemClock(),
            public_url=PUBLIC_URL,
        )
        assert desk is not None
        yield desk


@pytest.fixture
async def worker(
    database_url: str, sessions: Sessions, slack_app: SlackApp, slack_desk: SlackDesk
) -> AsyncIterator[None]:
    """Delivers, sends drafts and follows cases, soon again when it fails."""
    clock = SystemClock()
    notifier = notifier_of(database_url, clock, "Test Store")
    make_desk = desk_of(notifier, DocumentLinks("", CONVERSATION_SECRET), clock, DeskRules())
    app = App(connector=PsycopgConnector(conninfo=database_url))
    channel = slack_channel_of(slack_app, PUBLIC_URL)
    app.add_tasks_from(delivery_jobs(sessions, {"slack": channel}, Backoff(0.01)), namespace="delivery")
    app.add_tasks_from(desk_jobs(sessions, clock, make_desk), namespace="desk")
    follower = DeskFollower(database_url, slack_desk, look_every_s=0.3)
    async with app.open_async(), follower.running():
        work = app.run_worker_async(
            concurrency=4, fetch_job_polling_interval=0.02, install_signal_handlers=False
        )
        running = asyncio.create_task(work)
        yield
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def floor(start_workspace: Callable, slack_app: SlackApp, worker: None, sessions: Sessions) -> Floor:
    """The desk at work."""
    workspace = await start_workspace(slack_app, public_url=PUBLIC_URL)
    return Floor(workspace, sessions)
