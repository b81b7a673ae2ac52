"""Whoever types what a quick reply is called has pressed it: in Slack."""

from tests.fakes.slack_events import message_event
from tests.integration.connectors.offered import heard_last, script, titles, typed
from tests.integration.connectors.slack.workspace import Workspace


async def test_every_title_does_what_pressing_does(workspace: Workspace) -> None:
    workspace.dialogue.scripted = script()
    for number, (name, button) in enumerate(titles()):
        channel = workspace.slack.member(f"U{number + 1}", None)
        await workspace.tell(message_event(f"U{number + 1}", channel, name))
        await workspace.posted(channel)
        await workspace.tell(message_event(f"U{number + 1}", channel, typed(button["title"], number)))
        await workspace.posted(channel, 2)
        assert heard_last(workspace.dialogue) == [button["payload"]]
