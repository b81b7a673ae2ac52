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
        return origin is None or origin in self._origins or urlsplit(origin).netloc == request.host

    def headers(self, request: Request) -> dict[str, str]:
        """What tells a browser that a page of another origin may read the answer."""
        origin = request.headers.get("origin")
        if origin not in self._origins:
            return {"vary": "Origin"}
        return {"vary": "Origin", "access-control-allow-origin": origin}


def allow_other_origins(app: Sanic, origins: AllowedOrigins) -> None:
    """Let listed origins use the chat API, and answer their preflight requests."""

    @app.options("/chat/<path:path>")
    async def preflight(request: Request, path: str) -> HTTPResponse:
        del request, path
        allowed = {
            "access-control-allow-methods": "GET, POST",
            "access-control-allow-headers": "Authorization, Content-Type",
            "access-control-max-age": str(_PREFLIGHT_S),
        }
        return HTTPResponse(status=204, headers=allowed)

    @app.on_response
    async def add_headers(request: Request, response: HTTPResponse) -> None:
        if request.path.startswith("/chat/"):
            response.headers.update(origins.headers(request))
            response.headers.setdefault("access-control-expose-headers", "Retry-After")
