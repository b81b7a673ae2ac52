"""Members write, mention, press and look at the home tab; the answers come where they asked."""

import asyncio

from connectors.channels.slack.channel import IN_PUBLIC
from tests.fakes.slack_events import (
    TEAM,
    home_event,
    home_press_payload,
    mention_event,
    message_event,
    press_payload,
)
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.workspace import GENERAL, Workspace, buttons, texts


async def test_a_direct_message_is_answered_in_blocks(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    answer = await workspace.tell(message_event("U1", channel, "show"))
    assert answer.status_code == 200
    [message] = await workspace.posted(channel)
    assert texts(message) == ["Here it is.", "*Order #W1*", "*Status*\nshipped", "Anything else?"]
    assert message["text"].startswith("Here it is.")
    assert "thread_ts" not in message
    [conversation] = await workspace.conversations()
    assert conversation.address == f"{TEAM}:{channel}"


async def test_what_is_written_reaches_the_assistant_as_plain_text(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    text = "it's <mailto:ada@example.com|ada@example.com> &amp; <https://a.example/x>"
    await workspace.tell(message_event("U1", channel, text))
    [message] = await workspace.posted(channel)
    plain = "it's ada@example.com & https://a.example/x"
    assert await workspace.heard() == [plain]
    assert texts(message) == ["You said: it's ada@example.com &amp; <https://a.example/x>"]


async def test_a_pressed_button_answers_for_the_shopper_once(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    await workspace.tell(message_event("U1", channel, "offer"))
    [question] = await workspace.posted(channel)
    assert buttons(question) == ["Yes, please", "No"]
    yes, no = (press_payload("U1", channel, dict(question), title) for title in ("Yes", "No"))
    assert (await workspace.press(yes)).status_code == 200
    _, answer = await workspace.posted(channel, 2)
    assert texts(answer) == ["You said: /affirm"]

    async def is_settled() -> bool:
        return not buttons(workspace.slack.posted[channel][0])

    await until(is_settled)
    assert texts(workspace.slack.posted[channel][0]) == ["Shall I?", "✓ Yes, please"]
    assert (await workspace.press(no)).status_code == 200  # pressed before the buttons were gone
    assert await workspace.heard() == ["offer", "Yes, please"]


async def test_a_payload_that_was_not_offered_does_nothing(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    await workspace.tell(message_event("U1", channel, "offer"))
    [question] = await workspace.posted(channel)
    payload = press_payload("U1", channel, question, "Yes")
    payload["actions"][0]["value"] = "/make_me_rich"
    assert (await workspace.press(payload)).status_code == 200

    async def is_told() -> bool:
        return len(workspace.slack.ephemeral) == 1

    await until(is_told)
    assert await workspace.heard() == ["offer"]
    assert buttons(question) == ["Yes, please", "No"]


async def test_a_mention_is_answered_in_its_thread(workspace: Workspace) -> None:
    workspace.slack.member("U1", None)
    envelope = mention_event("U1", GENERAL, "show")
    await workspace.tell(envelope)
    [message] = await workspace.posted(GENERAL)
    assert message["thread_ts"] == envelope["event"]["ts"]
    assert texts(message)[0] == "Here it is."
    assert texts(message)[-1] == IN_PUBLIC
    assert await workspace.heard() == ["show"]


async def test_each_member_of_a_thread_has_a_conversation_of_their_own(workspace: Workspace) -> None:
    first = mention_event("U1", GENERAL, "offer")
    thread = first["event"]["ts"]
    await workspace.tell(first)
    [question] = await workspace.posted(GENERAL)
    await workspace.tell(mention_event("U2", GENERAL, "hello", thread_ts=thread))
    await workspace.posted(GENERAL, 2)
    assert {each.address for each in await workspace.conversations()} == {
        f"{TEAM}:{GENERAL}:{thread}:U1",
        f"{TEAM}:{GENERAL}:{thread}:U2",
    }
    await workspace.press(press_payload("U2", GENERAL, question, "Yes"))

    async def is_told() -> bool:
        return [each["user"] for each in workspace.slack.ephemeral] == ["U2"]

    await until(is_told)
    await workspace.press(press_payload("U1", GENERAL, question, "Yes"))
    *_, answer = await workspace.posted(GENERAL, 3)
    assert (texts(answer)[0], answer["thread_ts"]) == ("You said: /affirm", thread)
    assert sorted(await workspace.heard()) == ["Yes, please", "hello", "offer"]


async def test_the_home_tab_says_what_can_be_asked_and_asks_it(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    await workspace.tell(home_event("U1", channel))

    async def is_shown() -> bool:
        return "U1" in workspace.slack.views

    await until(is_shown)
    view = workspace.slack.views["U1"]
    assert view["blocks"][0]["text"]["text"] == "the store: how can I help?"
    payload = home_press_payload("U1", view, "Where is my order?")
    for _ in range(2):
        assert (await workspace.press(payload)).status_code == 200
    [message] = await workspace.posted(channel)
    assert texts(message) == ["You said: Where is my order?"]


async def test_a_retry_is_the_same_message(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    envelope = message_event("U1", channel, "hello")
    answers = [
        await workspace.tell(envelope, **({"X-Slack-Retry-Num": str(number)} if number else {}))
        for number in range(4)
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    await workspace.tell(message_event("U1", channel, "and now?"))
    await workspace.posted(channel, 2)
    assert await workspace.heard() == ["hello", "and now?"]


async def test_retries_at_once_are_the_same_message(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    envelope = message_event("U1", channel, "hello")
    answers = await asyncio.gather(*(workspace.tell(envelope) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    await workspace.posted(channel)
    assert await workspace.heard() == ["hello"]


async def test_a_retry_to_another_gateway_is_the_same_message(
    workspace: Workspace, start_workspace, slack_app
) -> None:
    other: Workspace = await start_workspace(slack_app)
    channel = workspace.slack.member("U1", None)
    envelope = message_event("U1", channel, "hello")
    for each in (workspace, other):
        assert (await each.tell(envelope)).status_code == 200
    await workspace.posted(channel)
    assert await workspace.heard() == ["hello"]


async def test_what_is_no_members_new_words_is_passed_over(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    others = [
        message_event("U1", channel, "x", bot_id="B1"),
        message_event("U0BOT", channel, "x"),
        message_event("U1", channel, "x", subtype="message_changed"),
        message_event("U1", channel, "x", subtype="message_deleted"),
        message_event("U1", channel, "x", subtype="bot_message"),
        message_event("U1", channel, "x", subtype="channel_join"),
        message_event("U1", channel, "x", edited={"user": "U1", "ts": "1.1"}),
        message_event("U1", GENERAL, "x", channel_type="channel"),
        mention_event("U1", channel, "x"),
        mention_event("U1", GENERAL, "x", bot_id="B1"),
        message_event("U1", channel, "  "),
        home_event("U1", channel, tab="messages"),
        message_event("U1", channel, "x", type="reaction_added"),
    ]
    for envelope in others:
        assert (await workspace.tell(envelope)).status_code == 200
    assert await workspace.rows() == (0, 0)
    assert workspace.slack.calls == []


async def test_an_address_is_verified_for_slack_itself(workspace: Workspace) -> None:
    answer = await workspace.tell({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"})
    assert answer.json() == {"challenge": "3eZbrw1aB"}
