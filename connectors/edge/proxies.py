"""Notices that a proxy stands in front which nobody told the gateway of."""

import structlog
from sanic import Request, Sanic

log = structlog.get_logger(__name__)


def warn_of_a_proxy(app: Sanic) -> None:
    """Say once, when a request was forwarded, that all shoppers count as one address.

    For a gateway with AISLE_TRUSTED_PROXIES=0. It may also be a client that only says so.
    """
    has_said_so = False

    @app.on_request
    async def look(request: Request) -> None:
        nonlocal has_said_so
        if not has_said_so and "x-forwarded-for" in request.headers:
            has_said_so = True
            log.warning("a request was forwarded; behind a proxy, set AISLE_TRUSTED_PROXIES")
