"""`/events`: what the shop tells of its shoppers, in batches; `/store/viewed`: what one looks at now."""

from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from typing import Annotated, Any
from uuid import UUID, uuid4

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from sanic import Blueprint, HTTPResponse, Request, json

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.events.models import EventKind
from commerce.events.searches import note_search
from commerce.events.taking import Happened, take_events
from commerce.support.conversations import find_conversation
from connectors.channels.web.tokens import Tokens
from connectors.edge.errors import ApiError
from connectors.edge.schemas import parse

MOST_EVENTS = 500  # of a batch
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
_NEEDS_PRODUCT = frozenset({EventKind.PRODUCT_VIEWED, EventKind.ADDED_TO_CART, EventKind.RESULT_CLICKED})


_DETAILS = {
    "order", "words", "results", "quantity", "status", "utm_source", "utm_medium", "utm_campaign",
}  # fmt: skip


class _Batch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    events: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_EVENTS)]


class _Event(BaseModel):
    """One event; what it says beyond these is kept with it."""

    model_config = ConfigDict(extra="forbid")

    id: Name
    type: EventKind
    at: AwareDatetime
    customer: Name | None = None
    conversation: UUID | None = None
    product: Name | None = None
    order: Name | None = None
    words: Name | None = None  # of a search
    results: Annotated[int, Field(ge=0)] | None = None
    quantity: Annotated[int, Field(ge=1, le=100_000)] | None = None
    status: Name | None = None  # of a shipment
    utm_source: Name | None = None  # by what the shopper came
    utm_medium: Name | None = None
    utm_campaign: Name | None = None

    def happened(self) -> Happened:
        """The event as the core takes it."""
        said = self.model_dump(include=_DETAILS, exclude_none=True)
        return Happened(self.id, self.type, self.at, self.customer, self.conversation, self.product, said)


class _Viewed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: Annotated[UUID, Field(strict=False)]
    product: Name


class _Searched(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: Annotated[UUID, Field(strict=False)]
    words: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    found: Annotated[list[Name], Field(max_length=100)]


_BATCH, _EVENT, _VIEWED = TypeAdapter(_Batch), TypeAdapter(_Event), TypeAdapter(_Viewed)
_SEARCHED = TypeAdapter(_Searched)


@dataclass(frozen=True, slots=True)
class EventParts:
    """What the routes need; without a key nothing is taken from outside."""

    sessions: Sessions
    tokens: Tokens
    clock: Clock
    key: str = field(repr=False)


def event_routes(parts: EventParts) -> Blueprint:
    """`POST /events` for the shop's server, by its key; `POST /store/viewed` for a page of the shop."""
    routes = Blueprint("events")

    @routes.post("/events")
    async def events(request: Request) -> HTTPResponse:
        given = request.token or ""
        if not parts.key or not compare_digest(given.encode(), parts.key.encode()):
            raise ApiError(401, "unauthorized", "the events' key is missing or wrong")
        taken, refused = [], []
        for place, raw in enumerate(parse(_BATCH, request.body).events):
            try:
                taken.append((place, _checked(raw)))
            except ValueError as wrong:
                refused.append({"place": place, "id": raw.get("id"), "reason": str(wrong)})
        async with parts.sessions.begin() as session:
            done = await take_events(session, [each for _, each in taken])
        refused += [
            {"place": place, "id": each.id, "reason": done.refused[each.id]}
            for place, each in taken
            if each.id in done.refused
        ]
        return json({"accepted": done.accepted, "repeated": done.repeated, "refused": refused})

    @routes.post("/store/viewed")
    async def viewed(request: Request) -> HTTPResponse:
        body = parse(_VIEWED, request.body)
        parts.tokens.check_conversation(request.token, body.conversation)
        now: datetime = parts.clock.now()
        happened = Happened(
            uuid4().hex, EventKind.PRODUCT_VIEWED, now, None, body.conversation, body.product, {}
        )
        async with parts.sessions.begin() as session:
            done = await take_events(session, [happened])
        if done.refused:
            raise ApiError(404, "not_found", next(iter(done.refused.values())))
        return json({"accepted": done.accepted})

    @routes.post("/store/searched")
    async def searched(request: Request) -> HTTPResponse:
        body = parse(_SEARCHED, request.body)
        parts.tokens.check_conversation(request.token, body.conversation)
        async with parts.sessions.begin() as session:
            if await find_conversation(session, body.conversation) is None:
                raise ApiError(404, "not_found", "there is no such conversation")
            note_search(session, body.conversation, body.words, body.found, clock=parts.clock)
        return json({"accepted": 1})

    return routes


def _checked(raw: dict[str, Any]) -> Happened:
    """The event. Raises ValueError with the reason, which never repeats what was sent."""
    try:
        event = _EVENT.validate_python(raw)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where}: {first['msg']}" if where else first["msg"]) from None
    if event.type in _NEEDS_PRODUCT and event.product is None:
        raise ValueError("product: it has to be said")
    if event.type is EventKind.SEARCHED and event.words is None:
        raise ValueError("words: they have to be said")
    return event.happened()
