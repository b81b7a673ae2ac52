"""What Slack tells of the desk: words in threads, edits, signs, presses, forms, shortcuts and commands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from connectors.channels.slack.events import MalformedEvent
from connectors.staff.desk.slack.card import DESK

_Id = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,20}$")]
_Stamp = Annotated[str, StringConstraints(pattern=r"^\d{1,20}\.\d{1,20}$")]
_WORDS = frozenset({None, "file_share", "thread_broadcast"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the workspace, and who."""

    team: str
    user: str
    channel: str


@dataclass(frozen=True, slots=True)
class Written:
    """A member wrote in a thread."""

    place: Place
    thread: str
    stamp: str
    text: str  # in Slack's notation
    own_user: str | None  # the assistant's member id
    files: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Edited:
    """A member changed what they wrote in a thread."""

    place: Place
    thread: str
    stamp: str
    text: str
    own_user: str | None


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message was deleted; by whom Slack does not tell: `place.user` is who wrote it."""

    place: Place
    thread: str | None
    stamp: str


@dataclass(frozen=True, slots=True)
class Reacted:
    """A member put a sign at a message."""

    place: Place
    stamp: str
    name: str


@dataclass(frozen=True, slots=True)
class DeskPress:
    """A member pressed a button of ours, or chose from a menu."""

    place: Place
    name: str
    value: str
    message: str  # its stamp
    thread: str | None
    trigger: str
    pressed_at: str
    response_url: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A member sent a form of ours."""

    place: Place  # without a channel
    form: Mapping[str, Any]  # what we had put into it
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A member chose a shortcut at a message."""

    place: Place
    name: str
    thread: str
    text: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """A member typed `/aisle ...` in a channel."""

    place: Place
    text: str


DeskHappening = Written | Edited | Deleted | Reacted | DeskPress | Submitted | Shortcut | Commanded


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Message(_Lenient):
    user: _Id
    text: str = ""
    ts: _Stamp
    thread_ts: _Stamp | None = None
    subtype: str | None = None
    bot_id: str | None = None
    files: list[dict[str, Any]] = []


class _Member(_Lenient):
    id: _Id
    team_id: _Id | None = None


class _Press(_Lenient):
    team: _Member
    user: _Member
    channel: _Member | None = None
    message: dict[str, Any] | None = None
    container: dict[str, Any] = {}
    trigger_id: str
    response_url: str = ""


def read_desk_event(envelope: dict[str, Any], channels: frozenset[str]) -> DeskHappening | None:
    """What an event tells of the desk's channels; None for all others. Raises MalformedEvent."""
    event = envelope.get("event")
    if not isinstance(event, dict):
        return None
    try:
        if event.get("type") == "reaction_added":
            return _reacted(str(envelope.get("team_id")), event, channels)
        if event.get("type") == "message" and event.get("channel") in channels:
            return _message(envelope, event)
    except ValidationError as invalid:
        raise MalformedEvent(f"a desk event: {invalid.error_count()} fields of another shape") from None
    return None


def is_desk_mention(envelope: dict[str, Any], channels: frozenset[str]) -> bool:
    """Whether somebody mentions the assistant in a channel of the desk's, where no shopper is."""
    event = envelope.get("event")
    return isinstance(event, dict) and event.get("type") == "app_mention" and event.get("channel") in channels


def read_desk_interaction(payload: dict[str, Any]) -> DeskHappening | None:
    """What an interaction does at the desk; None for one of a shopper's. Raises MalformedEvent."""
    try:
        kind = payload.get("type")
        if kind == "view_submission":
            return _submitted(payload)
        if kind == "message_action":
            return _shortcut(payload)
        if kind == "block_actions":
            return _pressed(payload)
    except (ValidationError, KeyError, TypeError, ValueError):
        raise MalformedEvent("a desk interaction of another shape") from None
    return None


def read_command(form: Mapping[str, str]) -> Commanded:
    """What a slash command says. Raises MalformedEvent."""
    try:
        place = Place(form["team_id"], form["user_id"], form["channel_id"])
    except KeyError:
        raise MalformedEvent("a command without its sender") from None
    return Commanded(place, form.get("text", "").strip())


def _message(envelope: dict[str, Any], event: dict[str, Any]) -> DeskHappening | None:
    team, channel = str(envelope.get("team_id")), str(event["channel"])
    authorizations = envelope.get("authorizations") or []
    own_user = next((each.get("user_id") for each in authorizations if each.get("is_bot")), None)
    subtype = event.get("subtype")
    if subtype == "message_deleted":
        return _deleted(team, channel, event)
    is_edit = subtype == "message_changed"
    inner = event.get("message") if is_edit else event
    if not isinstance(inner, dict) or inner.get("bot_id") or not inner.get("user"):
        return None
    if inner.get("subtype") == "tombstone":
        return _deleted(team, channel, event | {"deleted_ts": inner["ts"]})
    said = _Message.model_validate(inner)
    is_own = said.user == own_user or said.subtype not in _WORDS
    if is_own or said.thread_ts is None or said.thread_ts == said.ts:
        return None
    place = Place(team, said.user, channel)
    if not is_edit:
        return Written(place, said.thread_ts, said.ts, said.text, own_user, said.files)
    is_unfolded = (event.get("previous_message") or {}).get("text") == said.text  # a link, say
    return None if is_unfolded else Edited(place, said.thread_ts, said.ts, said.text, own_user)


def _deleted(team: str, channel: str, event: dict[str, Any]) -> Deleted | None:
    before = event.get("previous_message") or {}
    stamp = str(event.get("deleted_ts") or before.get("ts") or "")
    user = str(before.get("user") or "")
    return Deleted(Place(team, user, channel), before.get("thread_ts"), stamp) if stamp else None


def _reacted(team: str, event: dict[str, Any], channels: frozenset[str]) -> Reacted | None:
    item = event.get("item") or {}
    if item.get("type") != "message" or item.get("channel") not in channels:
        return None
    return Reacted(Place(team, str(event["user"]), item["channel"]), str(item["ts"]), str(event["reaction"]))


def _pressed(payload: dict[str, Any]) -> DeskPress | None:
    action = payload["actions"][0]
    name = str(action["action_id"])
    if not name.startswith(f"{DESK}_"):
        return None
    press = _Press.model_validate(payload)
    name = name.removeprefix(f"{DESK}_")
    value = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    if name == "menu":
        name, _, value = value.partition(" ")
    message, container = press.message or {}, press.container
    return DeskPress(
        Place(press.team.id, press.user.id, press.channel.id if press.channel else ""),
        name,
        value,
        str(message.get("ts") or container.get("message_ts") or ""),
        message.get("thread_ts") or container.get("thread_ts"),
        press.trigger_id,
        str(action["action_ts"]),
        press.response_url,
    )


def _submitted(payload: dict[str, Any]) -> Submitted | None:
    view = payload["view"]
    if view.get("callback_id") != DESK:
        return None
    typed = {}
    for name, elements in view["state"]["values"].items():
        element = next(iter(elements.values()))
        chosen = element.get("selected_option") or {}
        typed[name] = str(element.get("value") or chosen.get("value") or "")
    form = json.loads(view["private_metadata"])
    kept = {name: form[name] for name in ("deed", "case", "key", "fixed")}
    return Submitted(Place(payload["team"]["id"], payload["user"]["id"], ""), kept, typed)


def _shortcut(payload: dict[str, Any]) -> Shortcut | None:
    name = str(payload["callback_id"])
    if not name.startswith(f"{DESK}_"):
        return None
    message = payload["message"]
    return Shortcut(
        Place(payload["team"]["id"], payload["user"]["id"], payload["channel"]["id"]),
        name.removeprefix(f"{DESK}_"),
        str(message.get("thread_ts") or message["ts"]),
        str(message.get("text") or ""),
        str(payload["trigger_id"]),
    )


def case_in(value: str) -> UUID:
    """The conversation that a button's value names. Raises MalformedEvent."""
    try:
        return UUID(value)
    except ValueError:
        raise MalformedEvent("a button that names no case") from None
