"""What Slack sends of the store's people at work: words in threads, signs, presses, forms and commands."""

from typing import Any
from urllib.parse import urlencode

from tests.fakes.slack_events import TEAM, _envelope, _press, press_payload, stamp


def thread_event(user: str, channel: str, thread: str, text: str, **overrides: Any) -> dict[str, Any]:
    """A member writes in a thread; `event["ts"]` is its stamp."""
    event = {
        "type": "message",
        "user": user,
        "channel": channel,
        "text": text,
        "ts": stamp(),
        "thread_ts": thread,
        "channel_type": "channel",
        "team": TEAM,
    }
    return _envelope(event | overrides)


def edit_event(before: dict[str, Any], text: str) -> dict[str, Any]:
    """A member changes what an event told of."""
    said = {name: value for name, value in before["event"].items() if name != "channel"}
    event = {
        "type": "message",
        "subtype": "message_changed",
        "channel": before["event"]["channel"],
        "message": said | {"text": text, "edited": {"user": said["user"], "ts": stamp()}},
        "previous_message": said,
        "ts": stamp(),
    }
    return _envelope(event)


def delete_event(before: dict[str, Any]) -> dict[str, Any]:
    """A member deletes what an event told of."""
    said = {name: value for name, value in before["event"].items() if name != "channel"}
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "channel": before["event"]["channel"],
        "deleted_ts": said["ts"],
        "previous_message": said,
        "ts": stamp(),
    }
    return _envelope(event)


def sign_event(user: str, channel: str, at: str, name: str) -> dict[str, Any]:
    """A member puts a sign at a message."""
    item = {"type": "message", "channel": channel, "ts": at}
    return _envelope({"type": "reaction_added", "user": user, "reaction": name, "item": item})


def menu_payload(user: str, channel: str, message: dict[str, Any], title: str) -> dict[str, Any]:
    """An entry of a card's menu is chosen."""
    menus = [each for block in message["blocks"] for each in block.get("elements", []) if "options" in each]
    option = next(
        each for menu in menus for each in menu["options"] if each["text"]["text"].startswith(title)
    )
    action = {"type": "overflow", "action_id": menus[0]["action_id"], "selected_option": option}
    return _press(user, action, TEAM) | {
        "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel},
        "channel": {"id": channel, "name": "support"},
        "message": message,
    }


def whisper_payload(whisper: dict[str, Any], title: str, response_url: str) -> dict[str, Any]:
    """A button of a whisper is pressed by whom it was whispered to."""
    shown = {"ts": stamp(), "blocks": whisper["blocks"]}
    shown |= {"thread_ts": whisper["thread_ts"]} if "thread_ts" in whisper else {}
    payload = press_payload(whisper["user"], whisper["channel"], shown, title)
    payload.pop("message")  # Slack does not send what only one member sees
    payload["container"] |= {"is_ephemeral": True, "thread_ts": whisper.get("thread_ts")}
    return payload | {"response_url": response_url}


def submit_payload(user: str, view: dict[str, Any], **typed: str) -> dict[str, Any]:
    """A form is sent, with what is typed in place of what stood there."""
    values: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        if element["type"] == "static_select":
            wanted = typed.get(name, element.get("initial_option", {}).get("value"))
            chosen = next(each for each in element["options"] if each["value"] == wanted)
            values[name] = {element["action_id"]: {"type": "static_select", "selected_option": chosen}}
        else:
            value = typed.get(name, element.get("initial_value"))
            assert value or block.get("optional"), f"{name} is needed"
            values[name] = {element["action_id"]: {"type": "plain_text_input", "value": value}}
    unknown = set(typed) - set(values)
    assert not unknown, f"the form does not ask for {unknown}"
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": user, "team_id": TEAM},
        "view": view | {"state": {"values": values}},
    }


def shortcut_payload(user: str, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """A shortcut is chosen at the message that an event told of."""
    return {
        "type": "message_action",
        "callback_id": name,
        "trigger_id": f"trigger.{stamp()}",
        "team": {"id": TEAM},
        "user": {"id": user},
        "channel": {"id": event["event"]["channel"]},
        "message": event["event"],
    }


def command_body(user: str, channel: str, text: str) -> bytes:
    """`/aisle ...` as its request's body."""
    form = {"team_id": TEAM, "user_id": user, "channel_id": channel, "command": "/aisle", "text": text}
    return urlencode(form).encode()
