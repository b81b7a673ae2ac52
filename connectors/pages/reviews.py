"""`/store/reviews`: what others think of a product, a shopper's own view of it, and what was helpful."""

from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, TypeAdapter
from sanic import Blueprint, HTTPResponse, Request, json

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause
from commerce.changes import Context, carry_out
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.errors import NotAllowed
from commerce.links.documents import DocumentLinks
from commerce.locks.standing import AccountLocked
from commerce.notification import Notifier
from commerce.reviews.models import Review
from commerce.reviews.reading import published_reviews
from commerce.reviews.summary import summary_of
from commerce.reviews.voting import find_helpful
from commerce.reviews.writing import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_STARS,
    NotArrivedYet,
    ProductNotFound,
    WriteReview,
)
from connectors.channels.web.tokens import Tokens
from connectors.channels.web.vouching import Vouching
from connectors.edge.errors import ApiError
from connectors.edge.schemas import parse
from connectors.pages.page_shopper import PageRequest, conversation_of, shopper_in

_MOST_SKIPPED = 10_000


class PostReview(PageRequest):
    """The body of `POST /store/reviews/write`."""

    product: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    stars: Annotated[int, Field(ge=1, le=MOST_STARS)]
    title: Annotated[str, StringConstraints(max_length=LONGEST_TITLE, strip_whitespace=True)] = ""
    text: Annotated[str, StringConstraints(max_length=LONGEST_TEXT, strip_whitespace=True)] = ""


class PostHelpful(PageRequest):
    """The body of `POST /store/reviews/helpful`."""

    review: Annotated[UUID, Field(strict=False)]


_WRITE, _HELPFUL = TypeAdapter(PostReview), TypeAdapter(PostHelpful)


@dataclass(frozen=True, slots=True)
class ReviewParts:
    """What the routes need."""

    sessions: Sessions
    tokens: Tokens
    vouching: Vouching
    notifier: Notifier
    links: DocumentLinks = field(repr=False)
    clock: Clock


def review_routes(parts: ReviewParts) -> Blueprint:
    """`GET /store/reviews`, `POST /store/reviews/write` and `POST /store/reviews/helpful`."""
    routes = Blueprint("reviews", url_prefix="/store/reviews")

    @routes.get("/")
    async def read(request: Request) -> HTTPResponse:
        product = request.args.get("product") or ""
        if not product or "\x00" in product or len(product) > 200:
            raise ApiError(400, "invalid_request", "'product' is missing or not usable")
        stars, skip = _number(request, "stars", MOST_STARS), _number(request, "skip", _MOST_SKIPPED)
        async with parts.sessions() as session:
            summary = await summary_of(session, product)
            page = await published_reviews(session, product, stars=stars, skip=skip or 0)
        there = summary.by_stars.get(stars, 0) if stars else summary.count
        return json(
            {
                "rating": round(summary.mean, 2),
                "count": summary.count,
                "by_stars": {str(each): summary.by_stars.get(each, 0) for each in range(MOST_STARS, 0, -1)},
                "reviews": [_shown(each) for each in page],
                "more": (skip or 0) + len(page) < there,
            }
        )

    @routes.post("/write")
    async def write(request: Request) -> HTTPResponse:
        body = parse(_WRITE, request.body)
        conversation_id, token = await conversation_of(parts.tokens, parts.vouching, request, body)
        try:
            async with parts.sessions.begin() as session:
                shopper = await shopper_in(session, conversation_id)
                cause = Cause(ActorKind.SHOPPER, shopper.customer_id)
                context = Context(session, cause, parts.clock, parts.notifier, parts.links, shopper)
                review = WriteReview(body.product, body.stars, body.title, body.text)
                written = await carry_out(context, review)
        except AccountLocked:
            raise ApiError(403, "account_locked", "its owner has to unlock the account first") from None
        except NotAllowed:
            raise ApiError(403, "not_signed_in", "a review is written by who is signed in") from None
        except ProductNotFound:
            raise ApiError(404, "not_found", "there is no such product") from None
        except NotArrivedYet:
            raise ApiError(409, "not_arrived_yet", "it has been ordered and has not arrived yet") from None
        told = {"status": "pending", "is_verified_purchase": written.order_number is not None}
        return json(_with_conversation(told, conversation_id, token))

    @routes.post("/helpful")
    async def helpful(request: Request) -> HTTPResponse:
        body = parse(_HELPFUL, request.body)
        conversation_id, token = await conversation_of(parts.tokens, parts.vouching, request, body)
        async with parts.sessions.begin() as session:
            shopper = await shopper_in(session, conversation_id)
            count = await find_helpful(session, shopper, body.review, clock=parts.clock)
        if count is None:
            raise ApiError(404, "not_found", "there is no such review")
        return json(_with_conversation({"helpful": count}, conversation_id, token))

    return routes


def _number(request: Request, name: str, most: int) -> int | None:
    value = request.args.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= 5 and int(value) <= most):
        raise ApiError(400, "invalid_request", f"{name!r} is a number up to {most}")
    return int(value)


def _with_conversation(told: dict[str, Any], conversation_id: UUID, token: str | None) -> dict[str, Any]:
    new = {"conversation_token": token} if token else {}
    return told | {"conversation": str(conversation_id)} | new


def _shown(review: Review) -> dict[str, Any]:
    return {
        "id": str(review.id),
        "author": review.author,
        "stars": review.stars,
        "title": review.title,
        "text": review.text,
        "is_verified_purchase": review.order_id is not None,
        "helpful": review.helpful,
        "answer": review.answer,
        "at": review.created_at.isoformat(),
    }
