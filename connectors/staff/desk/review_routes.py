"""`/desk/reviews`: what shoppers think of products: looked at, published or refused, and answered."""

import csv
from collections.abc import Callable
from io import StringIO
from urllib.parse import urlencode
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request, redirect, text

from commerce.changes import Context, carry_out
from commerce.desk.working import Desk
from commerce.errors import CommerceError
from commerce.plans import PlanChanged
from commerce.reviews.exchange import COLUMNS, exported_reviews
from commerce.reviews.models import RefusedFor, ReviewStatus
from commerce.reviews.moderating import (
    LONGEST_ANSWER,
    PAGE,
    AnswerReview,
    PublishReview,
    RefuseReview,
    ReviewNotFound,
    count_reviews,
    reviews_by_status,
)
from connectors.edge.errors import ApiError
from connectors.staff.area import DESK, LEADS
from connectors.staff.desk.deeds import worded
from connectors.staff.desk.fields import Fields, number_in, text_in
from connectors.staff.desk.parts import DeskParts, Handler, fields_of
from connectors.staff.pages import Pages

_MOST_PAGES = 1_000_000

_DEEDS: dict[str, Callable[[UUID, Fields], PublishReview | RefuseReview | AnswerReview]] = {
    "publish": lambda review, sent: PublishReview(review, agreed=text_in(sent, "seen", 32)),
    "refuse": lambda review, sent: RefuseReview(review, _reason(sent), agreed=text_in(sent, "seen", 32)),
    "answer": lambda review, sent: AnswerReview(
        review, text_in(sent, "text", LONGEST_ANSWER), agreed=text_in(sent, "seen", 32)
    ),
}


def review_routes(pages: Pages, parts: DeskParts) -> Blueprint:
    """The page, what is done on it, and everything as a file."""
    routes = Blueprint("desk_reviews", url_prefix="/desk/reviews")

    @routes.get("/", ctx_access=DESK)
    async def reviews(request: Request) -> HTTPResponse:
        return await _show(request, pages, parts)

    @routes.get("/reviews.csv", ctx_access=LEADS)
    async def export(_: Request) -> HTTPResponse:
        written = StringIO()
        rows = csv.DictWriter(written, COLUMNS)
        rows.writeheader()
        async with parts.sessions() as session:
            async for row in exported_reviews(session):
                rows.writerow(row)
        headers = {"content-disposition": 'attachment; filename="reviews.csv"'}
        return text(written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)

    for name, deed in _DEEDS.items():
        routes.add_route(
            _done_by(deed, pages, parts),
            f"/<review_id:uuid>/{name}",
            methods=["POST"],
            name=f"review_{name}",
            ctx_access=DESK,
        )
    return routes


async def _show(
    request: Request, pages: Pages, parts: DeskParts, *, error: str = "", status: int = 200
) -> HTTPResponse:
    asked = request.args.get("status") or ""
    shown = ReviewStatus(asked) if asked in set(ReviewStatus) else ReviewStatus.PENDING
    async with parts.sessions() as session:
        waiting = await count_reviews(session, ReviewStatus.PENDING)
        last = max(await count_reviews(session, shown) - 1, 0) // PAGE + 1
        number = min(
            max(number_in({"page": request.args.get("page") or ""}, "page", _MOST_PAGES) or 1, 1), last
        )
        found = await reviews_by_status(session, shown, skip=(number - 1) * PAGE)
    return pages.page(
        request,
        "reviews.html",
        status=status,
        found=found,
        waiting=waiting,
        shown=shown,
        number=number,
        last=last,
        statuses=list(ReviewStatus),
        reasons=list(RefusedFor),
        error=error,
    )


def _done_by(
    deed: Callable[[UUID, Fields], PublishReview | RefuseReview | AnswerReview],
    pages: Pages,
    parts: DeskParts,
) -> Handler:
    async def handle(request: Request, review_id: UUID) -> HTTPResponse:
        typed = fields_of(request)
        try:
            async with parts.working(request) as desk:
                await carry_out(_context(desk), deed(review_id, typed))
        except ReviewNotFound:
            raise ApiError(404, "not_found", "there is no such review") from None
        except PlanChanged:
            error = "The review was written anew since you read it. Here it is as it is now."
            return await _show(request, pages, parts, error=error, status=409)
        except CommerceError as refusal:
            return await _show(request, pages, parts, error=worded(refusal), status=409)
        back = text_in(typed, "status", 32)
        where = f"?{urlencode({'status': back})}" if back in set(ReviewStatus) else ""
        return redirect(f"/desk/reviews/{where}", status=303)

    return handle


def _context(desk: Desk) -> Context:
    return Context(desk.session, desk.agent.cause, desk.clock, desk.notifier, desk.links)


def _reason(sent: Fields) -> RefusedFor:
    reason = text_in(sent, "reason", 32)
    if reason not in set(RefusedFor):
        raise ApiError(422, "field_invalid", "a review is refused for one of the reasons")
    return RefusedFor(reason)
