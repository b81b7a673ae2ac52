"""Which pages of other sites may talk to the gateway from a shopper's browser."""

from collections.abc import Collection
from urllib.parse import urlsplit

from sanic import HTTPResponse, Request, Sanic

_PREFLIGHT_S = 3600


class AllowedOrigins:
    """The gateway's own origin, and those an operator lists (`https://shop.example`)."""

    def __init__(self, origins: Collection[str]) -> None:
        self._origins = frozenset(origins)

    def allow(self, request: Request) -> bool:
        """Whether the request comes from an allowed page, or from no page at all."""
        origin = request.headers.get("origin")
        return origin is None or origin in self._origins or is_same(origin, request.host)

    def headers(self, request: Request) -> dict[str, str]:
        """What tells a browser that a page of another origin may read the answer."""
        origin = request.headers.get("origin")
        if origin not in self._origins:
            return {"vary": "Origin"}
        return {
            "vary": "Origin",
            "access-control-allow-origin": origin,
            "access-control-expose-headers": "Retry-After",
        }


def is_same(origin: str, host: str) -> bool:
    """Whether a browser's `Origin` is this host; what is no address is none."""
    try:
        return urlsplit(origin).netloc == host
    except ValueError:
        return False


def allow_other_origins(app: Sanic, origins: AllowedOrigins) -> None:
    """Let pages of listed origins read what the chat API answers."""

    @app.on_response
    async def add_headers(request: Request, response: HTTPResponse) -> None:
        if request.path.startswith("/chat/"):
            response.headers.update(origins.headers(request))


async def answer_preflight(_: Request, **__: object) -> HTTPResponse:
    """What a browser asks before it lets a page of another origin use the chat API."""
    allowed = {
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key",
        "access-control-max-age": str(_PREFLIGHT_S),
    }
    return HTTPResponse(status=204, headers=allowed)
