"""Messages on their way to Slack: what is tried again, what is given up, and that none is said twice."""

from typing import Any
from uuid import uuid4

import pytest

from connectors.channels.port import SendLater, SendRefused
from connectors.channels.slack.channel import SlackChannel
from connectors.channels.slack.client import web_client
from connectors.channels.slack.setup import SlackApp, slack_channel_of
from tests.fakes.slack import BOT_TOKEN, LOST, FakeSlack
from tests.fakes.slack_events import TEAM, message_event
from tests.integration.connectors.slack.workspace import Workspace, texts

POST = "chat.postMessage"
DIRECT = f"{TEAM}:DU1"
THREAD = f"{TEAM}:C1:1700000000.000100:U1"


@pytest.fixture
def channel(slack_app: SlackApp) -> SlackChannel:
    return slack_channel_of(slack_app, "https://shop.example")


def a_part(text: str = "Hello", **section: Any) -> dict[str, Any]:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}} | section
    return {"text": text, "blocks": [block]}


def a_picture(url: str) -> dict[str, Any]:
    return {"accessory": {"type": "image", "image_url": url, "alt_text": "a lamp"}}


async def test_a_message_is_posted_and_known_by_its_channel_and_stamp(
    slack: FakeSlack, channel: SlackChannel
) -> None:
    provider_id = await channel.send(DIRECT, a_part(), str(uuid4()))
    [message] = slack.posted["DU1"]
    assert provider_id == f"DU1:{message['ts']}"
    [call] = slack.made(POST)
    assert (call.arguments["unfurl_links"], call.arguments["unfurl_media"]) == (False, False)


async def test_a_message_in_a_thread_says_that_others_read_along(
    slack: FakeSlack, channel: SlackChannel
) -> None:
    await channel.send(THREAD, a_part(), str(uuid4()))
    [message] = slack.posted["C1"]
    assert message["thread_ts"] == "1700000000.000100"
    assert "Everyone in this channel" in texts(message)[-1]


async def test_too_many_at_once_waits_as_long_as_slack_says(slack: FakeSlack, channel: SlackChannel) -> None:
    slack.outcomes[POST] += [429]
    slack.retry_after_s = 30
    with pytest.raises(SendLater) as later:
        await channel.send(DIRECT, a_part(), str(uuid4()))
    assert (later.value.code, later.value.retry_after_s) == ("ratelimited", 30)
    assert slack.posted["DU1"] == []


@pytest.mark.parametrize("outcome", [500, 502, 503, "internal_error", "service_unavailable", LOST])
async def test_slacks_own_trouble_is_tried_again(
    slack: FakeSlack, channel: SlackChannel, outcome: int | str
) -> None:
    slack.outcomes[POST] += [outcome]
    key = str(uuid4())
    with pytest.raises(SendLater):
        await channel.send(DIRECT, a_part(), key)
    await channel.send(DIRECT, a_part(), key)
    assert len(slack.posted["DU1"]) == 1


async def test_nothing_is_looked_for_where_slack_answered_clearly(
    slack: FakeSlack, channel: SlackChannel
) -> None:
    slack.outcomes[POST] += [429]
    key = str(uuid4())
    with pytest.raises(SendLater):
        await channel.send(DIRECT, a_part(), key)
    await channel.send(DIRECT, a_part(), key)
    assert slack.made("conversations.history") == []


async def test_a_message_that_cannot_be_looked_for_is_posted_again(
    slack: FakeSlack, channel: SlackChannel
) -> None:
    slack.outcomes[POST] += [500]
    slack.outcomes["conversations.history"] += ["missing_scope"]
    key = str(uuid4())
    with pytest.raises(SendLater):
        await channel.send(DIRECT, a_part(), key)
    await channel.send(DIRECT, a_part(), key)
    assert len(slack.posted["DU1"]) == 1


async def test_no_connection_is_tried_again(slack: FakeSlack) -> None:
    channel = SlackChannel(web_client(BOT_TOKEN, "http://127.0.0.1:9/api/"), "https://shop.example")
    with pytest.raises(SendLater, match="no answer from Slack"):
        await channel.send(DIRECT, a_part(), str(uuid4()))


async def test_an_answer_that_does_not_come_is_tried_again(slack: FakeSlack) -> None:
    slack.answering.clear()
    channel = SlackChannel(web_client(BOT_TOKEN, slack.api_url, timeout_s=1), "https://shop.example")
    with pytest.raises(SendLater, match="no answer from Slack"):
        await channel.send(DIRECT, a_part(), str(uuid4()))


@pytest.mark.parametrize(
    "code",
    [
        "channel_not_found",
        "is_archived",
        "account_inactive",
        "invalid_blocks",
        "token_revoked",
        "msg_too_long",
    ],
)
async def test_what_slack_will_never_take_is_refused(
    slack: FakeSlack, channel: SlackChannel, code: str
) -> None:
    slack.outcomes[POST] += [code]
    with pytest.raises(SendRefused) as refused:
        await channel.send(DIRECT, a_part(), str(uuid4()))
    assert refused.value.code == code
    assert len(slack.made(POST)) == 1


async def test_a_wrong_token_is_refused_and_not_told(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    channel = SlackChannel(web_client("xoxb-wrong", slack.api_url), "https://shop.example")
    with caplog.at_level("INFO"), pytest.raises(SendRefused, match="invalid_auth") as refused:
        await channel.send(DIRECT, a_part("a secret text"), str(uuid4()))
    told = caplog.text + str(refused.value) + repr(refused.value.__cause__)
    assert "xoxb" not in told
    assert "a secret text" not in told


def test_the_apps_secrets_are_not_shown(slack_app: SlackApp) -> None:
    assert BOT_TOKEN not in repr(slack_app)
    assert slack_app.signing_secret is not None
    assert slack_app.signing_secret not in repr(slack_app)


async def test_a_picture_that_slack_cannot_fetch_does_not_keep_the_message_back(
    slack: FakeSlack, channel: SlackChannel
) -> None:
    broken, whole = "https://cdn.example/gone.png", "https://cdn.example/lamp.png"
    slack.broken_pictures.add(broken)
    await channel.send(DIRECT, a_part("one", **a_picture(whole)), str(uuid4()))
    await channel.send(DIRECT, a_part("two", **a_picture(broken)), str(uuid4()))
    first, second = slack.posted["DU1"]
    assert first["blocks"][0]["accessory"]["image_url"] == whole
    assert "accessory" not in second["blocks"][0]


async def test_no_place_in_slack_is_refused(channel: SlackChannel) -> None:
    with pytest.raises(SendRefused, match="no place in Slack"):
        await channel.send("+14155550100", a_part(), str(uuid4()))


async def test_answers_keep_their_order_over_refusals_of_the_moment(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    workspace.slack.retry_after_s = 0
    workspace.slack.outcomes[POST] += [429, 500, "internal_error", LOST, 429]
    for number in range(5):
        await workspace.tell(message_event("U1", channel, f"number {number}"))
    messages = await workspace.posted(channel, 5)
    assert [texts(message) for message in messages] == [[f"You said: number {number}"] for number in range(5)]
