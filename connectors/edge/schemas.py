"""What clients send and get: the chat API's shapes, checked on the way in and built on the way out."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic import model_validator as check_model

from commerce.support.messages import LoggedMessage
from commerce.support.models import ConversationOwner, MessageAuthor
from connectors.edge.errors import ApiError

WEB = "web"
LONGEST_TEXT = 2_000  # characters
LONGEST_PAYLOAD = 1_000
LONGEST_TOKEN = 2_000
LARGEST_CURSOR = 2**63 - 1


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain the null character")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
Text = Annotated[
    str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_storable), AfterValidator(_not_blank)
]
Payload = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_PAYLOAD), AfterValidator(_storable)
]
Cursor = Annotated[str, StringConstraints(min_length=1, max_length=32)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TOKEN)]


def read_cursor(value: str | None) -> int:
    """The position behind an opaque cursor; the beginning when there is none. Raises a 400."""
    if not value:
        return 0
    # isdecimal alone would let other scripts' digits through.
    if not (value.isascii() and value.isdecimal() and len(value) <= 19 and int(value) <= LARGEST_CURSOR):
        raise ApiError(400, "cursor_invalid", "'after' is not a cursor this API gave")
    return int(value)


def external_id(conversation_id: UUID, client_id: str) -> str:
    """What makes a client's message the same message when it is sent again."""
    return f"{conversation_id}:{client_id}"


def client_id_of(message: LoggedMessage) -> str | None:
    """The id a web client gave its message; None on what it did not write."""
    if message.channel != WEB or message.external_id is None:
        return None
    return message.external_id.rpartition(":")[2]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Said(_Request):
    id: ClientId
    text: Text | None = None
    payload: Payload | None = None

    @check_model(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.payload is None):
            raise ValueError("exactly one of 'text' and 'payload' is needed")
        return self


class PostMessage(_Said):
    """The body of `POST /chat/messages`."""

    conversation: UUID | None = None
    shopper_token: Token | None = None


class Hello(_Request):
    """The first frame of a WebSocket."""

    type: Literal["hello"]
    conversation: UUID | None = None
    conversation_token: Token | None = None
    shopper_token: Token | None = None
    after: Annotated[str, StringConstraints(max_length=32)] | None = None


class SayFrame(_Said):
    """A message over a WebSocket."""

    type: Literal["message"]


class PingFrame(_Request):
    """Keeps a WebSocket alive through intermediaries."""

    type: Literal["ping"]


class TypingFrame(_Request):
    """The shopper begins or stops writing."""

    type: Literal["typing"]
    on: bool


class SeenFrame(_Request):
    """The shopper has seen all up to a message."""

    type: Literal["seen"]
    until: Cursor


class ThumbFrame(_Request):
    """The shopper's thumb at an answer."""

    type: Literal["thumb"]
    message: Cursor
    up: bool


class _OnlyId(BaseModel):
    id: ClientId


POST_MESSAGE = TypeAdapter(PostMessage)
HELLO = TypeAdapter(Hello)
ClientFrame = SayFrame | PingFrame | TypingFrame | SeenFrame | ThumbFrame
CLIENT_FRAME: TypeAdapter[ClientFrame] = TypeAdapter(Annotated[ClientFrame, Field(discriminator="type")])


class QuickReplyView(BaseModel):
    """A button that answers for the shopper."""

    title: str
    payload: str


class FactView(BaseModel):
    """A labelled line of a card."""

    label: str
    value: str


class LinkView(BaseModel):
    """Where a card leads."""

    title: str
    url: str


class CardView(BaseModel):
    """A thing shown: an order, a parcel, a product, an article."""

    title: str
    subtitle: str | None = None
    image: str | None = None
    facts: list[FactView] = []
    link: LinkView | None = None


class MessageView(BaseModel):
    """A message as clients see it."""

    id: str = Field(description="An opaque, increasing cursor.")
    author: MessageAuthor = Field(serialization_alias="from")
    text: str
    quick_replies: list[QuickReplyView]
    cards: list[CardView]
    at: datetime
    client_id: str | None = Field(None, description="The client's own id, on the shopper's messages.")

    @classmethod
    def of(cls, message: LoggedMessage) -> Self:
        """The stored message, as clients see it."""
        return cls(
            id=str(message.position),
            author=message.author,
            text=message.text,
            quick_replies=[QuickReplyView.model_validate(each) for each in message.quick_replies],
            cards=[CardView.model_validate(each) for each in message.cards],
            at=message.created_at,
            client_id=client_id_of(message),
        )

    def as_json(self) -> dict[str, Any]:
        """The object clients get; what is absent is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class ConversationView(BaseModel):
    """The answer of both chat routes."""

    conversation: UUID
    conversation_token: str | None = Field(None, description="Only with the first message.")
    owner: ConversationOwner
    messages: list[MessageView]
    more: bool | None = Field(None, description="Whether messages follow the last one here; when fetching.")


class ErrorBody(BaseModel):
    """Why a request was refused."""

    code: str
    reason: str


class ErrorView(BaseModel):
    """Every answer with a 4xx or 5xx."""

    error: ErrorBody


R = TypeVar("R")


def parse(shape: TypeAdapter[R], body: bytes | str) -> R:
    """Read JSON of this shape; raises a 400 (422 for a text that is too long) with the reason."""
    try:
        return shape.validate_json(body)
    except ValidationError as invalid:
        raise _refusal(invalid) from None


def client_id_in(frame: bytes | str) -> str | None:
    """The id of a message frame that was refused, if it can be made out."""
    try:
        return _OnlyId.model_validate_json(frame).id
    except ValidationError:
        return None


def _refusal(invalid: ValidationError) -> ApiError:
    # Never the input itself: it may hold what a shopper wrote.
    first = invalid.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return ApiError(400, "malformed_json", "the body is not JSON")
    if first["type"] == "string_too_long" and first["loc"][-1:] == ("text",):
        return ApiError(422, "text_too_long", f"a message has at most {LONGEST_TEXT} characters")
    reason = first["msg"].removeprefix("Value error, ")
    return ApiError(400, "invalid_request", f"{where}: {reason}" if where else reason)
