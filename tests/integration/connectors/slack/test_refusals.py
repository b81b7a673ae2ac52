"""Requests that Slack did not send as they are, or sent before, change nothing, and are counted."""

import random
import time
from collections.abc import Callable

import pytest

from connectors.edge.rejections import Refusals
from tests.fakes.slack import SIGNING_SECRET
from tests.fakes.slack_events import event_body, message_event, press_body, press_payload, signed
from tests.integration.connectors.slack.workspace import Workspace

TIMES = 100
EVENTS, PRESSES = "/slack/events", "/slack/interactivity"
Request = tuple[bytes, dict[str, str]]


@pytest.fixture
async def offered(workspace: Workspace) -> dict[str, bytes]:
    """A genuine body for each route, which was not sent yet."""
    channel = workspace.slack.member("U1", None)
    await workspace.tell(message_event("U1", channel, "offer"))
    [question] = await workspace.posted(channel)
    return {
        EVENTS: event_body(message_event("U1", channel, "hello")),
        PRESSES: press_body(press_payload("U1", channel, question, "Yes")),
    }


def mutated(body: bytes, dice: random.Random) -> Request:
    """Something else than what was signed: a bit of the body flipped, added or cut off."""
    at = dice.randrange(len(body))
    changed = dice.choice(
        [
            body[:at] + bytes([body[at] ^ 1 << dice.randrange(8)]) + body[at + 1 :],
            body[:at] + bytes([dice.randrange(256)]) + body[at:],
            body[:at] + body[at + 1 :],
            body + b" ",
        ]
    )
    return changed, signed(SIGNING_SECRET, body)


def forged(body: bytes, dice: random.Random) -> Request:
    """Signed with another secret, with half of a signature, with none, or with something else for one."""
    genuine = signed(SIGNING_SECRET, body)
    stamp, signature = genuine["X-Slack-Request-Timestamp"], genuine["X-Slack-Signature"]
    wrong = dice.choice(
        [
            signed(SIGNING_SECRET[::-1] + str(dice.random()), body),
            {},
            {"X-Slack-Request-Timestamp": stamp},
            {"X-Slack-Signature": signature},
            genuine | {"X-Slack-Signature": signature[: dice.randrange(len(signature))]},
            genuine | {"X-Slack-Signature": signature.replace("v0=", "v1=")},
            genuine | {"X-Slack-Signature": signature.swapcase()},
            genuine | {"X-Slack-Signature": "v0=é"},
            genuine | {"X-Slack-Request-Timestamp": str(int(stamp) + dice.choice([-1, 1, 60]))},
            genuine | {"X-Slack-Request-Timestamp": dice.choice(["", "now", "1e9", "9" * 5000, stamp + "."])},
        ]
    )
    return body, wrong


def expired(body: bytes, dice: random.Random) -> Request:
    """Genuine, and more than five minutes old or ahead."""
    seconds = dice.choice([-1, 1]) * dice.uniform(305, 100_000)
    return body, signed(SIGNING_SECRET, body, at=time.time() + seconds)


@pytest.mark.parametrize("path", [EVENTS, PRESSES])
@pytest.mark.parametrize("spoil", [mutated, forged, expired])
async def test_a_spoilt_request_changes_nothing_and_is_counted(
    workspace: Workspace,
    offered: dict[str, bytes],
    path: str,
    spoil: Callable[[bytes, random.Random], Request],
) -> None:
    before, calls = await workspace.rows(), len(workspace.slack.calls)
    for seed in range(TIMES):
        body, headers = spoil(offered[path], random.Random(seed))
        encoded = {name: value.encode() for name, value in headers.items()}
        answer = await workspace.gateway.client.post(path, content=body, headers=encoded)
        assert answer.status_code == 401, (seed, answer.text)
        assert answer.json()["error"]["code"] == "signature_invalid"
    assert (await workspace.rows(), len(workspace.slack.calls)) == (before, calls)
    assert (workspace.refusals["signature"], workspace.refusals.total) == (TIMES, TIMES)


@pytest.mark.parametrize("path", [EVENTS, PRESSES])
async def test_a_replayed_request_changes_nothing_and_is_counted(
    workspace: Workspace, offered: dict[str, bytes], path: str
) -> None:
    assert (await workspace.request(path, offered[path])).status_code == 200
    await workspace.posted("DU1", 2)
    before = await workspace.rows()
    headers = signed(SIGNING_SECRET, offered[path])
    for _ in range(TIMES):
        answer = await workspace.gateway.client.post(path, content=offered[path], headers=headers)
        assert answer.status_code == 200
    assert await workspace.rows() == before
    assert (workspace.refusals["repeated"], workspace.refusals.total) == (TIMES, TIMES)
    await workspace.posted("DU1", 2)


async def test_a_signed_request_of_another_shape_is_refused(workspace: Workspace) -> None:
    message = b'"event":{"type":"message"}'
    requests = [
        (EVENTS, b""),
        (EVENTS, b"[]"),
        (EVENTS, b"{" * 100_000),
        (EVENTS, b"[" * 100_000),
        (EVENTS, b'{"type":"event_callback"}'),
        (EVENTS, b'{"type":"event_callback","team_id":"T1","event_id":"Ev1",' + message + b"}"),
        (PRESSES, b""),
        (PRESSES, b"payload="),
        (PRESSES, b"payload=%7B%22type%22%3A%22block_actions%22%7D"),
        (PRESSES, b"payload=%ff"),
    ]
    for path, body in requests:
        assert (await workspace.request(path, body)).status_code == 400, body[:80]
    assert await workspace.rows() == (0, 0)
    assert workspace.refusals["malformed"] == len(requests)


async def test_another_workspace_is_not_heard(workspace: Workspace) -> None:
    channel = workspace.slack.member("U1", None)
    envelope = message_event("U1", channel, "hello") | {"team_id": "T0OTHER"}
    assert (await workspace.tell(envelope)).status_code == 200
    assert await workspace.rows() == (0, 0)
    assert workspace.refusals["another workspace"] == 1


async def test_the_log_says_that_requests_were_refused_without_being_flooded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    counts = Refusals("slack")
    for _ in range(1000):
        counts.count("signature")
    assert counts.total == 1000
    assert capsys.readouterr().out.count("refused a request") == 10


async def test_without_slack_there_are_no_routes(start_gateway) -> None:
    gateway = await start_gateway()
    for path in (EVENTS, PRESSES):
        assert (await gateway.client.post(path, content=b"{}")).status_code == 404
