"""Socket Mode: the same handling without an address of one's own."""

import threading

import pytest

from connectors.channels.slack.setup import SlackApp
from tests.fakes.slack_events import mention_event, message_event, press_payload
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.test_slow_database import standing_still
from tests.integration.connectors.slack.workspace import GENERAL, Workspace, buttons, texts


@pytest.fixture
async def workspace(start_workspace, socket_app: SlackApp, worker: None) -> Workspace:
    """The workspace, connected."""
    made: Workspace = await start_workspace(socket_app)
    await until(lambda: connected(made))
    return made


async def connected(workspace: Workspace) -> bool:
    return workspace.slack.is_connected


async def acknowledged(event: threading.Event) -> None:
    async def is_set() -> bool:
        return event.is_set()

    await until(is_set)


async def test_a_conversation_over_the_connection(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    await acknowledged(workspace.slack.push("events_api", message_event("U1", channel, "offer")))
    [question] = await workspace.posted(channel)
    payload = press_payload("U1", channel, dict(question), "Yes")
    await acknowledged(workspace.slack.push("interactive", payload))
    settled, answer = await workspace.posted(channel, 2)
    assert texts(answer) == ["You said: /affirm"]

    async def is_settled() -> bool:
        return not buttons(settled)

    await until(is_settled)


async def test_a_mention_over_the_connection(workspace: Workspace) -> None:
    envelope = mention_event("U1", GENERAL, "hello")
    await acknowledged(workspace.slack.push("events_api", envelope))
    [message] = await workspace.posted(GENERAL)
    assert message["thread_ts"] == envelope["event"]["ts"]


async def test_what_is_told_again_is_the_same_message(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    envelope = message_event("U1", channel, "hello")
    for _ in range(3):
        await acknowledged(workspace.slack.push("events_api", envelope))
    await workspace.posted(channel)
    assert await workspace.heard() == ["hello"]


async def test_another_connection_takes_the_place_of_one_that_slack_ends(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    workspace.slack.hang_up()
    await until(lambda: connected(workspace))
    await acknowledged(workspace.slack.push("events_api", message_event("U1", channel, "still there?")))
    [message] = await workspace.posted(channel)
    assert texts(message) == ["You said: still there?"]


async def test_what_is_not_stored_is_not_acknowledged(workspace: Workspace, database_url: str) -> None:
    channel = workspace.slack.member("U1", None)
    envelope = message_event("U1", channel, "hello")

    async def is_given_up() -> bool:
        return workspace.refusals["not stored in time"] == 1

    async with standing_still(database_url, "messages"):
        event = workspace.slack.push("events_api", envelope)
        await until(is_given_up)
        assert not event.is_set()
    await acknowledged(workspace.slack.push("events_api", envelope))
    await workspace.posted(channel)
    assert await workspace.heard() == ["hello"]


async def test_what_is_not_for_us_is_acknowledged(workspace: Workspace) -> None:
    for kind, payload in [
        ("slash_commands", {"command": "/x"}),
        ("interactive", {"type": "view_submission"}),
        ("events_api", {"type": "event_callback"}),
    ]:
        await acknowledged(workspace.slack.push(kind, payload))
    assert await workspace.rows() == (0, 0)
    assert workspace.refusals["malformed"] == 1


async def test_requests_over_http_are_not_taken(workspace: Workspace) -> None:
    answer = await workspace.tell(message_event("U1", "DU1", "hello"))
    assert answer.status_code == 404


async def test_a_gateway_serves_while_slack_refuses_the_connection(
    start_workspace, socket_app: SlackApp, slack
) -> None:
    slack.outcomes["apps.connections.open"] += ["invalid_auth"] * 100
    made: Workspace = await start_workspace(socket_app)
    assert (await made.gateway.client.get("/healthz")).status_code == 200
