"""Slack has its answer within three seconds, whatever the database does; only what is stored is a yes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest

from tests.fakes.slack_events import message_event, press_payload
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.workspace import Workspace, texts

PATIENCE_S = 3.0  # Slack's


@asynccontextmanager
async def standing_still(database_url: str, table: str) -> AsyncIterator[None]:
    """Nobody can write to `table` meanwhile."""
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        await connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        await connection.rollback()


@pytest.mark.parametrize("table", ["conversations", "messages"])
async def test_a_message_that_is_not_stored_in_time_is_told_again(
    workspace: Workspace, database_url: str, table: str
) -> None:
    channel = workspace.slack.member("U1", None)
    envelope = message_event("U1", channel, "hello")
    loop = asyncio.get_running_loop()
    async with standing_still(database_url, table):
        began = loop.time()
        answer = await workspace.tell(envelope)
        assert loop.time() - began < PATIENCE_S
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "not_stored")

    async def is_stored() -> bool:
        return (await workspace.tell(envelope, **{"X-Slack-Retry-Num": "1"})).status_code == 200

    await until(is_stored)
    [message] = await workspace.posted(channel)
    assert texts(message) == ["You said: hello"]
    assert await workspace.heard() == ["hello"]


async def test_a_press_that_is_not_stored_leaves_its_button(workspace: Workspace, database_url: str) -> None:
    channel = workspace.slack.member("U1", None)
    await workspace.tell(message_event("U1", channel, "offer"))
    [question] = await workspace.posted(channel)
    payload = press_payload("U1", channel, dict(question), "Yes")
    async with standing_still(database_url, "messages"):
        assert (await workspace.press(payload)).status_code == 503
    assert workspace.slack.made("chat.update") == []

    async def is_stored() -> bool:
        return (await workspace.press(payload)).status_code == 200

    await until(is_stored)
    _, answer = await workspace.posted(channel, 2)
    assert texts(answer) == ["You said: /affirm"]


async def test_a_slow_assistant_keeps_nobody_waiting(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    loop = asyncio.get_running_loop()
    began = loop.time()
    answer = await workspace.tell(message_event("U1", channel, "hold"))
    assert answer.status_code == 200
    assert loop.time() - began < PATIENCE_S
    assert workspace.slack.posted[channel] == []
    workspace.dialogue.held.set()
    [message] = await workspace.posted(channel)
    assert texts(message) == ["You said: hold"]
