"""Who a member is, by the e-mail address that the trusted workspace has checked."""

import asyncio
from dataclasses import replace

import pytest

from commerce.identity import IdentityLevel
from tests.factories import a_customer
from tests.fakes.slack_events import mention_event, message_event
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.workspace import GENERAL, Workspace

ADA = "ada@example.com"


@pytest.fixture
async def ada(workspace: Workspace) -> str:
    """A customer with an e-mail address on file."""
    customer = a_customer(email=ADA)
    async with workspace.sessions.begin() as session:
        session.add(customer)
    return customer.id


async def known_as(workspace: Workspace, count: int = 1) -> list[tuple[str | None, IdentityLevel]]:
    await workspace.posted("DU1", count)
    return [(each.customer_id, each.identity_level) for each in await workspace.conversations()]


async def test_a_member_with_an_address_on_file_is_that_customer(workspace: Workspace, ada: str) -> None:
    channel = workspace.slack.member("U1", "Ada@Example.com")
    await workspace.tell(message_event("U1", channel, "hello"))
    assert await known_as(workspace) == [(ada, IdentityLevel.VERIFIED)]
    await workspace.tell(message_event("U1", channel, "hello again"))
    await workspace.posted(channel, 2)
    assert len(workspace.slack.made("users.info")) == 1  # remembered for a while


async def test_whom_the_workspace_does_not_vouch_for_stays_anonymous(workspace: Workspace, ada: str) -> None:
    channel = workspace.slack.member("U1", ADA, is_restricted=True)
    await workspace.tell(message_event("U1", channel, "hello"))
    assert await known_as(workspace) == [(None, IdentityLevel.ANONYMOUS)]


async def test_an_id_of_a_customer_is_no_address(workspace: Workspace) -> None:
    async with workspace.sessions.begin() as session:
        session.add(a_customer(id=ADA, email="other@example.com"))
    channel = workspace.slack.member("U1", ADA)
    await workspace.tell(message_event("U1", channel, "hello"))
    assert await known_as(workspace) == [(None, IdentityLevel.ANONYMOUS)]


async def test_no_workspace_is_trusted_unless_it_is_named(
    start_workspace, slack_app, workspace: Workspace, ada: str
) -> None:
    unnamed: Workspace = await start_workspace(replace(slack_app, team=None))
    channel = unnamed.slack.member("U1", ADA)
    await unnamed.tell(message_event("U1", channel, "hello"))
    assert await known_as(unnamed) == [(None, IdentityLevel.ANONYMOUS)]
    assert unnamed.slack.made("users.info") == []


async def test_nobody_is_known_where_others_read_along(workspace: Workspace, ada: str) -> None:
    workspace.slack.member("U1", ADA)
    await workspace.tell(mention_event("U1", GENERAL, "where is my order?"))
    await workspace.posted(GENERAL)
    [conversation] = await workspace.conversations()
    assert (conversation.customer_id, conversation.identity_level) == (None, IdentityLevel.ANONYMOUS)


async def test_a_member_whose_address_has_changed_begins_anew(
    start_workspace, slack_app, workspace: Workspace, ada: str
) -> None:
    channel = workspace.slack.member("U1", ADA)
    await workspace.tell(message_event("U1", channel, "hello"))
    await workspace.posted(channel)
    workspace.slack.member("U1", "someone.else@example.com")
    later: Workspace = await start_workspace(slack_app)  # which remembers nothing
    await later.tell(message_event("U1", channel, "hello again"))
    assert await known_as(workspace, 2) == [
        (ada, IdentityLevel.VERIFIED),
        (None, IdentityLevel.ANONYMOUS),
    ]


@pytest.mark.parametrize("outcome", [429, 500, "internal_error"])
async def test_while_slack_cannot_say_who_it_is_the_event_is_to_come_again(
    workspace: Workspace, ada: str, outcome: int | str
) -> None:
    channel = workspace.slack.member("U1", ADA)
    workspace.slack.outcomes["users.info"] += [outcome]
    envelope = message_event("U1", channel, "hello")
    assert (await workspace.tell(envelope)).status_code == 503
    assert await workspace.rows() == (0, 0)
    assert (await workspace.tell(envelope, **{"X-Slack-Retry-Num": "1"})).status_code == 200
    assert await known_as(workspace) == [(ada, IdentityLevel.VERIFIED)]


async def test_a_slow_slack_is_not_waited_for_and_its_answer_serves_the_retry(
    workspace: Workspace, ada: str
) -> None:
    channel = workspace.slack.member("U1", ADA)
    workspace.slack.answering.clear()
    envelope = message_event("U1", channel, "hello")
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert (await workspace.tell(envelope)).status_code == 503
    assert loop.time() - began < 3
    workspace.slack.answering.set()

    async def is_stored() -> bool:
        return (await workspace.tell(envelope, **{"X-Slack-Retry-Num": "1"})).status_code == 200

    await until(is_stored)
    assert await known_as(workspace) == [(ada, IdentityLevel.VERIFIED)]
    assert len(workspace.slack.made("users.info")) == 1


async def test_a_member_slack_does_not_know_is_a_stranger(workspace: Workspace, ada: str) -> None:
    await workspace.tell(message_event("U1", "DU1", "hello"))
    assert await known_as(workspace) == [(None, IdentityLevel.ANONYMOUS)]
