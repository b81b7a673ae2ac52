"""Every kind of call that is made has the arguments that Slack's published description of its API has."""

import pytest

from tests.fakes.slack import LOST
from tests.fakes.slack_api_spec import SPEC, complaints_about_arguments, is_described
from tests.fakes.slack_events import (
    home_event,
    home_press_payload,
    mention_event,
    message_event,
    press_payload,
)
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.workspace import GENERAL, Workspace

CALLED = {
    "chat.postEphemeral",
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "conversations.open",
    "users.info",
    "views.publish",
}

pytestmark = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC.name} is not there to check against")


async def test_every_call_is_as_described(workspace: Workspace) -> None:
    slack = workspace.slack
    channel = slack.member("U1", "ada@example.com")
    slack.outcomes["chat.postMessage"] += [LOST]
    await workspace.tell(message_event("U1", channel, "offer"))
    [question] = await workspace.posted(channel)
    await workspace.press(press_payload("U1", channel, dict(question), "Yes"))
    forged = press_payload("U1", channel, dict(question), "No")
    forged["actions"][0]["value"] = "/not_offered"
    await workspace.press(forged)
    await workspace.tell(mention_event("U1", GENERAL, "show"))
    await workspace.tell(home_event("U1", channel))
    await until(lambda: are_made(workspace, {"views.publish"}))
    await workspace.press(home_press_payload("U1", slack.views["U1"], "Show me my orders"))
    await until(lambda: are_made(workspace, CALLED))
    await workspace.posted(channel, 3)
    await workspace.posted(GENERAL)
    assert {call.method for call in slack.calls} == CALLED
    assert all(is_described(method) for method in CALLED)
    assert slack.complaints == []


async def are_made(workspace: Workspace, methods: set[str]) -> bool:
    return methods <= {call.method for call in workspace.slack.calls}


def test_an_argument_that_is_unknown_missing_or_of_another_type_is_complained_of() -> None:
    given = {"text": "hello", "unfurl": True, "mrkdwn": "yes"}
    assert complaints_about_arguments("chat.postMessage", given, is_json=True) == [
        "chat.postMessage has no argument unfurl",
        "chat.postMessage needs channel",
        "chat.postMessage: mrkdwn is str",
    ]
