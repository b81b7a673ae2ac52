"""What the gateway refuses, as every route words it: `{"error": {"code", "reason"}}`."""

import json
from collections.abc import Mapping

import psycopg
import sqlalchemy.exc
import structlog
from procrastinate.exceptions import ConnectorException
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException

from aisle.logs import described
from commerce.database import DATABASE_ERRORS
from connectors.edge.meters import REFUSED

log = structlog.get_logger(__name__)


class ApiError(Exception):
    """A request that is refused. `reason` is read by whoever wrote the client."""

    def __init__(self, status: int, code: str, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{code}: {reason}")
        self.status = status
        self.code = code
        self.reason = reason
        self.headers = dict(headers or {})


def unavailable(error: Exception) -> ApiError:
    """The refusal for one of DATABASE_ERRORS; the client may send the same again."""
    log.warning("database unavailable", kind=type(error).__name__)
    return ApiError(
        503, "unavailable", "the store cannot be reached now; send it again", {"Retry-After": "2"}
    )


def error_response(error: ApiError) -> HTTPResponse:
    """`error` over HTTP."""
    REFUSED.labels(error.code).inc()
    body = json.dumps({"error": {"code": error.code, "reason": error.reason}})
    return HTTPResponse(body, status=error.status, headers=error.headers, content_type="application/json")


# What Sanic itself refuses, before or instead of a route.
_CODES = {
    400: "malformed_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "request_timeout",
    411: "length_required",
    413: "body_too_large",
    414: "url_too_long",
    416: "range_not_satisfiable",
    417: "expectation_failed",
    426: "upgrade_required",
    431: "headers_too_large",
    503: "unavailable",
}


def handle_errors(app: Sanic) -> None:
    """Answer everything that goes wrong in `app` in the one shape, and log what is ours to mend."""

    async def on_refusal(_: Request, error: ApiError) -> HTTPResponse:
        return error_response(error)

    async def on_framework_refusal(_: Request, error: SanicException) -> HTTPResponse:
        status = error.status_code
        if status not in _CODES:
            return _broken(error)
        refusal = ApiError(status, _CODES[status], str(error), getattr(error, "headers", None))
        return error_response(refusal)

    async def on_database_away(_: Request, error: Exception) -> HTTPResponse:
        return error_response(unavailable(error))

    async def on_unstorable(_: Request, __: Exception) -> HTTPResponse:
        return error_response(ApiError(400, "invalid_request", "something in it is no text or value"))

    async def refuse_null(request: Request) -> None:
        if b"%00" in request.raw_url or b"\x00" in request.raw_url:
            raise ApiError(400, "invalid_request", "the address must not contain the null character")

    async def on_anything_else(_: Request, error: Exception) -> HTTPResponse:
        return _broken(error)

    app.error_handler.add(ApiError, on_refusal)
    app.error_handler.add(SanicException, on_framework_refusal)
    for kind in (*DATABASE_ERRORS, ConnectorException):
        app.error_handler.add(kind, on_database_away)
    app.error_handler.add(UnicodeEncodeError, on_unstorable)  # bytes of a header that are no text
    app.error_handler.add(sqlalchemy.exc.DataError, on_unstorable)
    app.error_handler.add(psycopg.DataError, on_unstorable)
    app.error_handler.add(Exception, on_anything_else)
    app.register_middleware(refuse_null, "request")


def _broken(error: Exception) -> HTTPResponse:
    log.error("request failed", **described(error))
    return error_response(ApiError(500, "internal_error", "something broke on our side"))
