"""`POST /mail/reports`: a bounce or complaint as the mail server got it, by the shop's key."""

from dataclasses import dataclass, field
from hmac import compare_digest

import structlog
from sanic import Blueprint, HTTPResponse, Request, json

from commerce.database import Sessions
from commerce.notifications.reports import take_report
from connectors.edge.errors import ApiError

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class MailReportParts:
    """What the route needs; without a key nothing is taken."""

    sessions: Sessions
    key: str = field(repr=False)


def mail_report_routes(parts: MailReportParts) -> Blueprint:
    """The route. What is no report is no error: a mailbox for bounces gets all sorts of mail."""
    routes = Blueprint("mail_reports", url_prefix="/mail")

    @routes.post("/reports")
    async def take(request: Request) -> HTTPResponse:
        given = request.token or ""
        if not parts.key or not compare_digest(given.encode(), parts.key.encode()):
            raise ApiError(401, "unauthorized", "the events' key is missing or wrong")
        async with parts.sessions.begin() as session:
            stopped = await take_report(session, request.body)
        log.info("took a report on e-mail", addresses=stopped)
        return json({"stopped": stopped})

    return routes
