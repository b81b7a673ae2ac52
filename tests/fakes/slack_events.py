"""What Slack sends to an app: event envelopes, presses, and the signature on them."""

import json
import time
from itertools import count
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

_numbers = count(1)

TEAM = "T0STORE"
APP = "A0AISLE"
BOT_USER = "U0BOT"


def stamp() -> str:
    """A message's `ts`, never the same twice."""
    return f"{int(time.time())}.{next(_numbers):06d}"


def _envelope(event: dict[str, Any], **overrides: Any) -> dict[str, Any]:
    return {
        "token": "verification-is-deprecated",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{next(_numbers):08d}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        "is_ext_shared_channel": False,
    } | overrides


def message_event(user: str, channel: str, text: str, **overrides: Any) -> dict[str, Any]:
    """A direct message."""
    ts = stamp()
    event = {
        "type": "message",
        "user": user,
        "channel": channel,
        "text": text,
        "ts": ts,
        "event_ts": ts,
        "client_msg_id": f"client-{ts}",
        "team": TEAM,
        "channel_type": "im",
    }
    return _envelope(event | overrides)


def mention_event(user: str, channel: str, text: str, **overrides: Any) -> dict[str, Any]:
    """A mention of the app in a channel."""
    ts = stamp()
    event = {
        "type": "app_mention",
        "user": user,
        "channel": channel,
        "text": f"<@{BOT_USER}> {text}",
        "ts": ts,
        "event_ts": ts,
        "team": TEAM,
    }
    return _envelope(event | overrides)


def home_event(user: str, channel: str, tab: str = "home") -> dict[str, Any]:
    """A member opened the app's home."""
    return _envelope(
        {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": stamp()}
    )


def press_payload(
    user: str, channel: str, message: dict[str, Any], title: str, team: str = TEAM
) -> dict[str, Any]:
    """A button of a posted message is pressed, by the beginning of its title."""
    return _press(user, _button_in(message["blocks"], title), team) | {
        "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel},
        "channel": {"id": channel, "name": "directmessage"},
        "message": {"type": "message", "bot_id": "B0BOT", "app_id": APP} | message,
    }


def home_press_payload(user: str, view: dict[str, Any], title: str) -> dict[str, Any]:
    """A button of the home tab is pressed."""
    return _press(user, _button_in(view["blocks"], title), TEAM) | {
        "container": {"type": "view", "view_id": "V1"},
        "view": view,
    }


def _press(user: str, button: dict[str, Any], team: str) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "user": {"id": user, "username": "someone", "team_id": team},
        "api_app_id": APP,
        "token": "verification-is-deprecated",
        "trigger_id": f"trigger.{next(_numbers)}",
        "team": {"id": team, "domain": "store"},
        "actions": [button | {"action_ts": stamp(), "block_id": "b"}],
    }


def _button_in(blocks: list[dict[str, Any]], title: str) -> dict[str, Any]:
    buttons = [
        element
        for block in blocks
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("type") == "button"
    ]
    titles = [button["text"]["text"] for button in buttons]
    assert any(each.startswith(title) for each in titles), f"no button {title!r} among {titles}"
    return next(button for button in buttons if button["text"]["text"].startswith(title))


def signed(secret: str, body: bytes, at: float | None = None) -> dict[str, str]:
    """The headers with which Slack sends `body`."""
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}


def event_body(envelope: dict[str, Any]) -> bytes:
    """An event as its request's body."""
    return json.dumps(envelope, separators=(",", ":")).encode()


def press_body(payload: dict[str, Any]) -> bytes:
    """An interaction as its request's body."""
    return urlencode({"payload": json.dumps(payload)}).encode()
