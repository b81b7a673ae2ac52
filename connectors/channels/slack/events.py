"""What Slack tells of: messages and mentions, an opened home tab, pressed buttons. The rest is not for us."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from connectors.channels.slack.addresses import SlackAddress
from connectors.channels.slack.blocks import ASK, LONGEST_VALUE, OPEN_LINK, QUICK_REPLY
from connectors.channels.slack.text import plain_text
from connectors.edge.schemas import LONGEST_TEXT

_Id = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,20}$")]
_Stamp = Annotated[str, StringConstraints(pattern=r"^\d{1,20}\.\d{1,20}$")]

# A message with one of these is a member's own words; every other subtype is an edit, a join, a bot...
_OWN_WORDS = {None, "file_share", "thread_broadcast"}
_WITHOUT_WORDS = "(a file, without words)"


class MalformedEvent(ValueError):
    """Slack's signature on a shape that Slack does not send."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A member wrote to the assistant."""

    address: SlackAddress
    user: str
    external_id: str
    text: str

    @property
    def team(self) -> str:
        return self.address.team

    @property
    def told_as(self) -> str:
        """What is the same when Slack tells it again."""
        return self.external_id


@dataclass(frozen=True, slots=True)
class Pressed:
    """A member pressed a quick reply of a message."""

    address: SlackAddress
    user: str
    external_id: str
    value: str
    channel: str
    message: dict[str, Any]  # as Slack shows it: `ts`, `text`, `blocks`
    stamp: str

    @property
    def team(self) -> str:
        return self.address.team

    @property
    def told_as(self) -> str:
        """What is the same when Slack tells it again; another press of the same message is another thing."""
        return f"{self.external_id}:{self.stamp}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A member pressed a button of the home tab, which asks in the direct message for them."""

    team: str
    user: str
    external_id: str
    text: str

    @property
    def told_as(self) -> str:
        """What is the same when Slack tells it again."""
        return self.external_id


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """A member looks at the assistant's home tab."""

    team: str
    user: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for us, and why."""

    reason: str


Happening = Spoken | Pressed | Asked | HomeOpened | Ignored


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Message(_Lenient):
    type: Literal["message", "app_mention"]
    channel: _Id
    user: _Id | None = None
    text: str = ""
    ts: _Stamp
    thread_ts: _Stamp | None = None
    subtype: str | None = None
    channel_type: str | None = None
    bot_id: str | None = None
    edited: dict[str, Any] | None = None
    files: list[dict[str, Any]] = []


class _HomeOpened(_Lenient):
    type: Literal["app_home_opened"]
    user: _Id
    tab: str = "home"


class _Other(_Lenient):
    type: str


class _Authorization(_Lenient):
    user_id: str | None = None
    is_bot: bool = False


class _Envelope(_Lenient):
    team_id: _Id
    event_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,40}$")]
    event: dict[str, Any]
    authorizations: list[_Authorization] = []


class _Member(_Lenient):
    id: _Id
    team_id: _Id | None = None


class _Team(_Lenient):
    id: _Id


class _Channel(_Lenient):
    id: _Id


class _Action(_Lenient):
    action_id: str
    action_ts: _Stamp
    value: Annotated[str, StringConstraints(max_length=LONGEST_VALUE)] = ""


class _PressedMessage(_Lenient):
    ts: _Stamp
    thread_ts: _Stamp | None = None


class _Press(_Lenient):
    team: _Team
    user: _Member
    channel: _Channel | None = None
    message: dict[str, Any] | None = None
    actions: Annotated[list[_Action], Field(min_length=1)]


_EVENT: TypeAdapter[_Message | _HomeOpened] = TypeAdapter(
    Annotated[_Message | _HomeOpened, Field(discriminator="type")]
)
_KNOWN_EVENTS = {"message", "app_mention", "app_home_opened"}


def read_event(envelope: dict[str, Any]) -> Happening:
    """What an Events API envelope (`event_callback`) tells. Raises MalformedEvent."""
    try:
        outer = _Envelope.model_validate(envelope)
        kind = _Other.model_validate(outer.event).type
        if kind not in _KNOWN_EVENTS:
            return Ignored("another kind of event")
        event = _EVENT.validate_python(outer.event)
    except ValidationError as invalid:
        raise MalformedEvent(_reason(invalid)) from None
    if isinstance(event, _HomeOpened):
        return HomeOpened(outer.team_id, event.user) if event.tab == "home" else Ignored("another tab")
    return _spoken(outer, event)


def read_press(payload: dict[str, Any]) -> Happening:
    """What an interaction's payload tells. Raises MalformedEvent."""
    if payload.get("type") != "block_actions":
        return Ignored("another kind of interaction")
    try:
        press = _Press.model_validate(payload)
        action = press.actions[0]
        if action.action_id.startswith(ASK):
            return _asked(press, action)
        if not action.action_id.startswith(QUICK_REPLY):
            return Ignored("a link" if action.action_id.startswith(OPEN_LINK) else "another button")
        return _pressed(press, action)
    except ValidationError as invalid:
        raise MalformedEvent(_reason(invalid)) from None


def _spoken(outer: _Envelope, event: _Message) -> Happening:
    if event.bot_id is not None:
        return Ignored("a bot's own words")
    if event.subtype not in _OWN_WORDS or event.edited is not None or event.user is None:
        return Ignored("not a member's new words")
    is_direct = event.channel.startswith("D")
    if is_direct != (event.type == "message"):
        return Ignored("told by another event")  # a mention in a direct message; words in a channel
    own_user = next((each.user_id for each in outer.authorizations if each.is_bot), None)
    if own_user == event.user:
        return Ignored("our own words")
    text = plain_text(event.text, own_user)[:LONGEST_TEXT].strip()
    if not text and is_direct:
        if not event.files:
            return Ignored("no words")
        text = _WITHOUT_WORDS
    address = (
        SlackAddress(outer.team_id, event.channel)
        if is_direct
        else SlackAddress(outer.team_id, event.channel, event.thread_ts or event.ts, event.user)
    )
    # A bare mention is a greeting.
    return Spoken(address, event.user, f"event:{outer.event_id}", text or "hello")


def _asked(press: _Press, action: _Action) -> Happening:
    stamp = f"home:{press.team.id}:{press.user.id}:{action.action_ts}"
    return Asked(press.team.id, press.user.id, stamp, action.value)


def _pressed(press: _Press, action: _Action) -> Happening:
    if press.channel is None or press.message is None:
        return Ignored("a button outside a message")
    message = _PressedMessage.model_validate(press.message)
    team, channel, user = press.team.id, press.channel.id, press.user.id
    address = (
        SlackAddress(team, channel)
        if channel.startswith("D")
        else SlackAddress(team, channel, message.thread_ts or message.ts, user)
    )
    # By message, not by press: of a message's quick replies one can be chosen, once.
    external_id = f"press:{team}:{channel}:{message.ts}:{user}"
    return Pressed(address, user, external_id, action.value, channel, press.message, action.action_ts)


def _reason(invalid: ValidationError) -> str:
    # Never the input itself: it may hold what a shopper wrote.
    first = invalid.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
